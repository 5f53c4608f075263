"""The climate log over JSON and at the command line; sensors with a token of their own; restore tests."""

import json
import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from api.bootstrap import build
from api.cli import main
from archives.domain.permission import WORKER
from archives.models import Lead
from archives.services.restore_tests import TriedRestore
from tests.climate import at, leads, reading, room_of, take
from tests.factories import cast
from tests.kept_homes import make_home, settings_of

API = "/api/v1/climate"
LIST = "库房,日期,时间,温度,湿度\n一号库房,2026-11-19,09:00,21.5,52\n"
WRONG = LIST.replace("21.5", "暖")


@pytest.fixture
def room(house, people):
    return room_of(house, people)


def push(client, room, headers, *more):
    first = {"room_id": str(room.id), "measured_at": "2026-11-20T09:00:00+08:00", "temperature": 21.53, "humidity": 52}
    return client.post(f"{API}/readings", json={"readings": [{**first, "sensor": "s1"}, *more]}, headers=headers)


# --- REST ---


def test_d31_a_room_is_entered_changed_read_and_retired_over_json(client_as, people):
    archivist = client_as("archivist")
    facts = {
        "name": "一号库房",
        "room_type": "paper",
        "own_limits": {"temperature_high": 20.5},
        "kept_since": "2026-11-02",
    }
    body = {"body_kind": "repository", "body_id": str(people.archive.id)}
    made = archivist.post(f"{API}/rooms", json={**facts, **body})
    assert (made.status_code, made.json["own_limits"]) == (201, {"temperature_high": 20.5})
    here = f"{API}/rooms/{made.json['id']}"
    lax = archivist.put(here, json={**facts, "own_limits": {"humidity_high": 61}}, headers={"If-Match": '"1"'})
    assert [(each["code"], each["where"]) for each in lax.json["problems"]] == [("laxer_limit", "humidity_high")]
    changed = archivist.put(here, json={**facts, "place": "三层"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json["place"], changed.headers["ETag"]) == (200, "三层", '"2"')
    assert client_as("clerk").get(here).status_code == 404

    retired = archivist.post(f"{here}/retire", json={"reason": "改作办公室"}, headers={"If-Match": '"2"'})
    assert retired.json["retired_on"] == "2026-11-22"
    assert archivist.get(f"{API}/rooms").json["items"] == []
    assert len(client_as("inspector").get(f"{API}/rooms?retired=true").json["items"]) == 1


def test_a_sensor_pushes_with_a_token_that_may_do_nothing_else(app, room, token_of, house, people):
    sensor, client = token_of("archivist", ("climate",)), app.test_client()
    mistake = {"room_id": str(room.id), "measured_at": "2026-12-01T09:00:00Z", "temperature": 21, "humidity": 52}

    first, again = push(client, room, sensor, mistake), push(client, room, sensor)

    assert first.status_code == 200
    assert (first.json["entered"], first.json["known"]) == (1, 0)
    assert [(each["index"], each["code"]) for each in first.json["refused"]] == [(1, "in_the_future")]
    assert again.json == {"entered": 0, "known": 1, "refused": []}
    assert client.get(f"{API}/rooms", headers=sensor).status_code == 403
    assert client.post(f"{API}/rooms", json={}, headers=sensor).status_code == 403
    assert push(client, room, token_of("archivist", ("read",))).status_code == 403
    assert push(client, room, token_of("archivist", ("read", "write"))).status_code == 200
    with house.open(people.archivist) as services:
        (row,) = services.climate_log.readings(room.id, at(20).date(), at(20).date())
    assert (row.temperature, row.sensor, row.origin) == (215, "s1", "sensor")


@pytest.mark.parametrize(
    "wrong", [{"temperature": "warm"}, {"humidity": 101}, {"temperature": True}, {"humidity": None}]
)
def test_a_batch_that_is_no_batch_is_refused_whole(client_as, room, wrong):
    body = {"room_id": str(room.id), "measured_at": "2026-11-20T09:00:00Z", "temperature": 21, "humidity": 52, **wrong}

    assert client_as("archivist").post(f"{API}/readings", json={"readings": [body]}).status_code == 422


def test_the_log_is_read_over_json_by_those_who_supervise(client_as, room, house, people):
    take(house, people.archivist, reading(room, at(19), 250), reading(room, at(19, 15), 225), reading(room, at(20)))
    inspector, here = client_as("inspector"), f"{API}/rooms/{room.id}"
    span = "?first=2026-11-18&last=2026-11-20"

    assert inspector.get(f"{here}/statistics{span}").json == {
        "first": "2026-11-18",
        "last": "2026-11-20",
        "readings": 3,
        "within": 2,
        "share": 66,
        "swings": 1,
        "missing": 3,
    }
    days = inspector.get(f"{here}/days{span}").json["items"]
    assert [(day["day"], day["missing"], day["temperature_high"]) for day in days] == [
        ("2026-11-18", 2, None),
        ("2026-11-19", 0, 25.0),
        ("2026-11-20", 1, 21.0),
    ]
    gaps = inspector.get(f"{here}/gaps{span}").json["items"]
    assert gaps == [{"day": "2026-11-18", "missing": 2}, {"day": "2026-11-20", "missing": 1}]
    assert inspector.get(f"{here}/readings.csv{span}").text.count("一号库房") == 3
    first = inspector.get(f"{here}/readings{span}").json["items"][0]
    body, seen = {"temperature": 22.5, "humidity": 52, "reason": "抄错"}, {"If-Match": '"1"'}
    address = f"{API}/readings/{first['id']}/correct"
    assert inspector.post(address, json=body, headers=seen).status_code == 403
    fixed = client_as("archivist").post(address, json=body, headers=seen)
    assert (fixed.status_code, fixed.json["temperature"]) == (200, 22.5)


def test_a_list_is_sent_looked_at_and_taken_over_over_json(client_as, room, house, people):
    archivist = client_as("archivist")
    address = f"{API}/imports?body_kind=repository&body_id={people.archive.id}&name=a.csv"
    digest = {"Repr-Digest": f"sha-256=:{b64encode(sha256(LIST.encode()).digest()).decode()}:"}
    sent = archivist.post(address, data=LIST.encode(), content_type="text/csv", headers=digest)
    assert sent.status_code == 202
    here = sent.headers["Location"]
    with house.open(WORKER) as services:
        services.climate_imports.check(UUID(sent.json["id"]))
    checked = archivist.get(here)
    assert (checked.json["state"], archivist.get(f"{here}/findings").json) == ("checked", {"items": []})
    assert archivist.post(f"{here}/publish", headers={"If-Match": checked.headers["ETag"]}).status_code == 202
    with house.open(WORKER) as services:
        assert services.climate_imports.publish(UUID(sent.json["id"])).rows_published == 1
    assert client_as("other_clerk").get(here).status_code == 404


# --- the command line ---


@pytest.fixture
def archives(house, monkeypatch):
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)

    def run(*words, status=0):
        answer = CliRunner().invoke(main, ["--home", str(house.settings.home), *words])
        assert answer.exit_code == status, answer.output
        return answer.output

    return run


def test_readings_are_entered_imported_and_missed_at_the_command_line(archives, room, people, tmp_path):
    place = ("--body", "青山县档案馆", "--room", "一号库房")
    values = ("--temperature", "27.5", "--humidity", "52")
    read = ("climate", "read", *place, *values, "--at", "2026-11-20 09:00")
    assert [archives(*read), archives("--as", "archivist", *read)] == ["1 entered, 0 known\n", "0 entered, 1 known\n"]
    archives("--as", "clerk", *read, status=1)
    good, wrong = tmp_path / "good.csv", tmp_path / "wrong.csv"
    good.write_text(LIST, "gb18030")
    wrong.write_text(WRONG, "utf-8")
    imported = ("climate", "import", "--body", "青山县档案馆")
    assert "rows_published\t1" in archives(*imported, str(good))
    assert "row 2\t温度\terror\tnot_a_decimal\t暖" in archives(*imported, str(wrong), status=1)

    assert "2026-11-18\t2" in archives("climate", "gaps", *place, "--first", "2026-11-18", status=1)
    assert "青山县档案馆\t一号库房\tpaper\t2\t50" in archives("climate", "rooms")
    archives("climate", "export", *place, "--output", str(tmp_path / "log.csv"))
    assert "27.5" in (tmp_path / "log.csv").read_text("utf-8-sig")
    archives("climate", "export", *place, "--output", str(tmp_path / "log.pdf"), status=2)


# --- restore tests ---


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    home = tmp_path_factory.mktemp("template") / "home"
    make_home(home)
    return home


@pytest.fixture
def run(template, tmp_path, monkeypatch):
    monkeypatch.delenv("ARCHIVES_DATABASE_URL", raising=False)
    home = Path(shutil.copytree(template, tmp_path / "home"))
    return lambda *words: CliRunner().invoke(main, [*words, "--home", str(home)])


def test_a_backup_that_can_be_brought_back_is_written_down_as_such(run, tmp_path):
    assert run("restore-test", "list").exit_code == 1  # none was made yet
    run("backup", str(tmp_path / "copy"))

    tested = run("restore-test", "run", str(tmp_path / "copy"), "--scratch", str(tmp_path), "--json")

    assert tested.exit_code == 0, tested.output
    told = json.loads(tested.stdout)
    assert (told["passed"], told["by_machine"], told["backup"], told["files"] > 0) == (True, True, "copy", True)
    digest = sha256((tmp_path / "copy" / "manifest.json").read_bytes()).hexdigest()
    assert told["evidence"] == f"manifest.json SHA-256 {digest}"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("restore-test")] == []
    assert run("restore-test", "list").exit_code == 0


def test_a_backup_that_is_damaged_is_written_down_as_failed(run, tmp_path):
    run("backup", str(tmp_path / "copy"))
    victim = next(path for path in (tmp_path / "copy" / "holding").rglob("*") if path.is_file())
    victim.chmod(0o600)
    victim.write_bytes(b"?")

    tested = run("restore-test", "run", str(tmp_path / "copy"))

    assert tested.exit_code == 1
    assert (victim.name in tested.stdout, "failed" in run("restore-test", "list").stdout) == (True, True)


def test_a_backup_whose_database_is_broken_is_written_down_as_failed(run, tmp_path):
    run("backup", str(tmp_path / "copy"))
    database, manifest = tmp_path / "copy" / "archives.db", tmp_path / "copy" / "manifest.json"
    broken = database.read_bytes()[:4096] + bytes(len(database.read_bytes()) - 4096)
    database.write_bytes(broken)
    told = json.loads(manifest.read_text())
    for each in told["files"]:
        each["sha256"] = sha256(broken).hexdigest() if each["path"] == "archives.db" else each["sha256"]
    manifest.write_text(json.dumps(told))

    tested = run("restore-test", "run", str(tmp_path / "copy"))

    assert (tested.exit_code, "malformed" in tested.stdout) == (1, True), tested.output
    assert "failed" in run("restore-test", "list").stdout


def test_a_test_made_elsewhere_is_told_at_every_door(client_as, house, people, archives):
    body = {"backup": "2026-11-20 pg_dump", "passed": True, "evidence": "恢复至测试机，核对 1,204 件"}
    made = client_as("archivist").post("/api/v1/restore-tests", json=body)
    assert (made.status_code, made.json["tested_by"], made.json["by_machine"]) == (201, "陈管理", False)
    archives("restore-test", "record", "--backup", "b", "--failed", "--evidence", "磁带不可读", status=1)

    assert client_as("clerk").get("/api/v1/restore-tests").status_code == 403
    assert client_as("inspector").post("/api/v1/restore-tests", json=body).status_code == 403
    told = client_as("inspector").get("/api/v1/restore-tests").json["items"]
    assert sorted((each["backup"], each["passed"]) for each in told) == [("2026-11-20 pg_dump", True), ("b", False)]


def test_no_test_for_too_long_becomes_a_lead_about_the_archive_once_for_each_period(template, tmp_path, clock):
    home = shutil.copytree(template, tmp_path / "home")
    house = build(settings_of(home), clock)

    def watch():
        with house.open(WORKER) as services:
            return services.restore_tests.watch()

    assert watch() == 0
    clock.move(days=184)
    assert [watch(), watch()] == [1, 0]
    clock.move(days=184)
    assert watch() == 1
    with house.open(WORKER) as services:
        services.restore_tests.record(TriedRestore("b", passed=True, evidence="x"))
        asked = select(Lead).order_by(Lead.raised_at)
        found = services.work.session.scalars(asked).all()
    assert [(each.source, each.about_name, each.facts["days"]) for each in found] == [
        ("restore_test", "青山县档案馆", 184),
        ("restore_test", "青山县档案馆", 368),
    ]
    clock.move(days=182)
    assert watch() == 0
    clock.move(days=2)
    assert watch() == 1
    house.close()


def test_a_house_that_keeps_nothing_owes_no_restore_test(house, clock):
    people = cast(house)
    clock.move(days=400)
    with house.open(WORKER) as services:
        assert services.restore_tests.watch() == 0
    assert leads(house, people.inspector) == []
