"""The log over HTTP, as a witness sees it who has no login."""

import re
import subprocess
import sys
import threading
from base64 import b64decode
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from archives.domain.merkle import leaf_hash, verify_consistency, verify_inclusion
from archives.domain.permission import WORKER
from archives.domain.signed_note import LogCheckpoint, Note
from archives.models import Event
from tests.handover import plan, three_records

LOG = "/api/v1/log"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sizes(house, people):
    """Two sizes at which the log was signed."""
    three_records(house, people)
    old = signed(house)
    plan(house, people)
    return old, signed(house)


def signed(house):
    with house.open(WORKER) as services:
        return services.transparency.checkpoint().size


def told(answer):
    assert answer.status_code == 200, answer.text
    return LogCheckpoint.parse(Note.parse(answer.text).text)


def test_a_witness_follows_the_log_without_a_login(house, stranger, sizes):
    old, new = sizes
    key = stranger.get(f"{LOG}/key").text.removesuffix("\n")
    before, after = told(stranger.get(f"{LOG}/checkpoints/{old}")), told(stranger.get(f"{LOG}/checkpoint"))
    proof = stranger.get(f"{LOG}/consistency?old={old}&new={new}").json

    assert (proof["old"], proof["new"], after.size) == (old, new, new)
    assert verify_consistency(sizes, [b64decode(each) for each in proof["hashes"]], before.root, after.root)
    assert house.outside.notes.is_signed(stranger.get(f"{LOG}/checkpoint").text, key)


def test_whoever_has_an_event_proves_it_with_hashes_only(house, stranger, sizes):
    with house.open(WORKER) as services:
        event = services.work.session.query(Event).filter_by(sequence=2).one()
    root = told(stranger.get(f"{LOG}/checkpoint")).root

    answer = stranger.get(f"{LOG}/inclusion?sequence=2&size={sizes[1]}")

    assert set(answer.json) == {"sequence", "size", "hashes"}
    proof = [b64decode(each) for each in answer.json["hashes"]]
    assert verify_inclusion(leaf_hash(event.leaf.encode()), (1, sizes[1]), proof, root)


def test_answers_are_plain_text_or_json_and_may_be_kept(stranger, sizes):
    newest, old = stranger.get(f"{LOG}/checkpoint"), stranger.get(f"{LOG}/checkpoints/{sizes[0]}")
    proof = stranger.get(f"{LOG}/consistency?old={sizes[0]}&new={sizes[1]}")

    assert newest.content_type == old.content_type == "text/plain; charset=utf-8"
    assert newest.headers["Cache-Control"] == "public, max-age=5"
    assert old.headers["Cache-Control"] == proof.headers["Cache-Control"] == "public, max-age=86400, immutable"
    assert "Set-Cookie" not in newest.headers


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("consistency?old=0&new=3", 422),
        ("consistency?old=3&new=2", 422),
        ("consistency?old=1&new=1000", 422),
        ("consistency?old=1", 422),
        ("consistency?old=x&new=y", 422),
        (f"consistency?old=1&new={10**40}", 422),
        ("inclusion?sequence=0&size=2", 422),
        ("inclusion?sequence=3&size=2", 422),
        ("inclusion?sequence=1&size=1000", 422),
        ("checkpoints/1", 404),
        (f"checkpoints/{10**40}", 422),
        ("checkpoints/-1", 404),
    ],
)
def test_what_was_never_signed_is_not_proved(stranger, sizes, address, status):
    answer = stranger.get(f"{LOG}/{address}")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")


def test_before_anything_is_signed_there_is_nothing_and_looking_makes_no_key(house, stranger):
    assert [stranger.get(f"{LOG}/{name}").status_code for name in ("checkpoint", "key")] == [404, 404]
    assert stranger.get(f"{LOG}/consistency?old=1&new=1").status_code == 404
    assert not (house.settings.home / "keys").exists()


def test_nothing_can_be_written_there(stranger):
    assert {stranger.open(f"{LOG}/checkpoint", method=each).status_code for each in ("POST", "PUT", "DELETE")} == {405}


@pytest.fixture
def site(app):
    """The archives on a real port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_witness_of_the_documents_sees_growth_and_complains_of_a_rewritten_log(house, people, site, tmp_path):
    page = (ROOT / "docs" / "transparency-log.md").read_text("utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    kept = tmp_path / "kept"

    def witness():
        key = house.outside.notes.find_key()
        words = [sys.executable, "-I", "-c", program, site, key, str(kept)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr.strip().rpartition("\n")[2]

    sizes = []
    for grow in (lambda: three_records(house, people), lambda: None, lambda: plan(house, people)):
        grow()
        sizes.append(signed(house))
        assert witness() == (0, f"seen {sizes[-1]}\n")
    other = kept.read_text().split("\n")
    assert sizes[0] == sizes[1] < sizes[2]

    kept.write_text(house.outside.notes.sign("\n".join([other[0], str(sizes[0]), other[2], ""])))
    assert witness() == (1, "AssertionError: the log was rewritten")
    kept.write_text(house.outside.notes.sign("\n".join([other[0], other[1], "A" * 43 + "=", ""])))
    assert witness() == (1, "AssertionError: two trees of one size")
