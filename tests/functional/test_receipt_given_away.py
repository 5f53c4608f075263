"""A receipt is taken away with all that verifies it, and verified where nothing of ours is."""

import json
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from api.bootstrap import build
from api.cli import main
from archives.domain.permission import WORKER
from archives.domain.sealing import RevocationReason
from tests import receipt_papers as papers
from tests.conftest import StillClock
from tests.kept_homes import settings_of

OURS = ("archives", "api", "search_index", "config", "pyhanko", "asn1crypto", "sqlalchemy")


@pytest.fixture(scope="module")
def template(tmp_path_factory, sqlite_template):
    given = papers.house_of_two(tmp_path_factory.mktemp("two"), sqlite_template)
    given.house.close()
    return given


@pytest.fixture
def given(template, tmp_path):
    """A home of one's own, as `template` left it."""
    home = shutil.copytree(template.home, tmp_path / "home")
    house = build(settings_of(home), StillClock())
    yield SimpleNamespace(**{**vars(template), "home": home, "house": house})
    house.close()


@pytest.fixture
def run(given, monkeypatch):
    monkeypatch.delenv("ARCHIVES_DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, [*words, "--home", str(given.home)])


@pytest.fixture
def place(given, run, tmp_path):
    """Our receipt, exported."""
    place = tmp_path / "taken"
    done = run("receipt", "export", given.ours.number, str(place))
    assert done.exit_code == 0, done.output
    return place


def alone(place, *words, program="verify_receipt.py"):
    """Run the program as a stranger does: from its own directory, none of ours in sight."""
    command = [sys.executable, "-E", "-s", str(place / program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=place.parent)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_an_export_holds_the_very_bytes_that_were_issued(given, place):
    assert sorted(each.name for each in place.iterdir()) == [
        *("README.txt", "ca.crl", "ca.pem", "form.pdf", "list.pdf", "log.vkey", "manifest.json"),
        *("verifiers", "verify_receipt.py"),
    ]
    assert (place / "form.pdf").read_bytes() == given.ours.form
    assert (place / "list.pdf").read_bytes() == given.ours.list
    assert (place / "manifest.json").read_bytes() == papers.attached(given.ours.form, "manifest.json")
    readme = (place / "README.txt").read_text("utf-8")
    assert readme.count(given.ours.number) >= 3
    assert all(word in readme for word in ("有效", "撤銷", "in force", (place / "log.vkey").read_text().strip()))


def test_it_is_written_into_an_empty_place_only(given, run, place, tmp_path):
    before = {each: each.read_bytes() for each in place.rglob("*") if each.is_file()}

    again = run("receipt", "export", given.ours.number, str(place))
    unknown = run("receipt", "export", "JJ1999-0000-0", str(tmp_path / "nothing"))

    assert (again.exit_code, "duplicate" in again.stderr) == (1, True)
    assert {each: each.read_bytes() for each in place.rglob("*") if each.is_file()} == before
    assert (unknown.exit_code, (tmp_path / "nothing").exists()) == (1, False)


def test_bytes_that_are_not_what_was_issued_are_not_given_away(given, run, tmp_path):
    form = next(path for path in (given.home / "store").rglob("form.pdf") if path.read_bytes() == given.ours.form)
    form.chmod(0o600)
    form.write_bytes(given.other.form)

    answer = run("receipt", "export", given.ours.number, str(tmp_path / "taken"))

    assert (answer.exit_code, "fixity" in answer.stderr) == (1, True)
    assert not (tmp_path / "taken").exists()


def test_the_program_verifies_both_documents_and_says_what_it_trusts(given, place):
    form, listed = alone(place, place / "form.pdf", "--json"), alone(place, place / "list.pdf")

    told = json.loads(form.stdout)
    assert (form.returncode, told["is_good"], listed.returncode) == (0, True, 0)
    assert told["trust"]["log"].startswith("archives/log/")
    assert "standing_unknown" in listed.stdout
    assert "All that was looked at is good." in listed.stdout


def test_the_program_uses_nothing_of_ours(place):
    probe = (
        f"import sys; sys.path.insert(0, {str(place)!r}); import verifiers.receipt as used; print(used.__file__);"
        f"print([name for name in sys.modules if name.partition('.')[0] in {OURS}])"
    )

    done = subprocess.run([sys.executable, "-E", "-s", "-c", probe], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [str(place / "verifiers" / "receipt.py"), "[]"]


def test_the_program_names_what_is_wrong_in_three_languages(given, place):
    spoilt = place / "spoilt.pdf"
    spoilt.write_bytes(papers.flipped(given.ours.form, 30_000))

    for language, said in (("en", "NOT good"), ("zh-Hans", "此凭证无效"), ("zh-Hant", "此憑證無效")):
        done = alone(place, spoilt, "--language", language)
        assert (done.returncode, said in done.stdout, "altered" in done.stdout) == (1, True, True)


def test_bad_use_of_the_program_ends_with_2(given, place, tmp_path):
    lonely = tmp_path / "lonely.pdf"
    lonely.write_bytes(given.ours.form)
    (tmp_path / "elsewhere").mkdir()
    shutil.copytree(place / "verifiers", tmp_path / "elsewhere" / "verifiers")
    shutil.copy(place / "verify_receipt.py", tmp_path / "elsewhere")

    assert alone(place, place / "nothing.pdf").returncode == 2
    assert alone(place).returncode == 2
    assert alone(place, place / "form.pdf", "--ca", place / "README.txt").returncode == 2
    assert alone(place, place / "form.pdf", "--log-key", place / "README.txt").returncode == 2
    assert alone(place, place / "form.pdf", "--crl", place / "ca.pem").returncode == 2
    assert alone(place, place / "form.pdf", "--files", place / "nowhere").returncode == 2
    assert "--ca" in alone(tmp_path / "elsewhere", lonely).stderr


def test_files_in_hand_are_compared_with_the_manifest(given, place, tmp_path):
    folder = tmp_path / "files" / "deep"
    folder.mkdir(parents=True)
    held = [path for path in (given.home / "store").rglob("*.txt") if "财局" in path.read_text("utf-8")]
    for number, path in enumerate(held):
        shutil.copy(path, folder / f"{number}-{path.name}")

    whole = alone(place, place / "form.pdf", "--files", tmp_path / "files")
    (folder / "more.txt").write_text("more", "utf-8")
    more = alone(place, place / "form.pdf", "--files", tmp_path / "files")
    for path in folder.glob("?-*"):  # both records have the same bytes
        path.write_text("other", "utf-8")
    spoilt = alone(place, place / "form.pdf", "--files", tmp_path / "files", "--json")

    assert (whole.returncode, "files_good" in whole.stdout) == (0, True)
    assert (more.returncode, "file_additional" in more.stdout) == (0, True)
    assert spoilt.returncode == 1
    assert "file_missing" in {each["code"] for each in json.loads(spoilt.stdout)["findings"]}


def test_a_revoked_certificate_is_named_by_both(given, run, tmp_path):
    with given.house.open(given.people.security_admin) as services:
        serials = [each.serial for each in services.seals.issued()]
        services.seals.revoke(serials[0], RevocationReason.KEY_COMPROMISE)

    exported = papers.exported(given, run, tmp_path / "taken")

    assert "certificate_revoked" in papers.bad_here(given, given.ours.form)
    assert "certificate_revoked" in alone(exported, exported / "form.pdf").stdout


def test_a_receipt_that_was_superseded_says_by_which_and_why(given, run):
    with given.house.open(given.people.director) as services:
        old = services.receipts.by_number(given.ours.number)
        new = services.reissues.reissue(old.number, old.version, "单位名称有误").id
    with given.house.open(WORKER) as services:
        fresh = services.reissues.carry_out(new)
        number = fresh.number
        with services.receipts.open(fresh, "form.pdf") as stream:
            form = stream.read()
        report = services.receipt_verification.verify(given.ours.form)

    facts = {str(each.code): each.facts for each in report.findings}
    assert facts["superseded"] == {"number": given.ours.number, "by": number, "reason": "单位名称有误"}
    assert papers.bad_here(given, given.ours.form) == {"superseded"}
    assert (papers.bad_here(given, form), papers.bad_alone(papers.trust_of(given), form)) == (set(), set())


def test_a_receipt_that_was_revoked_says_so_and_why(given, run):
    with given.house.open(given.people.director) as services:
        old = services.receipts.by_number(given.ours.number)
        services.reissues.revoke(old.number, old.version, "重复出具")
    (given.home / "form.pdf").write_bytes(given.ours.form)

    answer = run("receipt", "verify", str(given.home / "form.pdf"), "--language", "zh-Hans")

    assert (answer.exit_code, "重复出具" in answer.stdout, "revoked" in answer.stdout) == (1, True, True)
