"""Two bodies, each with something of everything: whoever is not concerned finds none of it, at any door.

Every route is walked with identifiers that exist. What is looked for in the answers are the identifiers of all rows
that a body owns, and words that stand in all it wrote.
"""

import io
import zipfile

import pytest

from tests.full_house import MARKS, address
from tests.functional.test_isolation import snapshot

OPEN_IN_ADDRESSES = {
    "organization_id",
    "repository_id",
    "account_id",
    "grant_id",
    "token_id",
    "kind",
    "filename",
    "size",
    "claimed_number",
    "summary_id",
}
"""What is named in addresses that no body owns: the directory, an account's own, sizes of the log, the published."""
OUTSIDERS = ("other_clerk", "other_approver", "city_archivist", "neighbour_inspector")
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
CONCERNED = ("clerk", "approver", "archivist", "director", "inspector", "authority_officer")
PLANS = {"pages_inspection_plans.plan", "rest_inspection_plans.list_lines"}
LEADS = {"pages_leads.lead", "rest_leads.show_lead", "rest_leads.show_reporter"}
FORMS = {"pages_case_papers.form_of_inspection", "rest_case_papers.form_of_inspection"}
DEAD_ENDS = {"pages_transfers.scan", "rest_reception.get_scan"} | LEADS | PLANS | FORMS
"""Reads to which nothing of this house leads: nobody signed on paper; leads and plans are not for the inspected, and
the form of the record on site is for officers, while they are there."""
OFFICERS_OWN = {
    ("inspector", f"{door}_{act}")
    for door in ("pages", "rest")
    for act in ("case_papers.compile_file", "responsibility.raise_lead", "accountability.raise_lead")
}
"""What an officer may write of a body at once, without having seen a version: gather its case file, open a lead."""
QUEUES = {"rest_jobs.list_jobs", "pages_jobs.list_jobs"}
"""What the system administrator watches: what is done for whom, without a word of what it is about."""


def routes(app, *methods):
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in methods:
            if method in rule.methods and not rule.endpoint.endswith("static"):
                yield rule, method


def names_something_owned(rule):
    return bool(rule.arguments - OPEN_IN_ADDRESSES)


def text_of(answer):
    """Return what can be read in an answer; a spreadsheet is unpacked."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def secrets_of(full, name):
    ids = {str(each) for kind, rows in full.owned[name].items() if kind != "fonds" for each in rows}
    return ids | {MARKS[name]}


def test_those_concerned_find_what_is_theirs(full):
    """Or else the walks below would prove nothing."""
    shut = {
        (rule.endpoint, answer.status_code)
        for rule, _ in routes(full.app, "GET")
        if names_something_owned(rule) and rule.endpoint not in DEAD_ENDS
        for answer in [full.browsers["clerk"].get(address(rule, full.values["finance"]), buffered=True)]
        if answer.status_code != 200
    }

    assert shut == set()


@pytest.mark.parametrize("name", ["other_clerk", "city_archivist", "neighbour_inspector", *ADMINISTRATORS])
def test_nothing_of_a_body_is_there_for_those_not_concerned(full, name):
    found = []
    for rule, _ in routes(full.app, "GET"):
        if names_something_owned(rule):
            answer = full.browsers[name].get(address(rule, full.values["finance"]), buffered=True)
            if answer.status_code not in (403, 404) or MARKS["finance"] in text_of(answer).replace(file_name(full), ""):
                found.append((rule.endpoint, answer.status_code))

    assert found == []


def file_name(full):
    """What was asked for may be said again."""
    return full.values["finance"]["name"]


def test_a_stranger_is_turned_away_from_all_of_it(full):
    stranger = full.app.test_client()
    for rule, _ in routes(full.app, "GET"):
        if names_something_owned(rule):
            answer = stranger.get(address(rule, full.values["finance"]), buffered=True)
            assert answer.status_code in (302, 401), rule
            assert full.people.finance.name not in text_of(answer)


QUERIES = ("", "?year=2026&month=12&limit=200", "?q=机要&standing=overdue")


@pytest.mark.parametrize("name", ["other_clerk", "city_archivist", "neighbour_inspector", "system_admin"])
def test_no_answer_at_all_tells_an_outsider_anything_of_a_body(full, name):
    """Lists, counts, facets, desk, calendar, forecast, exports: whatever is asked, in whatever way."""
    secrets, told = secrets_of(full, "finance"), []
    for rule, _ in routes(full.app, "GET"):
        if names_something_owned(rule) or rule.endpoint in QUEUES:
            continue
        for query in QUERIES:
            said = text_of(full.browsers[name].get(address(rule, {}) + query))
            told += [(rule.endpoint, query, each) for each in secrets if each in said]

    assert told == []


def filters_of(full):
    finance, fonds = full.people.finance.id, full.people.finance_fonds.id
    yield from (
        (f"/api/v1/{listing}?{name}={value}")
        for listing in (
            "records",
            "transfers",
            "obligations",
            "obligations/due",
            "plans",
            "imports",
            "events",
            "search",
        )
        for name, value in (
            ("organization_id", finance),
            ("fonds_id", fonds),
            ("subject_id", fonds),
            ("q", "财局机要甲"),
        )
    )


@pytest.mark.parametrize("name", OUTSIDERS)
def test_filtering_by_another_body_opens_nothing(full, name):
    for asked in filters_of(full):
        answer = full.browsers[name].get(asked)
        told = [each for each in secrets_of(full, "finance") if each in text_of(answer)]
        assert told in ([], [MARKS["finance"]] if "q=" in asked else []), asked


# --- counts are those of what one may see ---


def seen_by(full, name):
    """Return the bodies whose submitted and unsubmitted records this person may see."""
    whole = {"clerk": {"finance"}, "approver": {"finance"}, "other_clerk": {"health"}, "other_approver": {"health"}}
    return whole.get(name, {"finance", "health"} if name in ("inspector", "authority_officer") else set())


def records_for(full, name):
    """Count by hand: ten records a body; what went to the archive (2004, 2005, 2006: six) it sees."""
    if name in ("archivist", "director"):
        return 12
    return 10 * len(seen_by(full, name))


@pytest.mark.parametrize("name", [*CONCERNED, *OUTSIDERS, *ADMINISTRATORS])
def test_lists_search_and_facets_count_what_one_may_see(full, name):
    browser, expected = full.browsers[name], records_for(full, name)
    listed = browser.get("/api/v1/records?limit=200").json["items"]
    found = browser.get("/api/v1/search?q=机要&limit=200").json

    assert len(listed) == expected
    assert (found["total"], len(found["hits"])) == (expected, expected)
    for facet, values in found["facets"].items():
        assert sum(value["count"] for value in values) <= expected, facet
    assert sum(value["count"] for value in found["facets"]["organization_id"]) == expected


@pytest.mark.parametrize("name", [*CONCERNED, *OUTSIDERS, *ADMINISTRATORS])
def test_the_desk_and_the_dues_count_what_one_may_see(full, name):
    """Of the years 2004 to 2008 only the two records of 2008 wait, in one batch of each body."""
    bodies = 2 if name in ("archivist", "director") else len(seen_by(full, name))
    transfers = {"archivist": 3, "director": 3}.get(name, 4)  # the one in preparation is not theirs yet
    browser = full.browsers[name]
    desk, due = browser.get("/api/v1/desk").json, browser.get("/api/v1/obligations/due").json["items"]
    year = browser.get("/api/v1/obligations/calendar?year=2018").json
    forecast = browser.get("/api/v1/obligations/forecast").json

    assert sum(desk["transfers"].values()) == transfers * bodies
    assert desk["overdue"] == {"batches": bodies, "records": 2 * bodies}
    assert [row["past_due"] for row in due] == [2] * bodies
    assert (year["records"], year["batches"], forecast["backlog"]) == (2 * bodies, bodies, 2 * bodies)


# --- writing ---


@pytest.mark.parametrize(
    "name", ["other_clerk", "other_approver", "city_archivist", "system_admin", "audit_admin", "inspector"]
)
def test_nobody_else_changes_anything_of_a_body(full, name):
    before, done = snapshot(full.house), []
    may_look = {("pages_transfers.count", 303)} if name == "inspector" else set()
    for rule, method in routes(full.app, "POST", "PUT", "PATCH", "DELETE"):
        if names_something_owned(rule) and (name, rule.endpoint) not in OFFICERS_OWN:
            asked = address(rule, full.values["finance"])
            sent = {"json": {}, "headers": {"If-Match": '"1"'}} if "/api/" in asked else {"data": {"version": "1"}}
            answer = full.browsers[name].open(asked, method=method, **sent)
            if not 400 <= answer.status_code < 500:
                done.append((rule.endpoint, answer.status_code))

    assert set(done) <= may_look  # an empty counting list changes nothing
    assert snapshot(full.house) == before
