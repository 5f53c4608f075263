"""What one organization keeps is not there for another; reading changes nothing.

Every GET route with an identifier is walked. A counter whose rows are owned puts one of each into `OWNED`: endpoint →
how to make the address's values for a row of the finance bureau.
"""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from archives.domain.permission import WORKER
from archives.models import Base

DIRECTORY = {
    "rest_parties.show_repository": lambda people: {"repository_id": people.archive.id},
    "rest_parties.show_organization": lambda people: {"organization_id": people.finance.id},
}
"""Bodies are known to everybody who has logged in."""

OWNED = {
    "rest_fonds.show_fonds": lambda people: {"fonds_id": people.finance_fonds.id},
    "rest_fonds.list_creators": lambda people: {"fonds_id": people.finance_fonds.id},
    "rest_approvals.show_schedule": lambda people: {"schedule_id": people.finance_schedule.id},
    "rest_approvals.list_lines": lambda people: {"schedule_id": people.finance_schedule.id},
}
SEEN_BY = ("clerk", "approver", "archivist", "director", "inspector", "authority_officer")
HIDDEN_FROM = ("other_clerk", "other_approver", "city_archivist", "neighbour_inspector", "system_admin", "audit_admin")


def address(app, endpoint, values):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), rule.rule)


@pytest.mark.parametrize("endpoint", sorted(OWNED))
def test_only_those_concerned_see_what_the_finance_bureau_keeps(app, people, client_as, endpoint):
    asked = address(app, endpoint, OWNED[endpoint](people))

    assert {name: client_as(name).get(asked).status_code for name in SEEN_BY} == dict.fromkeys(SEEN_BY, 200)
    assert {name: client_as(name).get(asked).status_code for name in HIDDEN_FROM} == dict.fromkeys(HIDDEN_FROM, 404)


@pytest.mark.parametrize("endpoint", sorted(DIRECTORY))
def test_the_directory_is_open_to_everybody_who_has_logged_in(app, people, client_as, endpoint):
    asked = address(app, endpoint, DIRECTORY[endpoint](people))

    for name in (*SEEN_BY, *HIDDEN_FROM):
        assert client_as(name).get(asked).status_code == 200


@pytest.mark.parametrize("listing", ["fonds", "collection-scopes", "retention-schedules"])
def test_lists_hold_only_what_one_may_see(client_as, people, listing):
    def owners(name):
        return {row["organization_id"] for row in client_as(name).get(f"/api/v1/{listing}").json["items"]}

    finance, health = str(people.finance.id), str(people.health.id)
    assert owners("clerk") == {finance}
    assert owners("other_clerk") == {health}
    assert owners("archivist") == {finance, health}
    assert owners("authority_officer") == {finance, health}
    for name in ("city_archivist", "neighbour_inspector", "system_admin", "security_admin", "audit_admin"):
        assert owners(name) == set()


def test_what_is_not_there_is_not_there_for_anybody(app, client_as):
    """Every GET route that takes an identifier, with one that nobody gave."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and "<uuid:" in rule.rule and rule.endpoint.startswith("rest_"):
            asked = re.sub(r"<uuid:[^>]+>", str(uuid4()), rule.rule)
            asked = re.sub(r"<[^>]+>", "x", asked)
            answer = client_as("clerk").get(asked)
            is_empty = answer.status_code == 200 and answer.json == {"items": []}
            assert is_empty or answer.status_code in (403, 404), (rule.rule, answer.status_code)


def test_reading_changes_nothing(app, house, people, client_as):
    browsers = [client_as(name) for name in ("clerk", "archivist", "authority_officer", "system_admin")]
    before = snapshot(house)

    for asked in readable(app, people):
        for browser in browsers:
            assert browser.get(asked).status_code < 500, asked

    assert snapshot(house) == before


def readable(app, people):
    """Yield every address that can be read, with identifiers that are there where this test knows them."""
    known = {**OWNED, **DIRECTORY}
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.endswith("static"):
            continue
        values = known[rule.endpoint](people) if rule.endpoint in known else {}
        yield re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda found, v=values: str(v.get(found[2], uuid4() if found[1] == "uuid" else "1")),
            rule.rule,
        )


def snapshot(house):
    """Return every row of every table, but when logins were last seen."""
    with house.open(WORKER) as services:
        tables = {}
        for mapper in Base.registry.mappers:
            columns = [column for column in mapper.columns if str(column) != "login_session.seen_at"]
            rows = services.work.session.execute(select(*columns)).all()
            tables[mapper.class_.__tablename__] = sorted(map(str, rows))
        return tables
