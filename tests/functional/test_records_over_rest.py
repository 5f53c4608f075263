"""Records and lists over JSON: described with versions, sent with digests, never deleted."""

import base64
import csv
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote
from uuid import UUID

import pytest

from archives.domain.permission import WORKER
from archives.models import ContentFile, Event, Record, SetAsideCount

RECORDS, IMPORTS = "/api/v1/records", "/api/v1/imports"
PAPER = {
    "title": "关于下达预算的通知",
    "responsible_party": "青山县财政局",
    "formed_on": "1998-03-04",
    "category": "WS",
    "series": "BGS",
    "retention": "永久",
    "carrier": "纸质",
}


def digest(data):
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def new(people, **changes):
    return {"fonds_id": str(people.finance_fonds.id), "description": {**PAPER, **changes}}


@pytest.fixture
def clerk(client_as):
    return client_as("clerk")


@pytest.fixture
def record(clerk, people):
    return clerk.post(RECORDS, json=new(people)).json["record"]


def rows(house, model):
    with house.open(WORKER) as services:
        return services.work.session.query(model).count()


def test_a_record_is_registered_described_and_found_again(clerk, people):
    made = clerk.post(RECORDS, json=new(people))
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    where = f"{RECORDS}/{made.json['record']['id']}"
    assert made.headers["Location"] == where
    changed = clerk.patch(where, json={"changes": {"title": "甲"}}, headers={"If-Match": '"1"'})
    assert (changed.json["record"]["title"], changed.headers["ETag"]) == ("甲", '"2"')
    assert clerk.patch(where, json={"changes": {"title": "乙"}}, headers={"If-Match": '"1"'}).status_code == 409
    assert clerk.patch(where, json={"changes": {"title": "乙"}}).status_code == 428
    listed = clerk.get(RECORDS, query_string={"number": "A001-WS·1998", "due": "past"}).json["items"]
    assert [each["title"] for each in listed] == ["甲"]
    assert [each["kind"] for each in clerk.get(f"{where}/events").json["items"]] == [
        "RecordRegistered",
        "RecordDescribed",
    ]


def test_every_problem_of_an_entry_is_told_at_once(clerk, people):
    answer = clerk.post(RECORDS, json=new(people, title="", retention="百年"))
    assert answer.status_code == 422
    assert {(each["where"], each["code"]) for each in answer.json["problems"]} >= {
        ("title", "required"),
        ("retention", "bad_value"),
    }


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "one"}])
def test_a_secret_is_refused_and_counted_under_a_key_too(house, clerk, people, headers):
    for _ in range(2):
        answer = clerk.post(RECORDS, json=new(people, classification="秘密", title="某密事"), headers=headers)
        assert (answer.status_code, answer.json["code"]) == (422, "set_aside")
        assert "某密事" not in answer.text
    with house.open(WORKER) as services:
        counted = services.work.session.query(SetAsideCount).one().count
    assert counted == (1 if headers else 2)
    assert rows(house, Record) == 0


def test_d13_no_route_deletes_a_record_a_file_or_an_import(app):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith((RECORDS, IMPORTS)):
            assert "DELETE" not in rule.methods, rule


def test_a_file_is_sent_with_its_digest_and_comes_back_under_its_name(clerk, record):
    name, data = "附件 𠮷;1%.pdf", os.urandom(300_000)
    where = f"{RECORDS}/{record['id']}/files/{quote(name)}"
    sent = clerk.put(where, data=data, headers={"Repr-Digest": digest(data)})
    assert (sent.status_code, sent.json["name"], sent.json["kind"]) == (201, name, "digitised_copy")
    got = clerk.get(where, buffered=True)
    assert (got.data, got.headers["X-Content-Type-Options"]) == (data, "nosniff")
    assert got.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote(name, safe='')}"


def test_a_file_is_replaced_only_by_one_who_saw_it(clerk, record):
    where, old, fresh = f"{RECORDS}/{record['id']}/files/a.pdf", b"old", b"new"
    first = clerk.put(where, data=old, headers={"Repr-Digest": digest(old)})
    assert clerk.put(where, data=fresh, headers={"Repr-Digest": digest(fresh)}).json["code"] == "duplicate"
    seen = {"If-Match": first.headers["ETag"], "Content-Digest": digest(fresh)}
    assert clerk.put(where, data=fresh, headers=seen).status_code == 200
    assert clerk.get(where, buffered=True).data == fresh
    assert len(clerk.get(f"{RECORDS}/{record['id']}/files").json["items"]) == 1


@pytest.mark.parametrize("declared", ["", "sha-256=:AAAA:", "md5=:AAAA:", digest(b"another")])
def test_a_file_without_a_right_digest_is_refused_and_not_kept(house, clerk, record, declared):
    where = f"{RECORDS}/{record['id']}/files/a.pdf"
    assert clerk.put(where, data=b"content", headers={"Repr-Digest": declared}).status_code == 422
    assert rows(house, ContentFile) == 0


def test_others_neither_see_nor_change_records_files_or_lists(client_as, clerk, people, record):
    other = client_as("other_clerk")
    where = f"{RECORDS}/{record['id']}"
    assert other.get(where).status_code == 404
    assert other.get(f"{where}/files").status_code == 404
    assert other.put(f"{where}/files/a", data=b"x", headers={"Repr-Digest": digest(b"x")}).status_code == 404
    assert other.get(RECORDS).json["items"] == []
    made = send_list(clerk, people, [PAPER])
    assert other.get(f"{IMPORTS}/{made.json['id']}").status_code == 404
    assert other.get(f"{IMPORTS}/{made.json['id']}/findings").status_code == 404
    assert other.get(IMPORTS).json["items"] == []


def send_list(client, people, entries, **query):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(entries[0]))
    writer.writeheader()
    writer.writerows(entries)
    data = text.getvalue().encode()
    query = {"fonds_id": str(people.finance_fonds.id), "name": "list.csv", **query}
    headers = {"Repr-Digest": digest(data), "Content-Type": "text/csv"}
    return client.post(IMPORTS, query_string=query, data=data, headers=headers)


def test_a_list_is_sent_checked_looked_at_and_published(house, clerk, people):
    made = send_list(clerk, people, [PAPER, {**PAPER, "title": ""}, {**PAPER, "title": "第三件"}], mode="good_rows")
    assert made.status_code == 202
    where = made.headers["Location"]
    with house.open(WORKER) as services:
        services.registrations.check(UUID(made.json["id"]))
    checked = clerk.get(where)
    assert (checked.json["state"], checked.json["rows_good"], checked.json["problems"]) == ("checked", 2, 1)
    (found,) = clerk.get(f"{where}/findings").json["items"]
    assert (found["row"], found["column"], found["code"]) == (3, "title", "required")
    sheet = clerk.get(f"{where}/findings.csv").data.decode("utf-8-sig")
    assert "3,title,required,error" in sheet
    asked = clerk.post(f"{where}/publish", headers={"If-Match": checked.headers["ETag"]})
    assert (asked.status_code, asked.json["state"]) == (202, "publishing")
    with house.open(WORKER) as services:
        services.registrations.publish(UUID(made.json["id"]))
    assert rows(house, Record) == 2
    assert (
        send_list(clerk, people, [PAPER, {**PAPER, "title": ""}, {**PAPER, "title": "第三件"}], mode="good_rows").json[
            "state"
        ]
        == "published"
    )


def test_a_request_cannot_name_files_of_the_server(clerk, people):
    made = send_list(clerk, people, [{**PAPER, "file": "etc/passwd"}], files="/", options="{}")
    assert made.status_code == 202
    assert "files" not in made.json


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_there_to_download(clerk, kind):
    answer = clerk.get(f"{IMPORTS}/template.{kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.fixture
def server(house, people, token_of, settings):
    """Return the port of a real gunicorn over the same house, and a token."""
    token = token_of("clerk")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "ARCHIVES_HOME": str(settings.home), "ARCHIVES_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "2"]
    running = subprocess.Popen([*command, "api.app:create_app()"], env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield port, token["Authorization"]
    running.send_signal(signal.SIGTERM)
    running.wait(120)


def raw_put(port, path, headers, body, *, cut):
    lines = [f"PUT {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall("\r\n".join(lines).encode() + body)
        if cut:
            line.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
    return answer


def test_an_upload_that_is_cut_off_leaves_nothing_on_a_real_server(house, server, clerk, record):
    port, token = server
    data = os.urandom(1_000_000)
    path = f"{RECORDS}/{record['id']}/files/a.pdf"
    headers = [f"Authorization: {token}", f"Content-Length: {len(data)}", f"Repr-Digest: {digest(data)}"]
    cut = raw_put(port, path, headers, data[:300_000], cut=True)
    assert cut.startswith(b"HTTP/1.1 422"), cut[:200]
    assert b"fixity_mismatch" in cut
    assert rows(house, ContentFile) == 0
    assert [each for each in (house.outside.home / "holding").rglob("*") if each.is_file()] == []
    whole = raw_put(port, path, headers, data, cut=False)
    assert whole.startswith(b"HTTP/1.1 201"), whole[:200]
    assert clerk.get(path, buffered=True).data == data
    assert rows(house, Event) > 0
