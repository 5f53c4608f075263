"""Whatever is sent to the JSON door, the answer is clear: never a fault, always a stable code.

A few hundred of the hostile requests by each role, and the deepest nesting at every operation; tests/proof sends all.
"""

import random

import pytest

from api.hall import PUBLIC
from tests.proof.hostile_requests import HOSTILE, is_clear, knocks

SEED = 20261123
SENT = 300  # by each role
FOREIGN = "https://elsewhere.example"


@pytest.fixture(scope="module")
def all_knocks(full):
    document = full.browsers["clerk"].get("/api/v1/openapi.json").json
    return list(knocks(full.app, document, full.values["finance"]))


@pytest.mark.parametrize("name", ["clerk", "archivist", "authority_officer", "system_admin"])
def test_no_hostile_request_is_a_fault(full, all_knocks, name):
    chosen = random.Random(f"{SEED} {name}").sample(all_knocks, SENT)

    unclear = [
        (knock, answer.status_code)
        for knock in chosen
        for answer in [knock.by(full.browsers[name])]
        if not is_clear(answer)
    ]

    assert unclear == []
    assert len(all_knocks) > 5000


def writes(all_knocks):
    """Return one plain request for each operation that writes."""
    plain = {knock.endpoint: knock for knock in all_knocks if knock.method != "GET" and knock.where in ("", "body")}
    plain = {endpoint: knock for endpoint, knock in plain.items() if endpoint not in PUBLIC}  # strangers have no token
    assert len(plain) > 60
    return plain.values()


def test_no_write_comes_through_without_the_token_of_the_login_or_from_elsewhere(full, all_knocks):
    browser = full.browsers["clerk"]
    for headers in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"Origin": FOREIGN}, {"Sec-Fetch-Site": "cross-site"}):
        for knock in writes(all_knocks):
            answer = browser.open(knock.path, method=knock.method, headers=headers)
            assert (answer.status_code, answer.json["code"]) == (403, "cross_site_request"), knock.endpoint


def test_no_write_comes_through_with_a_token_that_may_only_read(full, all_knocks):
    with full.house.open(full.people.clerk) as services:
        token = services.tokens.issue("test", ("read",), 90).text
    for knock in writes(all_knocks):
        answer = full.app.test_client().open(
            knock.path, method=knock.method, headers={"Authorization": f"Bearer {token}", "If-Match": '"1"'}
        )
        assert (answer.status_code, answer.json["code"]) == (403, "not_permitted"), knock.endpoint


def test_a_change_without_the_version_or_with_an_old_one_is_refused(full, all_knocks):
    document = full.browsers["clerk"].get("/api/v1/openapi.json").json
    versioned = {
        operation["operationId"].rpartition(".")[0]
        for item in document["paths"].values()
        for method, operation in item.items()
        if method != "parameters" and {"$ref": "#/components/parameters/IfMatch"} in operation.get("parameters", ())
    }
    assert len(versioned) > 30
    for knock in writes(all_knocks):
        if knock.endpoint in versioned:
            for sent, status in (
                ({}, 428),
                ({"If-Match": "x"}, 422),
                ({"If-Match": '"-1"'}, 422),
                ({"If-Match": "9" * 99}, 422),
            ):
                answer = full.browsers["clerk"].open(knock.path, method=knock.method, headers=sent, json={})
                assert answer.status_code in (status, 404), (knock.endpoint, sent)


@pytest.mark.parametrize("key", ["x" * 256, "x" * 100_000, "a\tb"])
def test_a_key_of_no_form_is_refused(full, key):
    answer = full.browsers["clerk"].post("/api/v1/fonds", json={}, headers={"Idempotency-Key": key})

    assert answer.status_code == 422


def test_no_body_fills_the_memory(full):
    """Not of an operation that needs none, and not in the place of a PDF."""
    clerk, transfer = full.browsers["clerk"], full.values["finance"]["transfer_id"]
    headers = {"Idempotency-Key": "large", "If-Match": '"1"'}
    answers = [
        clerk.post(f"/api/v1/transfers/{transfer}/prepare", data=b"x" * (5 << 20), headers=headers),
        clerk.post("/api/v1/receipts/verify", data=b"x" * (65 << 20)),
    ]

    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(413, "request_entity_too_large")] * 2


def test_hostile_values_are_many():
    assert len(HOSTILE) > 30
