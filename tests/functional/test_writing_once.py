"""A write is done once under its key, on the version that was seen, or refused with everything that is wrong."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from archives.domain.permission import WORKER
from archives.services.idempotency import KEPT_FOR, KeptAnswer

FONDS = "/api/v1/fonds"
RACERS = 24


def new_fonds(people, name="会计档案全宗"):
    return {"name": name, "organization_id": str(people.finance.id)}


def names(browser):
    return sorted(row["name"] for row in browser.get(FONDS).json["items"])


def test_the_same_request_under_one_key_is_done_once_and_answered_alike(client_as, people):
    clerk = client_as("clerk")
    answers = [clerk.post(FONDS, json=new_fonds(people), headers={"Idempotency-Key": "k1"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.data for answer in answers}) == 1
    assert len({(answer.headers["ETag"], answer.headers["Location"]) for answer in answers}) == 1
    assert names(clerk).count("会计档案全宗") == 1


def test_without_a_key_each_request_is_done(client_as, people):
    clerk = client_as("clerk")
    for _ in range(2):
        clerk.post(FONDS, json=new_fonds(people))

    assert names(clerk).count("会计档案全宗") == 2


def test_another_request_under_the_key_is_refused(client_as, people):
    clerk = client_as("clerk")
    clerk.post(FONDS, json=new_fonds(people), headers={"Idempotency-Key": "k1"})

    answer = clerk.post(FONDS, json=new_fonds(people, "另一全宗"), headers={"Idempotency-Key": "k1"})

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert "另一全宗" not in names(clerk)


def test_two_people_may_choose_the_same_key(client_as, people):
    clerk, archivist = client_as("clerk"), client_as("archivist")
    for browser in (clerk, archivist):
        answer = browser.post(FONDS, json=new_fonds(people), headers={"Idempotency-Key": "k1"})
        assert answer.status_code == 201

    assert names(clerk).count("会计档案全宗") == 2


def test_a_refusal_is_not_kept_under_the_key(client_as, people):
    clerk = client_as("clerk")
    wrong = clerk.post(FONDS, json={"name": " "}, headers={"Idempotency-Key": "k1"})
    right = clerk.post(FONDS, json=new_fonds(people), headers={"Idempotency-Key": "k1"})

    assert (wrong.status_code, right.status_code) == (422, 201)


def test_a_key_is_forgotten_after_seven_days(house, people, clock):
    def ask(text):
        with house.open(people.clerk) as services:
            return services.idempotency.answer_once("k1", "same", lambda: KeptAnswer(200, text, {})).body

    assert ask("first") == "first"
    clock.instant += KEPT_FOR
    assert ask("second") == "first"
    clock.move(seconds=1)
    assert ask("third") == "third"


def test_sweeping_forgets_only_old_keys(house, people, clock):
    def ask(key):
        with house.open(people.clerk) as services:
            return services.idempotency.answer_once(key, "same", lambda: KeptAnswer(200, str(clock()), {})).body

    old = ask("old")
    clock.move(days=7)
    new = ask("new")
    clock.move(seconds=1)
    with house.open(WORKER) as services:
        services.idempotency.sweep()

    assert ask("new") == new
    assert ask("old") != old


def test_24_racing_twins_make_one_fonds_and_get_one_answer(app, people, token_of):
    headers = {**token_of("clerk"), "Idempotency-Key": "race"}
    barrier = Barrier(RACERS)

    def race(_):
        client = app.test_client()
        barrier.wait(120)
        answer = client.post(FONDS, json=new_fonds(people), headers=headers)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(RACERS) as racers:
        answers = set(racers.map(race, range(RACERS)))

    assert len(answers) == 1
    assert answers.pop()[0] == 201
    assert names_of_fonds(app, token_of).count("会计档案全宗") == 1


def names_of_fonds(app, token_of):
    return [row["name"] for row in app.test_client().get(FONDS, headers=token_of("clerk")).json["items"]]


# --- versions ---


def test_a_change_needs_the_version_that_was_seen(client_as, people):
    made = client_as("clerk").post(FONDS, json=new_fonds(people))
    archivist = client_as("archivist")
    address = f"{FONDS}/{made.json['id']}/number"

    missing = archivist.post(address, json={"number": "A010"})
    malformed = archivist.post(address, json={"number": "A010"}, headers={"If-Match": "yesterday"})
    stale = archivist.post(address, json={"number": "A010"}, headers={"If-Match": '"7"'})
    done = archivist.post(address, json={"number": "A010"}, headers={"If-Match": made.headers["ETag"]})

    assert (missing.status_code, missing.json["code"]) == (428, "version_required")
    assert (malformed.status_code, malformed.json["code"]) == (422, "invalid_input")
    assert (stale.status_code, stale.json["code"]) == (409, "stale_version")
    assert (stale.json["facts"]["seen"], stale.json["facts"]["present"]) == (7, 1)
    assert (done.status_code, done.headers["ETag"], done.json["version"]) == (200, '"2"', 2)


def test_under_a_key_the_answer_has_the_new_version_too(client_as, people):
    made = client_as("clerk").post(FONDS, json=new_fonds(people))

    done = client_as("archivist").post(
        f"{FONDS}/{made.json['id']}/number",
        json={"number": "A010"},
        headers={"If-Match": '"1"', "Idempotency-Key": "k2"},
    )

    assert (done.headers["ETag"], done.json["version"]) == ('"2"', 2)


# --- what is wrong is said, all at once ---


def test_a_wrong_body_names_every_field(client_as):
    answer = client_as("clerk").post(FONDS, json={"organization_id": "x", "colour": "red", "name": None})

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    found = {(problem["where"], problem["code"]) for problem in answer.json["problems"]}
    assert found == {("/organization_id", "invalid_value"), ("/colour", "unknown_field"), ("/name", "required")}


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_characters_that_no_database_keeps_are_named(client_as, people, text):
    body = json.dumps({**new_fonds(people), "name": text})

    answer = client_as("clerk").post(FONDS, data=body, content_type="application/json")

    assert answer.status_code == 422
    assert [(p["where"], p["code"]) for p in answer.json["problems"]] == [("/name", "forbidden_character")]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 422),
        ("name=x", "application/x-www-form-urlencoded", 415),
        ('"' + "x" * 5_000_000 + '"', "application/json", 413),
    ],
)
def test_what_is_no_json_of_ours_is_refused_clearly(client_as, body, kind, status):
    answer = client_as("clerk").post(FONDS, data=body, content_type=kind)

    assert (answer.status_code, answer.json["status"]) == (status, status)
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "where"), [("limit=0", "limit"), ("limit=x", "limit"), ("after=!!", "after"), ("after=W10", "after")]
)
def test_a_wrong_page_is_refused(client_as, query, where):
    answer = client_as("clerk").get(f"{FONDS}?{query}")

    assert answer.status_code == 422
    assert answer.json["problems"][0]["where"] == where


def test_pages_follow_each_other_without_gap_or_repetition(client_as, people):
    clerk = client_as("clerk")
    for number in range(5):
        clerk.post(FONDS, json=new_fonds(people, f"全宗{number}"))
    whole = [row["id"] for row in clerk.get(FONDS).json["items"]]

    walked, address = [], f"{FONDS}?limit=3"
    while address:
        answer = clerk.get(address)
        walked += [row["id"] for row in answer.json["items"]]
        link = answer.headers.get("Link", "")
        address = link[1 : link.index(">")] if answer.json["next"] else None

    assert len(whole) == 7
    assert walked == whole


def test_nobody_hears_of_the_inside_when_something_breaks(own_app, caplog):
    def broken():
        raise RuntimeError("the secret inside")

    own_app.add_url_rule("/api/v1/broken", "broken", broken)
    answer = own_app.test_client().login("clerk").get("/api/v1/broken")

    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert "secret" not in answer.text
    assert "the secret inside" in caplog.text
