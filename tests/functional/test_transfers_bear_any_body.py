"""Whatever is sent to the routes of transfers is answered with a reason; none of it breaks the server."""

import json
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives.domain.transfer import TransferAction
from tests.handover import plan, register

API = "/api/v1"
KNOWN = ("reason", "grounds", "text", "record_id", "name", "description", "opening", "note", "side", "outcome", "pages")
KNOWN += ("obligation_ids", "plan_id", "filler", "reviewer", "seal", "signed_on", "scan_sha256", "who_acts", "rule")
WORDS = st.text(max_size=12) | st.sampled_from(["unit", "open", "passed", "2005-02-30", "present", str(uuid4()), "\0"])
LEAVES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | WORDS
VALUES = st.recursive(LEAVES, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(WORDS, inside, max_size=3))
BODIES = st.dictionaries(st.sampled_from(KNOWN), VALUES, max_size=5) | VALUES


@pytest.fixture
def doors(app, house, people, token_of):
    """Return the clerk's caller and every write of a transfer, on one that is there and on one that is not."""
    record = register(house, people, "A001-WS·2005-Y-0001", "关于预算的批复")
    transfer = plan(house, people)
    client, token = app.test_client(), token_of("clerk")
    buttons = [str(action).replace("_", "-") for action in TransferAction] + ["unit-checks", "paper-signatures"]
    buttons += ["confirm-paper-signatures", "text", "opinions", f"items/{record}/opinions", f"items/{record}/take-out"]
    buttons += [f"items/{record}/count", f"reasons/{record}/corrected", "scans/a.pdf", "bytes"]
    there = [f"{API}/transfers/{transfer.id}/{button}" for button in buttons]
    return client, token, [f"{API}/transfers", f"{API}/transfers/{uuid4()}/submit", *there]


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_breaks_a_route(doors, data):
    client, token, paths = doors
    method = data.draw(st.sampled_from(["POST", "PUT"]))
    body = data.draw(BODIES.map(json.dumps).map(str.encode) | st.binary(max_size=40))
    version = data.draw(st.sampled_from(['"1"', '"2"', '"5"', '"x"', "", '"99999999999999999999"', "*"]))
    headers = {**token, "If-Match": version, "Content-Type": "application/json"}

    answer = client.open(data.draw(st.sampled_from(paths)), method=method, data=body, headers=headers)

    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.content_type == "application/problem+json"
        assert answer.json["code"]


HARD = st.sampled_from(["\0", "\ud800", "𠮷" * 85, "a" * 3000, " ", "=1+1", "\u202e"]) | WORDS
NUMBERS = st.none() | st.integers(-(2**70), 2**70)
GROUND = st.fixed_dictionaries({"text": HARD, "rule": HARD, "who_acts": HARD})
SHAPED = {
    "text": st.fixed_dictionaries({"name": HARD, "description": HARD}),
    "opinions": st.fixed_dictionaries({"note": HARD, "opening": st.sampled_from(["open", "restricted", "closed"])}),
    "send-back": st.fixed_dictionaries({"reason": HARD}),
    "return": st.fixed_dictionaries({"grounds": st.lists(GROUND, max_size=2)}),
    "count": st.fixed_dictionaries({"outcome": st.just("pages_differ"), "pages": NUMBERS, "note": HARD}),
    "take-out": st.fixed_dictionaries({"reason": HARD}),
    "paper-signatures": st.fixed_dictionaries(
        {
            "side": st.just("unit"),
            "filler": HARD,
            "reviewer": HARD,
            "seal": HARD,
            "scan_name": HARD,
            "signed_on": st.sampled_from(["2005-02-30", "0001-01-01", "9999-12-31"]),
            "scan_sha256": st.just("a" * 64),
        }
    ),
}


@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_or_numbers_in_the_right_shape_break_a_route(doors, data):
    client, token, paths = doors
    path = data.draw(st.sampled_from([path for path in paths if path.rpartition("/")[2] in SHAPED]))
    body = data.draw(SHAPED[path.rpartition("/")[2]])
    method = "PUT" if path.endswith(("text", "opinions", "count")) else "POST"
    seen = client.get("/".join(path.split("/")[:5]), headers=token).headers["ETag"]

    answer = client.open(path, method=method, json=body, headers={**token, "If-Match": seen})

    assert answer.status_code < 500, answer.text


QUERIES = st.sampled_from(["state", "fonds_id", "limit", "after", "outcome", "after_sequence"])


@given(query=st.dictionaries(QUERIES, WORDS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_a_list(doors, query):
    client, token, paths = doors
    of_one = paths[2].rpartition("/")[0]

    for path in (f"{API}/transfers", f"{of_one}/items", f"{of_one}/check-runs", f"{API}/check-runs/{uuid4()}/findings"):
        assert client.get(path, query_string=query, headers=token).status_code < 500
