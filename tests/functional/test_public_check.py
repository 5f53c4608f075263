"""The street window: whoever brings the digest of a receipt sees what stands on it; nobody else learns anything."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import event

from api.app import create_app
from archives.domain.errors import NotVerifiedError
from archives.domain.permission import WORKER
from config.incoming import IncomingSettings
from tests.accepted_house import copied, kept

__all__ = ["copied", "kept"]

ADDRESS = "/api/v1/receipts/verify-hash"


@pytest.fixture
def receipt(copied, kept):
    with copied.open(WORKER) as services:
        return services.receipts.of_transfer(kept.transfer.id)


@pytest.fixture
def app(copied):
    return create_app(house=copied)


@pytest.fixture
def stranger(app):
    return app.test_client()


def asked(client, number, sha256, **more):
    return client.post(ADDRESS, json={"number": number, "sha256": sha256}, **more)


def limited(house, **limits):
    """Return an application over the same house with other limits."""
    return create_app(house=replace(house, settings=replace(house.settings, incoming=IncomingSettings(**limits))))


@pytest.mark.parametrize(
    ("part", "match"),
    [("form_sha256", "form"), ("list_sha256", "list"), ("manifest_sha256", "manifest")],
)
def test_a_stranger_with_the_digest_of_a_document_sees_what_stands_on_it(stranger, receipt, part, match):
    answer = asked(stranger, receipt.number, getattr(receipt, part))

    assert answer.status_code == 200
    assert answer.json == {
        "number": receipt.number,
        "match": match,
        "state": "valid",
        "unit": "青山县财政局",
        "archive": "青山县档案馆",
        "issued_at": "2026-11-22T04:00:00+00:00",
        "item_count": 3,
        "volume_count": 0,
        "gigabytes": "0.001",
        "manifest_sha256": receipt.manifest_sha256,
        "is_demo": False,
        "superseded_by": "",
        "superseded_at": None,
        "revoked_at": None,
    }


def test_the_digest_is_that_of_the_very_bytes_that_were_handed_out(stranger, copied, receipt):
    with copied.open(WORKER) as services, services.receipts.open(receipt, "form.pdf") as stream:
        data = stream.read()

    assert asked(stranger, receipt.number, hashlib.sha256(data).hexdigest().upper()).json["match"] == "form"
    flipped = data[:1000] + bytes([data[1000] ^ 1]) + data[1001:]
    assert asked(stranger, receipt.number, hashlib.sha256(flipped).hexdigest()).status_code == 404


def test_a_wrong_digest_and_an_unknown_number_are_answered_alike(stranger, receipt):
    known, unknown = (
        asked(stranger, number, digest)
        for number, digest in ((receipt.number, "d" * 64), ("JJ2026-9999-0", receipt.form_sha256))
    )
    pages = [
        stranger.post(f"/v/{number}", data={"sha256": "d" * 64})
        for number in (receipt.number, "J" * len(receipt.number))
    ]

    assert (known.status_code, known.json) == (404, unknown.json)
    assert known.json["code"] == "not_verified"
    first, second = (page.get_data(as_text=True) for page in pages)
    assert [page.status_code for page in pages] == [404, 404]
    assert first.replace(receipt.number, "J" * len(receipt.number)) == second
    assert "青山县" not in first


def test_an_unknown_number_asks_the_database_the_same_as_a_known_one(copied, receipt):
    asked_for = []
    event.listen(copied.database.engine, "before_cursor_execute", lambda *args: asked_for.append(args[2]))
    for number in (receipt.number, "JJ2026-9999-0"):
        with copied.open(WORKER) as services, pytest.raises(NotVerifiedError):
            services.public_check.check(number, "d" * 64)

    known, unknown = (text for text in asked_for if "receipt" in text)
    assert known == unknown


def test_before_a_digest_is_brought_the_page_is_the_same_for_every_number(stranger, receipt):
    known, unknown = (stranger.get(f"/v/{number}") for number in (receipt.number, "X" * len(receipt.number)))

    assert (known.status_code, unknown.status_code) == (200, 200)
    text = known.get_data(as_text=True).replace(receipt.number, "X" * len(receipt.number))
    assert text == unknown.get_data(as_text=True)
    assert known.headers["X-Robots-Tag"] == "noindex"


def test_the_printed_code_opens_what_is_on_the_paper_without_script(stranger, receipt):
    right = stranger.get(f"/v/{receipt.number}?h={receipt.manifest_sha256[:16]}")
    wrong = stranger.get(f"/v/{receipt.number}?h={'d' * 16}")

    text = right.get_data(as_text=True)
    assert (right.status_code, wrong.status_code) == (200, 404)
    assert "青山县财政局" in text
    assert "印制代码属于本凭证" in text
    assert "青山县" not in wrong.get_data(as_text=True)
    assert "verify_receipt.py" in text


def test_the_superseded_and_the_revoked_say_so_to_whoever_has_them(stranger, copied, kept, receipt):
    with copied.open(kept.people.director) as services:
        new = services.reissues.reissue(receipt.number, receipt.version, "单位名称有误")
    with copied.open(WORKER) as services:
        services.reissues.carry_out(new.id)

    old = asked(stranger, receipt.number, receipt.form_sha256).json
    assert (old["state"], old["superseded_by"]) == ("superseded", new.number)
    page = stranger.get(f"/v/{receipt.number}?h={receipt.manifest_sha256[:16]}").get_data(as_text=True)
    assert f"由 {new.number} 替代" in page
    with copied.open(kept.people.director) as services:
        found = services.receipts.by_number(new.number)
        services.reissues.revoke(new.number, found.version, "裁定无效")
    revoked = asked(stranger, new.number, found.form_sha256)
    assert (revoked.json["state"], revoked.json["revoked_at"]) == ("revoked", "2026-11-22T04:00:00+00:00")
    assert "裁定无效" not in revoked.get_data(as_text=True)


def test_a_receipt_that_is_still_being_drawn_is_not_there(stranger, copied, kept, receipt):
    with copied.open(kept.people.director) as services:
        new = services.reissues.reissue(receipt.number, receipt.version, "单位名称有误")
    with copied.open(WORKER) as services, services.receipts.open(receipt, "manifest.json") as stream:
        drawn = services.receipts.draw(services.receipts.history(receipt.transfer_id)[0], stream.read())

    assert (drawn.number, drawn.manifest_sha256) == (new.number, receipt.manifest_sha256)
    assert asked(stranger, new.number, drawn.form_sha256).status_code == 404


@pytest.mark.parametrize("digest", ["", "zz", "d" * 63, "d" * 15])
def test_what_is_no_digest_is_named(stranger, receipt, digest):
    answer = asked(stranger, receipt.number, digest)
    page = stranger.post(f"/v/{receipt.number}", data={"sha256": digest})

    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "not_a_digest")
    assert (page.status_code, 'id="sha256-error"' in page.get_data(as_text=True)) == (422, True)


def test_who_asks_too_often_is_told_when_to_come_again(copied, receipt, clock):
    stranger = limited(copied, verify_per_minute=3).test_client()

    answers = [asked(stranger, receipt.number, "d" * 64) for _ in range(4)]
    page = stranger.get(f"/v/{receipt.number}?h={'d' * 16}", headers={"Accept-Language": "en"})

    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert (answers[3].headers["Retry-After"], answers[3].json["code"]) == ("20", "too_many_requests")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "20")
    assert "Repeat it in 20 seconds" in page.get_data(as_text=True)
    assert stranger.get(f"/v/{receipt.number}").status_code == 200
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.9"}}
    assert asked(stranger, receipt.number, receipt.form_sha256, **elsewhere).status_code == 200
    clock.move(seconds=20)
    assert asked(stranger, receipt.number, receipt.form_sha256).status_code == 200


def test_all_together_are_limited_too(copied, receipt):
    stranger = limited(copied, verify_per_minute_all=2).test_client()
    codes = [
        asked(stranger, receipt.number, "d" * 64, environ_base={"REMOTE_ADDR": f"192.0.2.{last}"}).status_code
        for last in range(3)
    ]

    assert codes == [404, 404, 429]


def test_clients_behind_a_proxy_are_told_apart_only_where_it_is_trusted(copied, receipt):
    def codes(trusted):
        stranger = limited(copied, verify_per_minute=1, trusted_proxies=trusted).test_client()
        return [
            asked(stranger, receipt.number, "d" * 64, headers={"X-Forwarded-For": f"203.0.113.7, {last}"}).status_code
            for last in ("192.0.2.1", "192.0.2.2")
        ]

    assert codes(0) == [404, 429]
    assert codes(1) == [404, 404]


def test_a_number_of_any_form_is_only_text(stranger):
    for number in ("<script>alert(1)</script>", "x" * 3000, "'; DROP TABLE receipt; --", "档2026"):
        answer = stranger.post(f"/v/{number}", data={"sha256": "d" * 64})
        assert answer.status_code == 404
        assert "<script>alert" not in answer.get_data(as_text=True)


def test_a_question_changes_nothing_in_the_house(copied, stranger, receipt):
    def events():
        with copied.open(WORKER) as services:
            return len(services.trail.events().rows)

    before = events()
    asked(stranger, receipt.number, receipt.form_sha256)
    stranger.post(f"/v/{receipt.number}", data={"sha256": "d" * 64})
    assert events() == before
