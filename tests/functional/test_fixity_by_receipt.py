"""`archives fixity --receipt FILE`: what the archive holds is compared with the receipt that was given for it."""

import json
import shutil
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from api.bootstrap import build
from api.cli import main
from archives.domain.errors import NotPermittedError
from archives.models import StoreIntent
from tests import receipt_papers as papers
from tests.conftest import StillClock
from tests.kept_homes import settings_of


@pytest.fixture(scope="module")
def template(tmp_path_factory, sqlite_template):
    given = papers.house_of_two(tmp_path_factory.mktemp("two"), sqlite_template)
    (given.home / "form.pdf").write_bytes(given.ours.form)
    given.house.close()
    return given


@pytest.fixture
def given(template, tmp_path):
    """A home of one's own, as `template` left it; our form lies in it."""
    home = shutil.copytree(template.home, tmp_path / "home")
    house = build(settings_of(home), StillClock())
    yield SimpleNamespace(**{**vars(template), "home": home, "house": house})
    house.close()


@pytest.fixture
def run(given, monkeypatch):
    monkeypatch.delenv("ARCHIVES_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, ["fixity", *words, "--home", str(given.home)])


@pytest.fixture
def faults(given):
    """Return a function that compares, and gives code and name of each fault."""

    def compare():
        with given.house.open(given.people.archivist) as services:
            report = services.holdings_check.check(given.ours.form)
        assert report.verification.is_good
        return [(str(fault.code), fault.name) for fault in report.faults]

    return compare


def content(given):
    """Return a file of our transfer in the store."""
    return next(path for path in (given.home / "store").rglob("*.txt") if "财局" in path.read_text("utf-8"))


def whole(given):
    return next(parent for parent in content(given).parents if (parent / "0=ocfl_object_1.1").exists())


def test_what_is_held_is_whole(given, run):
    answer = run("--receipt", str(given.home / "form.pdf"), "--json")

    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["is_good"], told["units"], told["files"]) == (0, True, 2, 2)


def test_a_changed_file_is_named(given, run):
    path = content(given)
    path.chmod(0o600)
    path.write_text("别的内容", "utf-8")

    answer = run("--receipt", str(given.home / "form.pdf"), "--language", "zh-Hans")

    assert (answer.exit_code, f"已改动：{path.name}" in answer.stdout) == (1, True)


def test_a_missing_file_is_named_and_the_trail_keeps_it(given, faults):
    path = content(given)
    path.unlink()

    assert faults() == [("file_missing", path.name)]
    with given.house.open(given.people.audit_admin) as services:
        told = json.loads(services.trail.events().rows[0].leaf)
    assert told["kind"] == "FixityChecked"
    assert (told["facts"]["fault_count"], told["facts"]["receipt"]) == (1, given.ours.number)


def test_an_object_that_is_gone_is_named(given, faults):
    whole(given).rename(given.home / "taken away")

    assert faults() == [("object_missing", "")]


def test_an_object_whose_inventory_is_broken_is_named(given, faults):
    inventory = whole(given) / "inventory.json"
    inventory.chmod(0o600)
    inventory.write_text("{}", "utf-8")

    assert faults() == [("object_damaged", "")]


def test_an_object_that_no_manifest_names_is_named(given, faults):
    with given.house.open(given.people.archivist) as services, services.work.write():
        more = StoreIntent(object_id="urn:uuid:more", transfer_id=given.ours.transfer_id, state="stored")
        more.began_at = given.ours.at
        services.work.session.add(more)

    assert faults() == [("object_additional", "")]


def test_nothing_is_compared_with_a_receipt_that_is_not_good(given, run):
    spoilt = given.home / "form.pdf"
    spoilt.write_bytes(papers.flipped(given.ours.form, 30_000))

    answer = run("--receipt", str(spoilt), "--json")

    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["files"], told["faults"]) == (1, 0, [])
    assert "altered" in {each["code"] for each in told["verification"]["findings"]}


def test_only_those_who_may_look_at_a_transfer_may_compare(given):
    with given.house.open(given.people.authority_officer) as services, pytest.raises(NotPermittedError):
        services.holdings_check.check(given.ours.form)


def test_a_path_that_is_no_file_is_bad_use_and_a_number_still_works(given, run):
    assert run("--receipt", "nowhere.pdf").exit_code == 2
    assert run("--receipt", given.ours.number).exit_code == 0
