"""Search, jobs and the trail through the JSON door."""

import pytest

from archives.domain.permission import WORKER
from tests.integration.test_search import register

SEARCH, JOBS, EVENTS = "/api/v1/search", "/api/v1/jobs", "/api/v1/events"


@pytest.fixture
def record_id(house, people):
    return register(house, people.clerk, people.finance_fonds, title="關於防汛的通知")


def test_a_search_answers_with_hits_and_facets(client_as, record_id):
    answer = client_as("clerk").get(SEARCH, query_string={"q": "防汛"})

    assert answer.status_code == 200
    assert answer.json["total"] == 1
    (hit,) = answer.json["hits"]
    assert (hit["id"], hit["title"], hit["reference_code"]) == (
        str(record_id),
        "關於防汛的通知",
        "A001-WS·1998-Y-办公室-0001",
    )
    assert {"text": "防汛", "is_match": True} in hit["title_parts"]
    assert answer.json["facets"]["year"] == [{"value": "1998", "label": "1998", "count": 1}]


def test_another_organization_finds_nothing(client_as, record_id):
    answer = client_as("other_clerk").get(SEARCH, query_string={"q": "防汛"})

    assert (answer.json["total"], answer.json["hits"], answer.json["facets"]["year"]) == (0, [], [])


@pytest.mark.parametrize("place", ["/api/v1/search", "/search"])
def test_all_hits_are_downloaded_as_a_finding_aid(client_as, record_id, place):
    answer = client_as("clerk").get(f"{place}/hits.xml", query_string={"q": "防汛"})

    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert "hits.xml" in answer.headers["Content-Disposition"]
    assert f'id="u-{record_id}"' in answer.text
    assert "關於防汛的通知" not in client_as("other_clerk").get(f"{place}/hits.xml").text


@pytest.mark.parametrize(("year", "total"), [("1998", 1), ("1999", 0)])
def test_filters_are_said_by_name(client_as, record_id, year, total):
    wanted = {"q": "防汛", "year": ["1997", year], "level": "item"}

    assert client_as("clerk").get(SEARCH, query_string=wanted).json["total"] == total


@pytest.mark.parametrize(
    "bad", [{"sort": "colour"}, {"limit": "0"}, {"limit": "x"}, {"year": "x"}, {"level": "box"}, {"offset": "-1"}]
)
def test_a_question_that_makes_no_sense_is_refused(client_as, bad):
    answer = client_as("clerk").get(SEARCH, query_string={"q": "防汛", **bad})

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("words", ["", '"', "-", "((", "𠮷", "a" * 5000, "档案 -", "%_'"])
def test_no_words_make_a_search_fail(client_as, record_id, words):
    assert client_as("clerk").get(SEARCH, query_string={"q": words}).status_code == 200


def test_jobs_are_listed_retried_and_aborted_by_the_system_administrator(house, client_as):
    with house.open(WORKER) as services:
        with services.work.write():
            services.work.enqueue("store", key="k")
        job_id = services.jobs.claim("lane").id
        services.jobs.fail(job_id, "lane", "Traceback: no", final=True)
    admin = client_as("system_admin")

    (listed,) = admin.get(JOBS, query_string={"state": "dead"}).json["items"]
    assert (listed["kind"], listed["state"], listed["error"]) == ("store", "dead", "Traceback: no")
    assert admin.post(f"{JOBS}/{job_id}/retry").json["state"] == "queued"
    assert client_as("clerk").post(f"{JOBS}/{job_id}/abort").status_code == 403
    assert admin.post(f"{JOBS}/{job_id}/abort").json["state"] == "aborted"
    assert admin.get(JOBS, query_string={"state": "no"}).status_code == 422


def test_events_are_read_with_their_facts(client_as, record_id):
    answer = client_as("clerk").get(EVENTS, query_string={"subject_id": str(record_id)})

    (event,) = answer.json["items"]
    assert (event["kind"], event["actor"]) == ("RecordRegistered", "李经办")
    assert event["facts"]["after"]["title"] == "關於防汛的通知"
    assert client_as("other_clerk").get(EVENTS, query_string={"subject_id": str(record_id)}).json["items"] == []


def test_health_is_for_everybody(stranger):
    assert (stranger.get("/healthz").status_code, stranger.get("/healthz").text) == (200, "ok\n")
