"""`archives fixity`: every kept byte is read again, and what differs is named."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.kept_homes import make_home


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    home = tmp_path_factory.mktemp("template") / "home"
    make_home(home)
    return home


@pytest.fixture
def home(template, tmp_path):
    return Path(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def run(home):
    return lambda *words: CliRunner().invoke(main, [*words, "--home", str(home)])


def content(home, name):
    return next(path for path in (home / "store").rglob("*") if path.name == name)


def damage(path):
    path.chmod(0o600)
    path.write_bytes(b"?" + path.read_bytes()[1:])


def checked(home):
    with sqlite3.connect(home / "archives.db") as database:
        leaves = database.execute("SELECT leaf FROM event WHERE kind = 'FixityChecked'").fetchall()
    database.close()
    return [json.loads(leaf)["facts"] for (leaf,) in leaves]


def test_sound_bytes_pass_and_the_trail_says_so(home, run):
    answer = run("fixity", "--json")

    report = json.loads(answer.stdout)
    assert (answer.exit_code, report["objects"], report["files"], report["faults"]) == (0, 4, 1, [])
    assert [told["fault_count"] for told in checked(home)] == [0]


def test_a_damaged_file_is_named_and_the_trail_keeps_it(home, run):
    damage(content(home, "关于预算的批复.xml"))

    answer = run("fixity")

    assert answer.exit_code == 1
    assert "关于预算的批复.xml: changed" in answer.stdout
    assert any("关于预算的批复.xml" in fault for fault in checked(home)[-1]["faults"])


def test_a_missing_object_is_a_fault_although_the_store_knows_nothing_of_it(home, run):
    place = content(home, "关于预算的批复.xml")
    whole = next(parent for parent in place.parents if (parent / "0=ocfl_object_1.1").exists())
    whole.rename(home / "taken away")

    answer = run("fixity")

    assert answer.exit_code == 1
    assert "urn:uuid:" in answer.stdout


def test_a_file_of_holding_that_is_damaged_is_named(home, run):
    held = [path for path in (home / "holding").rglob("*") if path.is_file()]
    for path in held:
        damage(path)

    answer = run("fixity")

    assert answer.exit_code == 1
    assert "关于值班的通知.xml" in answer.stdout


def test_one_receipt_is_checked_alone(home, run):
    with sqlite3.connect(home / "archives.db") as database:
        ((number,),) = database.execute("SELECT number FROM receipt").fetchall()
    database.close()

    sound = run("fixity", "--receipt", number, "--json")
    damage(content(home, "form.pdf"))
    damaged = run("fixity", "--receipt", number)

    assert (sound.exit_code, json.loads(sound.stdout)["objects"]) == (0, 4)
    assert (damaged.exit_code, "form.pdf: changed" in damaged.stdout) == (1, True)


def test_both_choices_at_once_are_bad_use(home, run):
    assert run("fixity", "--all", "--receipt", "JJ2026-2223-7").exit_code == 2
