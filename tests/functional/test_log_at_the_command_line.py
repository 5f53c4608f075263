"""The log at the command line: signed, proved, given away, and verified by a program that knows nothing of us."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from api.cli import main
from archives.models import Checkpoint, Event
from tests.handover import plan, three_records


@pytest.fixture
def run(house, people, monkeypatch):
    monkeypatch.setenv("ARCHIVES_HOME", str(house.settings.home))
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)
    return lambda *words: CliRunner().invoke(main, words)


@pytest.fixture
def export(run, house, people, tmp_path):
    """A file with two checkpoints, and the key."""
    three_records(house, people)
    run("trail", "checkpoint")
    plan(house, people)
    answer = run("trail", "export", str(tmp_path / "trail.jsonl"), "--json")
    assert answer.exit_code == 0, answer.output
    return tmp_path / "trail.jsonl", json.loads(answer.stdout)["key"]


def verified(path, key):
    """Run the verifier that came with the export, as a stranger does: away from our packages."""
    program = path.parent / "verify_trail.py"
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(path), key],
        capture_output=True,
        text=True,
        check=False,
        cwd=path.parent,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.strip()


def test_init_makes_the_key_of_the_log_and_keeps_it(tmp_path, monkeypatch):
    monkeypatch.delenv("ARCHIVES_DATABASE_URL", raising=False)
    words = ["init", "--json", "--password", "correct horse battery", "--home", str(tmp_path / "fresh")]
    first, again = (json.loads(CliRunner().invoke(main, words).stdout)["log_key"] for _ in range(2))

    assert first == again
    assert first.startswith("archives/log/")


def test_a_checkpoint_is_printed_as_it_is_signed(run, house, people):
    three_records(house, people)

    told = json.loads(run("trail", "checkpoint", "--json").stdout)
    plain = run("trail", "checkpoint").stdout

    assert plain == told["checkpoint"]
    assert plain.split("\n")[:2] == [told["key"].partition("+")[0], str(told["size"])]


def test_two_checkpoints_are_proved_consistent(run, house, people):
    three_records(house, people)
    old = json.loads(run("trail", "checkpoint", "--json").stdout)["size"]
    plan(house, people)
    new = json.loads(run("trail", "checkpoint", "--json").stdout)["size"]

    answer = run("trail", "consistency", str(old), str(new), "--json")
    unknown = run("trail", "consistency", "1", str(new))

    assert (answer.exit_code, json.loads(answer.stdout)["consistent"]) == (0, True)
    assert json.loads(answer.stdout)["hashes"]
    assert (unknown.exit_code, "not_found" in unknown.stderr) == (1, True)
    assert run("trail", "consistency", "x", "1").exit_code == 2


def test_a_checkpoint_that_tells_another_hash_is_not_consistent(run, house, people):
    three_records(house, people)
    old = json.loads(run("trail", "checkpoint", "--json").stdout)
    plan(house, people)
    new = json.loads(run("trail", "checkpoint", "--json").stdout)["size"]
    root = old["checkpoint"].split("\n")[2]
    with house.database.engine.begin() as connection:
        other = old["checkpoint"].replace(root, "A" * 43 + "=")
        connection.execute(update(Checkpoint).where(Checkpoint.size == old["size"]).values(note=other))

    assert run("trail", "consistency", str(old["size"]), str(new)).exit_code == 1
    assert run("trail", "verify").exit_code == 1


def test_an_export_is_verified_without_us(export):
    path, key = export
    told = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    leaves, checkpoints = ([each for each in told if name in each] for name in ("leaf", "checkpoint"))

    code, said = verified(path, key)

    assert (code, said) == (0, f"verified: {len(leaves)} events, {len(checkpoints)} checkpoints by {key}")
    assert len(checkpoints) == 2
    assert told[0] == {"type": "archives/trail/1", "key": key}
    assert list(told[-1]) == ["checkpoint"]


def test_the_verifier_that_is_there_already_is_left_as_it_is(run, export):
    path, _ = export
    program = path.with_name("verify_trail.py")
    program.write_text("mine", "utf-8")

    answer = run("trail", "export", str(path.with_name("again.jsonl")))

    assert (answer.exit_code, program.read_text("utf-8")) == (0, "mine")


def test_a_file_that_is_there_is_not_written_over(run, export):
    path, _ = export
    before = path.read_bytes()

    answer = run("trail", "export", str(path))

    assert (answer.exit_code, "duplicate" in answer.stderr, path.read_bytes()) == (1, True, before)


def at(number, change):
    return lambda lines: [change(line) if place == number else line for place, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (at(2, lambda line: line.replace("2026-", "2025-")), "do not lead to the checkpoint"),
        (lambda lines: [*lines[:2], *lines[3:]], "do not lead to the checkpoint"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "do not lead to the checkpoint"),
        (lambda lines: lines[:-1], "under no checkpoint"),
        (lambda lines: [*lines, lines[-2]], "under no checkpoint"),
        (lambda lines: [*lines, lines[-1].replace("\\n\\n", "\\n2\\n\\n")], "is not signed by"),
        (lambda lines: lines[1:], "no export of a trail"),
        (lambda lines: ["", *lines], "is no JSON"),
        (lambda lines: [*lines, "[]"], "is no object"),
        (lambda lines: [*lines, "{}"], "neither event nor checkpoint"),
        (lambda _: [], "under no checkpoint"),
    ],
)
def test_a_spoilt_export_is_named(export, spoil, said):
    path, key = export
    lines = path.read_text("utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in spoil(lines)), "utf-8")

    assert said in verified(path, key)[1]


def test_an_export_under_another_key_is_named(export):
    path, key = export
    other = f"elsewhere+00000000+{key.split('+', 2)[2]}"

    assert verified(path, other) == (1, f"NOT VERIFIED: the checkpoint after 5 events is not signed by {other}")
    assert verified(path, "nonsense") == (1, "NOT VERIFIED: nonsense is no verifier key")
    assert verified(path.with_name("nowhere"), key)[0] == 1


def test_a_trail_with_a_missing_event_is_not_exported(run, house, people, tmp_path):
    three_records(house, people)
    with house.database.engine.begin() as connection:
        connection.execute(Event.__table__.delete().where(Event.sequence == 2))

    answer = run("trail", "export", str(tmp_path / "trail.jsonl"))

    assert (answer.exit_code, "log_damaged" in answer.stderr) == (1, True)
    assert list(tmp_path.glob("trail*")) == []
