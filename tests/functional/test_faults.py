"""A machine that fails: a full disk, a lost index, a clock that goes back. A clear answer; all else goes on."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
from types import SimpleNamespace

import pytest

from api.app import create_app
from archives.domain.errors import StorageFullError
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Side
from tests.factories import cast
from tests.functional.conftest import Browser, house_in
from tests.handover import DESCRIPTION, act, check, plan, register, submit

ROOM = "16m"
NUMBER = "A001-WS·2005-Y-0001"


@pytest.fixture
def small(tmp_path, sqlite_template):
    """A house on a small disk, its clerk's browser, and `fill`: leave so many bytes free."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nobody but root may mount a small disk")
    shutil.copy(sqlite_template, place / "archives.db")
    house = house_in(place)
    people, app = cast(house), create_app(house=house)
    app.test_client_class = Browser
    ballast = place / "ballast"

    def fill(left):
        free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
        ballast.write_bytes(bytes(max(0, free - left)))

    yield SimpleNamespace(
        house=house, people=people, clerk=app.test_client().login("clerk"), fill=fill, free=ballast.unlink, place=place
    )
    house.close()
    subprocess.run(["umount", "-l", str(place)], check=True)


def put(browser, path, data):
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
    return browser.put(path, data=data, headers={"Repr-Digest": digest})


def told(answer):
    return answer.status_code, answer.json["code"]


def test_an_upload_on_a_full_disk_keeps_nothing_and_is_kept_when_there_is_room(small):
    record = register(small.house, small.people, NUMBER, "收文", carrier="paper")
    address, data = f"/api/v1/records/{record}/files/a.bin", os.urandom(1 << 20)
    small.fill(200_000)

    assert told(put(small.clerk, address, data)) == (507, "storage_full")
    assert small.clerk.get(f"/api/v1/records/{record}/files").json["items"] == []
    assert [each for each in (small.place / "home" / "holding").rglob("*") if each.is_file()] == []

    small.free()
    assert put(small.clerk, address, data).status_code == 201


def test_nothing_is_registered_on_a_full_disk_and_reading_goes_on(small):
    body = {"fonds_id": str(small.people.finance_fonds.id), "parent_id": None}
    body["description"] = {**DESCRIPTION, "reference_code": NUMBER, "title": "收文", "year": "2005"}
    body["description"]["formed_on"] = "2005-03-04"
    small.fill(0)

    assert told(small.clerk.post("/api/v1/records", json=body)) == (507, "storage_full")
    small.house.clock.move(minutes=5)  # now the login wants to be seen, too
    answer = small.clerk.get("/api/v1/records")
    assert (answer.status_code, answer.json["items"]) == (200, [])
    assert small.clerk.get("/").status_code == 200

    small.free()
    assert small.clerk.post("/api/v1/records", json=body).status_code == 201


def test_a_list_is_not_taken_in_on_a_full_disk(small):
    address = f"/api/v1/imports?fonds_id={small.people.finance_fonds.id}&name=list.csv"
    data = b"a" * 300_000
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
    small.fill(100_000)

    answer = small.clerk.post(address, data=data, headers={"Repr-Digest": digest})

    assert told(answer) == (507, "storage_full")
    assert small.clerk.get("/api/v1/imports").json["items"] == []


def test_a_sealed_transfer_waits_for_room_and_is_then_stored_with_its_receipt(small):
    house, people = small.house, small.people
    register(house, people, NUMBER, "收文" * 10)
    transfer = submit(house, people, plan(house, people).id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    act(house, people.director, "reception", "seal", transfer.id)
    small.fill(0)

    with house.open(WORKER) as services, pytest.raises((StorageFullError, OSError)):
        services.storing.store(transfer.id)
    assert small.clerk.get(f"/api/v1/transfers/{transfer.id}").json["state"] == TransferState.STORING
    assert told(small.clerk.get(f"/api/v1/transfers/{transfer.id}/receipt")) == (404, "not_found")

    small.free()
    with house.open(WORKER) as services:
        assert services.storing.store(transfer.id).state == TransferState.ACCEPTED
    assert small.clerk.get(f"/api/v1/transfers/{transfer.id}/receipt").status_code == 200


def test_indexing_waits_for_room(small):
    house = small.house
    register(house, small.people, NUMBER, "防汛收文")
    small.fill(0)
    with house.open(WORKER) as services, pytest.raises((StorageFullError, OSError)):
        services.indexing.catch_up()

    small.free()
    with house.open(WORKER) as services:
        services.indexing.catch_up()
    assert small.clerk.get("/api/v1/search?q=防汛").json["total"] == 1


# --- the index ---


@pytest.mark.parametrize("damage", ["removed", "emptied", "garbage"])
def test_without_its_index_the_house_says_so_and_all_else_goes_on(house, people, client_as, damage):
    register(house, people, NUMBER, "防汛收文")
    with house.open(WORKER) as services:
        services.indexing.catch_up()
    clerk, index = client_as("clerk"), house.settings.home / "index"
    assert clerk.get("/api/v1/search?q=防汛").json["total"] == 1

    for file in [each for each in index.rglob("*") if each.is_file()]:
        file.write_bytes(b"" if damage == "emptied" else b"\xff garbage \x00" * 10)
    if damage == "removed":
        shutil.rmtree(index)

    answer, page = clerk.get("/api/v1/search?q=防汛"), clerk.get("/search?q=防汛")
    if answer.status_code != 200:  # what is still open in memory may answer
        assert told(answer) == (503, "index_unusable")
        assert "reindex" in answer.json["detail"]
        assert (page.status_code, page.content_type) == (503, "text/html; charset=utf-8")
    for other in ("/", "/records", "/api/v1/records", "/api/v1/desk", "/api/v1/transfers"):
        assert clerk.get(other).status_code == 200

    with house.open(WORKER) as services:
        services.indexing.rebuild()
    assert clerk.get("/api/v1/search?q=防汛").json["total"] == 1


# --- the clock ---


def test_a_clock_that_goes_back_loses_no_login_and_no_order(house, people, client_as, clock):
    clerk = client_as("clerk")
    first = register(house, people, NUMBER, "先")
    clock.move(hours=-3)
    second = register(house, people, "A001-WS·2005-Y-0002", "后")

    assert clerk.get("/api/v1/session").status_code == 200
    listed = [row["id"] for row in clerk.get("/api/v1/records").json["items"]]
    assert sorted(listed) == sorted([str(first), str(second)])
    with house.open(WORKER) as services:
        assert services.trail.verify() == []


def test_damaged_bytes_are_not_given_out_as_the_file(house, people, client_as):
    """Nor is there a fault when they are gone: the answer says what is missing."""
    record = register(house, people, NUMBER, "收文")
    clerk = client_as("clerk")
    (file,) = clerk.get(f"/api/v1/records/{record}/files").json["items"]
    kept = house.outside.holding.path(file["sha256"])
    kept.unlink()

    answer = clerk.get(f"/api/v1/records/{record}/files/{file['name']}")

    assert told(answer) == (404, "not_found")
    assert io.BytesIO(answer.data).read(1) == b"{"
