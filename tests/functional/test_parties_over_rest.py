"""Bodies, fonds and approvals: who may enter, number, approve; and who may not."""

from datetime import date

import pytest
from sqlalchemy import select

from archives.domain.errors import NotFoundError
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Carrier, Level, RetentionClass
from archives.models import Event, Record

SCOPES = "/api/v1/collection-scopes"
SCHEDULES = "/api/v1/retention-schedules"
FONDS = "/api/v1/fonds"
ORGANIZATIONS = "/api/v1/organizations"


def refused(answer):
    return answer.status_code, answer.json["code"]


def scope(people, body=None):
    organization = body or people.tax
    return {
        "organization_id": str(organization.id),
        "approved_on": "2026-11-20",
        "document_number": "青档〔2026〕7号",
    }


def lines(*retentions):
    return [{"category": "WS", "retention": retention} for retention in retentions]


def submit(browser, people, *retentions):
    body = {"organization_id": str(people.finance.id), "lines": lines(*retentions), "note": "修订"}
    return browser.post(SCHEDULES, json=body)


# --- D06, 条例 48 ---


@pytest.mark.parametrize(
    "name", ["archivist", "director", "clerk", "approver", "inspector", "system_admin", "neighbour_inspector"]
)
def test_d06_nobody_but_the_authority_widens_the_scope_of_an_archive(client_as, people, name):
    assert refused(client_as(name).post(SCOPES, json=scope(people))) == (403, "not_permitted")


def test_d06_the_authority_approves_a_scope_with_its_document(client_as, people):
    answer = client_as("authority_officer").post(SCOPES, json=scope(people))

    assert answer.status_code == 201
    assert answer.json["repository_id"] == str(people.archive.id)
    assert answer.json["approved_by_id"] == str(people.authority.id)
    assert str(people.tax.id) in {row["organization_id"] for row in client_as("archivist").get(SCOPES).json["items"]}


def test_d06_no_door_narrows_or_removes_a_scope(app):
    methods = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        if "collection-scope" in rule.rule
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert methods == {(SCOPES, "GET"), (SCOPES, "POST")}


def test_an_approval_dates_what_was_registered_before_it(house, people, client_as):
    with house.open(people.archivist) as services:
        fonds = services.fonds.create("税务局余留档案", people.tax.id)
    record_id = register(house, people, fonds.id, people.tax)

    client_as("authority_officer").post(SCOPES, json=scope(people))

    with house.open(people.authority_officer) as services:
        assert str(services.work.get(Record, record_id).due_on) == "2003-05-04"


# --- D02, Law 13, 条例 19 ---


def test_d02_a_changed_schedule_holds_only_when_approved_again(house, client_as, people):
    made = submit(client_as("clerk"), people, "permanent", "D10")
    assert (made.status_code, made.json["edition"], made.json["approved_on"]) == (201, 2, None)
    assert in_force(house, people) == 1

    approved = client_as("authority_officer").post(
        f"{SCHEDULES}/{made.json['id']}/approval", headers={"If-Match": made.headers["ETag"]}
    )

    assert (approved.status_code, approved.json["approved_on"]) == (200, "2026-11-22")
    assert in_force(house, people) == 2
    rows = client_as("clerk").get(SCHEDULES).json["items"]
    assert {row["edition"]: row["superseded_on"] for row in rows} == {1: "2026-11-22", 2: None}


@pytest.mark.parametrize("name", ["clerk", "approver", "archivist", "director", "inspector", "system_admin"])
def test_d02_only_the_authority_approves_a_schedule(client_as, people, name):
    made = submit(client_as("clerk"), people, "permanent")

    answer = client_as(name).post(f"{SCHEDULES}/{made.json['id']}/approval", headers={"If-Match": '"1"'})

    assert answer.status_code == (404 if name == "system_admin" else 403)


def test_d02_an_approved_schedule_is_not_changed_but_followed_by_another(client_as, people):
    address = f"{SCHEDULES}/{people.finance_schedule.id}/approval"

    answer = client_as("authority_officer").post(address, headers={"If-Match": '"1"'})

    assert refused(answer) == (409, "frozen")


def test_d02_an_edition_overtaken_by_a_newer_one_is_not_approved(client_as, people):
    old = submit(client_as("clerk"), people, "permanent")
    submit(client_as("clerk"), people, "D30")

    answer = client_as("authority_officer").post(f"{SCHEDULES}/{old.json['id']}/approval", headers={"If-Match": '"1"'})

    assert refused(answer) == (409, "frozen")


def test_d02_the_other_organization_hands_in_only_its_own(client_as, people):
    assert refused(submit(client_as("other_clerk"), people, "permanent")) == (403, "not_permitted")


def test_an_empty_schedule_is_refused(client_as, people):
    answer = submit(client_as("clerk"), people)

    assert (answer.status_code, answer.json["problems"][0]["where"]) == (422, "/lines")


# --- fonds ---


def test_the_archive_numbers_a_fonds_once_and_no_other_alike(client_as, people):
    made = client_as("clerk").post(FONDS, json={"name": "土改档案", "organization_id": str(people.finance.id)})
    archivist, address = client_as("archivist"), f"{FONDS}/{made.json['id']}/number"
    seen = {"If-Match": '"1"'}

    assert made.json["number"] is None
    assert refused(client_as("clerk").post(address, json={"number": "A009"}, headers=seen)) == (403, "not_permitted")
    assert refused(archivist.post(address, json={"number": "A001"}, headers=seen)) == (409, "duplicate")
    assert archivist.post(address, json={"number": "A009"}, headers=seen).json["number"] == "A009"
    assert refused(archivist.post(address, json={"number": "A010"}, headers={"If-Match": '"2"'})) == (409, "frozen")


@pytest.mark.parametrize("number", ["a001", "A1", "A0001", "Ａ００１", "A001\n", ""])
def test_a_number_that_is_not_a_letter_and_three_digits_is_refused(client_as, people, number):
    answer = client_as("archivist").post(
        f"{FONDS}/{people.finance_fonds.id}/number", json={"number": number}, headers={"If-Match": '"1"'}
    )

    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "fonds_number_form")


def test_one_body_keeps_several_fonds_also_that_of_an_abolished_one(client_as, people):
    clerk = client_as("clerk")
    kept = {row["number"]: row["id"] for row in clerk.get(FONDS).json["items"]}

    assert set(kept) == {"A001", "A003"}
    creators = clerk.get(f"{FONDS}/{kept['A003']}/creators").json["items"]
    assert [(row["name"], row["until"]) for row in creators] == [("青山县税务局", "1994-08-31")]


def test_a_creator_is_added_to_the_history_in_the_order_of_time(client_as, people):
    clerk, address = client_as("clerk"), f"{FONDS}/{people.tax_fonds.id}/creators"
    earlier = {"name": "青山县税务所", "since": "1949-10-01", "until": "1950-12-31"}

    assert clerk.post(address, json=earlier, headers={"If-Match": '"1"'}).status_code == 201
    assert [row["name"] for row in clerk.get(address).json["items"]] == ["青山县税务所", "青山县税务局"]


def test_a_change_of_keeper_moves_the_whole_fonds_and_is_on_the_trail(house, client_as, people):
    record_id = register(house, people, people.tax_fonds.id, people.finance)
    body = {"organization_id": str(people.health.id), "reason": "机构改革"}

    answer = client_as("authority_officer").post(
        f"{FONDS}/{people.tax_fonds.id}/keeper", json=body, headers={"If-Match": '"1"'}
    )

    assert (answer.status_code, answer.json["organization_id"]) == (200, str(people.health.id))
    with house.open(people.other_clerk) as services:
        assert services.work.get(Record, record_id).version == 2
    with house.open(people.clerk) as services, pytest.raises(NotFoundError):
        services.work.get(Record, record_id)
    with house.open(people.audit_admin) as services:
        leaf = services.work.session.scalars(select(Event.leaf).where(Event.kind == "FondsKeeperChanged")).one()
        assert "机构改革" in leaf
        assert str(people.finance.id) in leaf


@pytest.mark.parametrize("name", ["clerk", "archivist", "director", "inspector"])
def test_only_the_authority_changes_the_keeper(client_as, people, name):
    body = {"organization_id": str(people.health.id), "reason": "机构改革"}

    answer = client_as(name).post(f"{FONDS}/{people.tax_fonds.id}/keeper", json=body, headers={"If-Match": '"1"'})

    assert refused(answer) == (403, "not_permitted")


def test_an_abolished_body_keeps_nothing_new(client_as, people):
    body = {"organization_id": str(people.tax.id), "reason": "机构改革"}

    answer = client_as("authority_officer").post(
        f"{FONDS}/{people.finance_fonds.id}/keeper", json=body, headers={"If-Match": '"1"'}
    )

    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "unfit_keeper")


# --- the directory ---


def test_the_directory_is_entered_from_the_top(client_as):
    admin = client_as("system_admin")
    top = admin.post("/api/v1/jurisdictions", json={"code": "98", "name": "海东省"}).json
    county = admin.post("/api/v1/jurisdictions", json={"code": "980101", "name": "明湖县", "parent_id": top["id"]}).json
    place = {"jurisdiction_id": county["id"]}
    archive = {"name": "明湖县档案馆", "code": "980101", "level": "county", **place}
    repository = admin.post("/api/v1/repositories", json=archive).json
    body = admin.post(ORGANIZATIONS, json={"name": "明湖县教育局", "archive_id": repository["id"], **place})

    assert county["path"] == "/98/980101/"
    assert admin.post("/api/v1/authorities", json={"name": "明湖县档案局", **place}).status_code == 201
    assert (body.status_code, body.json["jurisdiction_path"]) == (201, "/98/980101/")
    assert refused(admin.post("/api/v1/repositories", json=archive)) == (409, "duplicate")


@pytest.mark.parametrize("name", ["clerk", "archivist", "director", "inspector", "neighbour_inspector"])
def test_others_enter_no_organization(client_as, people, name):
    body = {"name": "新局", "jurisdiction_id": str(people.county.id), "archive_id": str(people.archive.id)}

    assert refused(client_as(name).post(ORGANIZATIONS, json=body)) == (403, "not_permitted")


def test_the_authority_enters_and_abolishes_organizations_of_its_place(client_as, people):
    officer = client_as("authority_officer")
    body = {"jurisdiction_id": str(people.county.id), "archive_id": str(people.archive.id)}
    made = officer.post(ORGANIZATIONS, json={**body, "name": "青山县粮食局", "established_on": "1960-01-01"}).json
    address, seen = f"{ORGANIZATIONS}/{made['id']}/abolition", {"If-Match": '"1"'}

    early = officer.post(address, json={"abolished_on": "1950-01-01"}, headers=seen)
    own = officer.post(address, json={"abolished_on": "2001-01-01", "successor_id": made["id"]}, headers=seen)
    done = officer.post(
        address, json={"abolished_on": "2001-01-01", "successor_id": str(people.finance.id)}, headers=seen
    )
    beyond = officer.post(ORGANIZATIONS, json={**body, "name": "x", "jurisdiction_id": str(people.city.id)})

    assert early.json["problems"][0]["code"] == "before_established"
    assert own.json["problems"][0]["code"] == "own_successor"
    assert (done.json["abolished_on"], done.json["successor_id"]) == ("2001-01-01", str(people.finance.id))
    assert refused(beyond) == (403, "not_permitted")


def test_organizations_are_found_by_a_word_of_their_name(client_as, people):
    found = client_as("clerk").get(ORGANIZATIONS, query_string={"words": "税务", "archive_id": people.archive.id}).json

    assert [row["name"] for row in found["items"]] == ["青山县税务局"]


def in_force(house, people):
    with house.open(people.clerk) as services:
        return services.approvals.schedule_in_force(people.finance.id).edition


def register(house, people, fonds_id, keeper):
    """Keep a record whose due day was not known when it was registered."""
    with house.open(WORKER) as services, services.work.write():
        record = Record(
            fonds_id=fonds_id,
            organization_id=keeper.id,
            level=Level.ITEM,
            carrier=Carrier.PAPER,
            title="税收计划",
            title_key="税收计划",
            formed_on=date(1993, 5, 4),
            year=1993,
            retention=RetentionClass.PERMANENT,
            created_at=services.work.now(),
        )
        services.work.session.add(record)
        services.work.session.flush()
        return record.id
