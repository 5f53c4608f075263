"""Uploads on a bare socket to the real server: cut off, lied about, sent twice, under names that nobody expects."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, unquote

import pytest

from tests.factories import cast
from tests.functional.conftest import house_in
from tests.handover import DESCRIPTION

ARCHIVES = Path(sys.executable).with_name("archives")
DATA = "一份文件的字节".encode() * 100


@pytest.fixture(scope="module")
def office(tmp_path_factory, sqlite_template):
    """A served house, and the clerk's token."""
    place = tmp_path_factory.mktemp("served")
    shutil.copy(sqlite_template, place / "archives.db")
    house = house_in(place)
    people = cast(house)
    with house.open(people.clerk) as services:
        token = services.tokens.issue("test", ("read", "write"), 90).text
    where = {"ARCHIVES_HOME": str(place / "home"), "ARCHIVES_DATABASE_URL": house.settings.database_url}
    environment = {**os.environ, **where}
    command = [ARCHIVES, "serve", "--port", "0", "--processes", "1", "--json"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    url = json.loads(process.stdout.readline())["url"]
    yield SimpleNamespace(house=house, people=people, token=token, url=url, process=process, home=place / "home")
    process.terminate()
    process.wait(120)
    process.stdout.close()
    house.close()


@pytest.fixture
def record(office):
    """A fresh record without files."""
    office.count = getattr(office, "count", 0) + 1
    number = f"A001-WS·2005-Y-{office.count:04}"
    description = {**DESCRIPTION, "reference_code": number, "title": "收文", "formed_on": "2005-03-04", "year": "2005"}
    with office.house.open(office.people.clerk) as services:
        return services.records.register(office.people.finance_fonds.id, description).record.id


def digest_of(data):
    return f"sha-256=:{b64encode(hashlib.sha256(data).digest()).decode()}:"


def head(office, record, name, *lines):
    path = f"/api/v1/records/{record}/files/{quote(name, safe='')}"
    login = f"Authorization: Bearer {office.token}"
    said = (f"PUT {path} HTTP/1.1", "Host: localhost", login, *lines, "Connection: close")
    return "\r\n".join(said).encode() + b"\r\n\r\n"


def connect(office):
    address, _, port = office.url.removeprefix("http://").partition(":")
    return socket.create_connection((address, int(port)), timeout=120)


def send(office, sent):
    """Send the bytes, say that there are no more, and return the status and what the answers said."""
    with connect(office) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        said = b""
        while part := wire.recv(65536):
            said += part
    return (int(said.split()[1]) if said else 0), said.decode(errors="replace")


def put(office, record, name, data=DATA, *lines):
    given = lines or (f"Content-Length: {len(data)}", f"Repr-Digest: {digest_of(data)}")
    return send(office, head(office, record, name, *given) + data)


def ask(office, path):
    request = urllib.request.Request(f"{office.url}{path}", headers={"Authorization": f"Bearer {office.token}"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.headers, answer.read()


def names(office, record):
    return [each["name"] for each in json.loads(ask(office, f"/api/v1/records/{record}/files")[1])["items"]]


def leftovers(office):
    found = (office.home / "holding" / "quarantine").rglob("*")
    return [each for each in found if each.is_file() and each.stat().st_size]


# --- bytes ---


def test_a_whole_upload_is_kept_and_a_repeated_one_changes_nothing(office, record):
    assert [put(office, record, "a.txt")[0] for _ in range(3)] == [201, 201, 201]
    assert names(office, record) == ["a.txt"]
    assert ask(office, f"/api/v1/records/{record}/files/a.txt")[1] == DATA


LENGTH, DIGEST = f"Content-Length: {len(DATA)}", f"Repr-Digest: {digest_of(DATA)}"


@pytest.mark.parametrize(
    ("lines", "data", "expected"),
    [
        ((LENGTH, DIGEST), DATA[:-1], (422, "fixity_mismatch")),
        ((LENGTH, DIGEST), b"", (422, "fixity_mismatch")),
        ((LENGTH, DIGEST), DATA[:-1] + b"x", (422, "fixity_mismatch")),
        ((f"Content-Length: {len(DATA) - 1}", DIGEST), DATA, (422, "fixity_mismatch")),
        ((LENGTH,), DATA, (422, "digest_required")),
        ((LENGTH, "Repr-Digest: sha-256=:short=:"), DATA, (422, "digest_required")),
        ((LENGTH, "Repr-Digest: md5=:AAAAAAAAAAAAAAAAAAAAAA==:"), DATA, (422, "digest_required")),
        ((DIGEST,), DATA, (422, "Content-Length")),
        (("Content-Length: -1", DIGEST), DATA, (400, "")),
        (("Content-Length: 1e3", DIGEST), DATA, (400, "")),
        ((LENGTH, f"Content-Length: {len(DATA) + 1}", DIGEST), DATA, (400, "")),
        (("Transfer-Encoding: chunked", DIGEST), b"5\r\nhello\r\n0\r\n\r\n", (422, "Content-Length")),
        ((LENGTH, "Transfer-Encoding: chunked", DIGEST), b"5\r\nhello\r\n0\r\n\r\n", (400, "")),
    ],
)
def test_what_is_not_what_was_declared_leaves_nothing(office, record, lines, data, expected):
    found, said = put(office, record, "a.txt", data, *lines)

    assert (found, expected[1] in said) == (expected[0], True), said
    assert said.count("HTTP/1.1") == 1  # what came too much was not taken for another request
    assert names(office, record) == []
    assert leftovers(office) == []


def test_bytes_behind_the_declared_ones_are_no_other_request(office, record):
    smuggled = head(office, record, "b.txt", "Content-Length: 0", f"Repr-Digest: {digest_of(b'')}")
    put(office, record, "a.txt", DATA + smuggled, LENGTH, DIGEST)

    assert names(office, record) == ["a.txt"]


def test_a_worker_killed_in_the_middle_of_an_upload_keeps_nothing_and_the_next_is_kept(office, record):
    big = os.urandom(4 << 20)
    with connect(office) as wire:
        wire.sendall(head(office, record, "big", f"Content-Length: {len(big)}", f"Repr-Digest: {digest_of(big)}"))
        wire.sendall(big[: 3 << 20])
        _wait_for(lambda: leftovers(office))
        for pid in _web_workers(office):
            os.kill(pid, signal.SIGKILL)
    _wait_for(lambda: names(office, record) == [])

    assert put(office, record, "big", big)[0] == 201
    assert ask(office, f"/api/v1/records/{record}/files/big")[1] == big


def _web_workers(office):
    """Return the children of the children that are gunicorn."""
    for web in _children(office.process.pid):
        if "gunicorn" in Path(f"/proc/{web}/cmdline").read_text():
            yield from _children(web)


def _children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.1)


# --- names ---

KEPT = (
    "𠮷野家.txt",
    "文" * 85,
    unicodedata.normalize("NFC", "é.txt"),
    unicodedata.normalize("NFD", "ö.txt"),
    ".hidden",
    "..leading",
    "CON",
    "aux.txt",
    "trailing space ",
    " leading space",
    "dot at the end.",
    "\u202etxt.exe",
    "100%.txt",
    "%2e%2e",
    'quote".txt',
    "semi;colon,comma.txt",
    "a?b#c&d=e.txt",
    "-rf",
)


def test_every_name_comes_back_to_the_letter(office, record):
    for name in KEPT:
        assert put(office, record, name, name.encode())[0] == 201, name
    assert names(office, record) == list(KEPT)

    for name in KEPT:
        headers, data = ask(office, f"/api/v1/records/{record}/files/{quote(name, safe='')}")
        told = headers["Content-Disposition"].removeprefix("attachment; filename*=UTF-8''")
        assert (unquote(told, errors="strict"), data) == (name, name.encode())


@pytest.mark.parametrize(
    ("first", "twin"),
    [
        ("Akte.txt", "AKTE.TXT"),
        (unicodedata.normalize("NFC", "é.txt"), unicodedata.normalize("NFD", "é.txt")),
        ("straße", "STRASSE"),
    ],
)
def test_a_twin_of_a_name_is_refused_naming_the_other(office, record, first, twin):
    put(office, record, first)

    status, said = put(office, record, twin, b"other")

    assert (status, json.loads(said.partition("\r\n\r\n")[2])["code"]) == (409, "duplicate")
    assert names(office, record) == [first]


@pytest.mark.parametrize(
    "name", ["文" * 86, "a\nb", "a\rb", "a\\b", "a\tb", ".", "..", " ", "a\u2028b", "a\x7fb", "\x00"]
)
def test_names_that_cannot_be_kept_are_refused(office, record, name):
    status, said = put(office, record, name)

    assert status in (308, 404, 422), said
    assert names(office, record) == []


@pytest.mark.parametrize("raw", ["a/b", "a%2Fb", "..%2F..%2Fetc%2Fpasswd", "%FF%FE", "%ED%A0%80"])
def test_paths_and_bytes_that_are_no_text_are_no_names(office, record, raw):
    sent = head(office, record, "RAW", LENGTH, DIGEST).replace(b"RAW", raw.encode(), 1)

    status, _ = send(office, sent + DATA)

    assert status in (404, 422)
    assert names(office, record) == []
