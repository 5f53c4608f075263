"""`archives backup`, `restore`, `doctor`: a home copied whole, brought back elsewhere, and examined."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.bootstrap import build
from api.cli import main
from archives.domain.errors import UnsafeDeploymentError
from archives.domain.permission import WORKER
from archives.services import upkeep_database, upkeep_doctor
from archives.services.records import RecordFilter
from tests.factories import cast
from tests.kept_homes import make_home, settings_of


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    home = tmp_path_factory.mktemp("template") / "home"
    make_home(home)
    return home


@pytest.fixture
def home(template, tmp_path):
    return Path(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def run(home, monkeypatch):
    monkeypatch.delenv("ARCHIVES_DATABASE_URL", raising=False)
    return lambda *words, at=home: CliRunner().invoke(main, [*words, "--home", str(at)])


@pytest.fixture
def kept(home, clock):
    house = build(settings_of(home), clock)
    yield house
    house.close()


def rows(path):
    with sqlite3.connect(path) as database:
        found = [line for line in database.iterdump() if "INSERT" in line]
    database.close()
    return found


def test_a_backup_brought_back_is_the_same_home(home, run, tmp_path):
    made = run("backup", str(tmp_path / "copy"), "--json")
    brought = run("restore", str(tmp_path / "copy"), "--json", at=tmp_path / "new")

    assert (made.exit_code, brought.exit_code) == (0, 0), brought.output
    told = json.loads(brought.stdout)
    assert (told["indexed"], told["faults"]) == (4, [])
    assert told["files"] == json.loads(made.stdout)["files"]
    copied = {path.name for path in (tmp_path / "new" / "store").rglob("*")}
    assert copied == {path.name for path in (home / "store").rglob("*")}
    before = set(rows(tmp_path / "copy" / "archives.db"))
    assert before <= set(rows(tmp_path / "new" / "archives.db"))
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_backup_with_a_changed_byte_is_refused_by_its_path_and_leaves_no_home(home, run, tmp_path):
    run("backup", str(tmp_path / "copy"))
    victim = next(path for path in (tmp_path / "copy" / "holding").rglob("*") if path.is_file())
    victim.chmod(0o600)
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")

    refused = run("restore", str(tmp_path / "copy"), at=tmp_path / "new")

    assert refused.exit_code == 1
    assert victim.name in refused.stderr
    assert not (tmp_path / "new").exists()


def test_a_backup_without_one_of_its_files_is_refused(home, run, tmp_path):
    run("backup", str(tmp_path / "copy"))
    (tmp_path / "copy" / "archives.db").unlink()

    refused = run("restore", str(tmp_path / "copy"), at=tmp_path / "new")

    assert (refused.exit_code, "archives.db" in refused.stderr) == (1, True)


def test_nothing_is_brought_back_into_a_home_that_is_in_use(home, run, tmp_path):
    run("backup", str(tmp_path / "copy"))

    refused = run("restore", str(tmp_path / "copy"))

    assert refused.exit_code == 1
    assert "is not empty" in refused.stderr


def test_a_manifest_that_leads_out_of_the_backup_is_refused(tmp_path, run):
    told = {"form": 1, "at": "2026-11-22T04:00:00+00:00", "files": [{"path": "../x", "size": 0, "sha256": ""}]}
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "manifest.json").write_text(json.dumps(told))

    refused = run("restore", str(tmp_path / "copy"), at=tmp_path / "new")

    assert (refused.exit_code, "outside the backup" in refused.stderr) == (1, True)


def test_no_backup_is_made_inside_the_home(home, run):
    refused = run("backup", str(home / "copy"))

    assert refused.exit_code == 1
    assert "backup_inside_home" in refused.stderr


def test_a_sound_installation_is_found_fit(run):
    answer = run("doctor", "--json")

    found = {each["name"]: each for each in json.loads(answer.stdout)["findings"]}
    assert answer.exit_code == 0, answer.stdout
    assert (found["journal_mode"]["facts"], found["synchronous"]["facts"]) == ({"value": "wal"}, {"value": "2"})
    assert found["index"]["facts"]["indexed"] == found["index"]["facts"]["records"] == "4"
    assert found["schema"]["verdict"] == found["fonts"]["verdict"] == "ok"
    wal_reset_mended = tuple(map(int, sqlite3.sqlite_version.split("."))) >= (3, 51, 3)
    assert wal_reset_mended or "mitigated by the write gate" in found["database"]["facts"]["wal_reset"]


def sign(home):
    return json.loads(CliRunner().invoke(main, ["trail", "checkpoint", "--json", "--home", str(home)]).stdout)


def test_a_restored_home_goes_on_with_the_same_log_under_the_same_key(home, run, tmp_path):
    old = sign(home)
    run("backup", str(tmp_path / "copy"))
    brought = run("restore", str(tmp_path / "copy"), "--json", at=tmp_path / "new")
    run("user", "add", "newcomer", "--password", "correct horse battery", at=tmp_path / "new")

    new = sign(tmp_path / "new")
    proved = run("trail", "consistency", str(old["size"]), str(new["size"]), at=tmp_path / "new")
    sound = run("trail", "verify", at=tmp_path / "new")

    assert (brought.exit_code, json.loads(brought.stdout)["faults"]) == (0, [])
    assert (new["key"], new["size"] > old["size"]) == (old["key"], True)
    assert (proved.exit_code, sound.exit_code) == (0, 0)
    assert (tmp_path / "new" / "keys" / "log.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("lost", ["keys/log.key", "secret.key"])
def test_a_key_that_cannot_be_opened_is_a_fault(home, run, lost):
    sign(home)
    (home / lost).write_text("something else that is long enough for a secret")

    answer = run("doctor")

    assert (answer.exit_code, "fault\tlog" in answer.stdout) == (1, True)


def test_a_log_that_lost_events_or_nodes_is_a_fault(home, run):
    sign(home)
    assert "ok\tlog" in run("doctor").stdout
    with sqlite3.connect(home / "archives.db") as database:
        database.execute("DELETE FROM log_node WHERE position > 5")
    database.close()

    assert "fault\tlog" in run("doctor").stdout


def test_an_index_that_lost_records_is_a_fault(kept, run):
    kept.outside.index.remove(_ids(kept)[:1])

    answer = run("doctor")

    assert answer.exit_code == 1
    assert "fault\tindex" in answer.stdout


def test_settings_under_which_records_could_be_lost_are_refused_at_the_start(kept, monkeypatch):
    safe = {**upkeep_database.SAFE_SQLITE, "synchronous": frozenset({"9"})}
    monkeypatch.setattr(upkeep_database, "SAFE_SQLITE", safe)

    with kept.open(WORKER) as services, pytest.raises(UnsafeDeploymentError, match="synchronous is 2"):
        services.doctor.require_safe()


def test_serve_does_not_begin_under_them(run, monkeypatch):
    unsafe = {**upkeep_database.SAFE_SQLITE, "journal_mode": frozenset({"off"})}
    monkeypatch.setattr(upkeep_database, "SAFE_SQLITE", unsafe)

    refused = run("serve", "--port", "0")

    assert refused.exit_code == 1
    assert refused.stderr.startswith("unsafe_deployment: ")


def test_a_clock_behind_the_newest_event_is_a_fault(kept, clock):
    clock.move(days=-2)

    with kept.open(WORKER) as services:
        found = {each.name: each for each in services.doctor.examine()}

    assert found["clock"].is_negative


def test_a_server_database_is_examined_by_its_own_settings(either_house):
    cast(either_house)

    with either_house.open(WORKER) as services:
        services.doctor.require_safe()
        found = {each.name: each.verdict for each in services.doctor.examine()}

    assert {"fsync", "full_page_writes", "synchronous_commit"} <= set(found) or "journal_mode" in found


def test_the_file_system_of_a_path_is_told_and_a_remote_one_is_known(tmp_path):
    assert upkeep_doctor.file_system(tmp_path) not in ("", *upkeep_doctor.REMOTE)
    assert {"nfs", "nfs4", "cifs"} <= upkeep_doctor.REMOTE


def _ids(house):
    with house.open(WORKER) as services:
        return [str(record.id) for record in services.records.list(RecordFilter()).rows]
