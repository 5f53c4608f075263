"""What falls due, extensions, plans, notices and the desk, through the JSON door."""

import pytest

from archives.domain.permission import WORKER
from tests.holdings import keep, units

API = "/api/v1"


@pytest.fixture
def holdings(house, people):
    """Two overdue batches and one due this year with finance, one overdue with health."""
    keep(house, units(people.finance_fonds, "2013-05-05", "2014-06-30", "2016-01-10", "2016-12-30"))
    keep(house, units(people.health_fonds, "2014-06-30"))


@pytest.fixture
def batch(holdings, client_as):
    """The batch of 2013 as the clerk sees it."""
    return client_as("clerk").get(f"{API}/obligations").json["items"][0]


def at(version):
    return {"headers": {"If-Match": f'"{version}"'}}


def test_d04_batches_are_listed_with_their_standing_and_paged(client_as, holdings):
    browser = client_as("clerk")

    first = browser.get(f"{API}/obligations?limit=2").json
    rest = browser.get(f"{API}/obligations?limit=2&after={first['next']}").json

    found = [(item["year"], item["standing"], item["overdue_since"], item["cause"]) for item in first["items"]]
    assert found == [(2013, "overdue", "2024-01-01", "unit"), (2014, "overdue", "2025-01-01", "unit")]
    assert [(item["year"], item["standing"], item["last_day"]) for item in rest["items"]] == [
        (2016, "due_this_year", "2026-12-31")
    ]
    assert rest["next"] is None
    assert (first["items"][0]["organization"], first["items"][0]["fonds_number"]) == ("青山县财政局", "A001")


def test_d04_batches_can_be_asked_for_by_standing_and_day(client_as, holdings):
    browser = client_as("archivist")

    late = browser.get(f"{API}/obligations?standing=overdue&on=2025-06-01").json["items"]

    assert [(item["organization"], item["year"]) for item in late] == [
        ("青山县财政局", 2013),
        ("青山县财政局", 2014),
        ("青山县卫生局", 2014),
    ]


def test_d04_what_is_due_is_counted_by_organization(client_as, holdings):
    found = client_as("archivist").get(f"{API}/obligations/due").json["items"]

    assert [(row["organization"], row["past_due"], row["transferable"], row["waiting"]) for row in found] == [
        ("青山县财政局", 3, 2, 1),
        ("青山县卫生局", 1, 1, 0),
    ]


def test_the_calendar_and_the_forecast(client_as, holdings):
    browser = client_as("director")

    year = browser.get(f"{API}/obligations/calendar?year=2026").json
    forecast = browser.get(f"{API}/obligations/forecast").json
    each = browser.get(f"{API}/obligations/forecasts").json["items"]

    assert year["days"] == [{"number": 1, "records": 1}, {"number": 12, "records": 1}]
    assert (year["batches"], year["records"]) == (1, 2)
    assert (forecast["backlog"], forecast["by_year"]["2026"], len(forecast["by_year"])) == (3, 2, 25)
    assert [(row["organization"], row["forecast"]["backlog"]) for row in each] == [
        ("青山县卫生局", 1),
        ("青山县财政局", 2),
    ]


@pytest.mark.parametrize("question", ["calendar?year=0", "calendar", "calendar?year=2026&month=13", "due?on=soon"])
def test_a_question_that_makes_no_sense_is_refused(client_as, holdings, question):
    assert client_as("clerk").get(f"{API}/obligations/{question}").status_code == 422


def test_d08_an_extension_goes_from_the_clerk_to_the_authority_and_moves_the_day(client_as, batch):
    asked = {"obligation_id": batch["id"], "ground": "secret", "reason": "需要保密", "until": "2030-06-30"}
    made = client_as("clerk").post(f"{API}/extensions", json=asked)
    assert (made.status_code, made.json["state"]) == (201, "requested")

    door = f"{API}/extensions/{made.json['id']}"
    refused = client_as("director").post(f"{door}/consent", json={}, **at(1))
    assert (refused.status_code, refused.json["code"]) == (403, "not_permitted")
    authority = client_as("authority_officer")
    given = authority.post(f"{door}/consent", json={"note": "青档函〔2026〕8号"}, **at(1))

    assert (given.status_code, given.json["state"], given.json["decided_by"]) == (200, "consented", "郑主管")
    assert given.headers["ETag"] == authority.get(door).headers["ETag"]
    moved = client_as("clerk").get(f"{API}/obligations/{batch['id']}").json
    assert (moved["standing"], moved["last_day"]) == ("extended", "2030-06-30")


def test_the_archive_says_that_it_is_not_ready_with_the_version_it_saw(client_as, batch):
    director, door = client_as("director"), f"{API}/obligations/{batch['id']}/not-ready"

    assert director.post(door, json={"reason": "库房改造"}).status_code == 428
    said = director.post(door, json={"reason": "库房改造"}, **at(batch["version"]))
    stale = director.post(door, json={"reason": "库房改造"}, **at(batch["version"]))

    assert (said.status_code, said.json["archive_not_ready_since"]) == (200, "2026-11-22")
    assert (stale.status_code, stale.json["code"]) == (409, "stale_version")
    lifted = director.post(door.replace("not-ready", "ready"), **at(said.json["version"]))
    assert lifted.json["archive_not_ready_since"] is None


def test_a_plan_is_drafted_and_agreed_by_both_sides(client_as, people, holdings):
    drafted = client_as("clerk").post(f"{API}/plans", json={"organization_id": str(people.finance.id), "year": 2026})
    assert (drafted.status_code, drafted.json["facts"]) == (201, {"batches": 3, "records": 4})

    door = drafted.headers["Location"]
    first = client_as("approver").post(f"{door}/agree", **at(1))
    second = client_as("archivist").post(f"{door}/agree", headers={"If-Match": first.headers["ETag"]})
    batches = client_as("archivist").get(f"{door}/batches").json["items"]

    assert [first.json["state"], second.json["state"]] == ["agreed_by_organization", "agreed"]
    assert [(each["batch"]["year"], each["records"]) for each in batches] == [(2013, 1), (2014, 1), (2016, 2)]


def test_notices_reach_the_desk_and_can_be_put_away(house, client_as, holdings):
    with house.open(WORKER) as services:
        services.deadlines.sweep()
    clerk = client_as("clerk")

    notices = clerk.get(f"{API}/notices").json["items"]
    desk = clerk.get(f"{API}/desk").json

    assert {notice["kind"] for notice in notices} == {"batches_due", "batches_overdue"}
    assert (desk["notices"], desk["overdue"], desk["due_this_year"]) == (
        2,
        {"batches": 2, "records": 2},
        {"batches": 1, "records": 2},
    )
    assert clerk.post(f"{API}/notices/{notices[0]['id']}/dismiss").status_code == 200
    assert client_as("other_clerk").post(f"{API}/notices/{notices[1]['id']}/dismiss").status_code == 404
    assert clerk.get(f"{API}/desk").json["notices"] == 1


def test_the_records_to_appraise_are_listed(house, client_as, people):
    keep(house, units(people.finance_fonds, "2014-05-05", retention="D10"))

    found = client_as("clerk").get(f"{API}/retention-review/expired").json["items"]
    outside = client_as("clerk").get(f"{API}/retention-review/out-of-scope").json["items"]

    assert [(record["year"], record["retention"]) for record in found] == [(2014, "D10")]
    assert outside == []


@pytest.mark.parametrize(
    "door", ["obligations", "obligations/due", "extensions", "plans", "notices", "desk", "retention-review/expired"]
)
def test_strangers_learn_nothing(stranger, holdings, door):
    assert stranger.get(f"{API}/{door}").status_code == 401
