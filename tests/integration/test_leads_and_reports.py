"""Leads that machines raise and reports that anybody makes: who sees them, and what an officer makes of them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from archives.domain.errors import (
    DuplicateError,
    IllegalTransitionError,
    InvalidInputError,
    LockedOutError,
    NotFoundError,
    NotPermittedError,
)
from archives.domain.hazard import FindingKind, Offence
from archives.domain.inspection import InspectionKind
from archives.domain.permission import WORKER
from archives.models import CaseAct, Event, Notice, Report, Setting
from archives.services.accounts_actor import STRANGER
from archives.services.inspections import Proposal
from archives.services.reports import NewReport
from tests import handover
from tests.factories import cast as write_cast
from tests.holdings import keep, units
from tests.inspecting import HAZARD, ORGANIZATION

LATE = replace(HAZARD, kind=FindingKind.OFFENCE, grade=None, offence=Offence.LATE_TRANSFER)
NAME, CONTACT = "何举报", "13800000000"


@pytest.fixture
def people(house):
    return write_cast(house)


def report(house, people, **more):
    facts = {"about": "青山县财政局", "text": "地下室堆放档案，漏水", "sender": "a", **more}
    with house.open(STRANGER) as services:
        return services.reports.tell(NewReport(people.county.id, **facts))


def leads(house, actor):
    with house.open(actor) as services:
        return list(services.leads.list().rows)


def collect(house):
    with house.open(WORKER) as services:
        return services.leads.collect()


def test_d33_anybody_may_report_and_follow_the_report_by_its_code(either_house):
    people = write_cast(either_house)
    code = report(either_house, people)

    with either_house.open(STRANGER) as services:
        followed = services.reports.follow(code.lower().replace("-", " "))
        with pytest.raises(NotFoundError):
            services.reports.follow("2222-2222-2222-2222")
    (lead,) = leads(either_house, people.inspector)
    assert (followed.number, followed.state, followed.answer) == (lead.number, "new", "")


def test_d33_a_report_is_handled_and_answered(house, people):
    code = report(house, people)
    (lead,) = leads(house, people.inspector)
    with house.open(people.inspector) as services:
        services.leads.dismiss(lead.id, lead.version, "已核实，无此情形")
        services.leads.answer(lead.id, "经核查，未发现所述情形。")

    with house.open(STRANGER) as services:
        followed = services.reports.follow(code)
    assert (followed.state, followed.answer) == ("dismissed", "经核查，未发现所述情形。")


def test_d33_the_reporter_is_known_to_the_authority_alone(house, people):
    report(house, people, name=NAME, contact=CONTACT)
    (lead,) = leads(house, people.inspector)
    with house.open(people.inspector) as services, pytest.raises(NotPermittedError):
        services.leads.reporter(lead.id)
    with house.open(people.authority_officer) as services:
        assert services.leads.reporter(lead.id).reporter_name == NAME

    with house.open(WORKER) as services:
        ask = services.work.session.scalars
        told = [event.leaf for event in ask(select(Event))]
        told += [str(notice.facts) for notice in ask(select(Notice))]
        told += [f"{each.text}{each.facts}" for each in ask(select(CaseAct))]
    assert [text for text in told if NAME in text or CONTACT in text] == []


def test_d33_nobody_whom_a_report_is_about_ever_sees_it(house, people):
    report(house, people)

    for name in ("clerk", "approver", "archivist", "director", "neighbour_inspector", "system_admin", "audit_admin"):
        assert leads(house, getattr(people, name)) == [], name
    for name in ("clerk", "approver", "neighbour_inspector"):
        with house.open(getattr(people, name)) as services:
            assert services.work.session.scalars(select(Report)).all() == []


def test_too_many_reports_from_one_sender_in_an_hour_are_refused(house, people, clock):
    for number in range(20):
        report(house, people, text=f"第{number}件事")
    with pytest.raises(LockedOutError):
        report(house, people)
    report(house, people, sender="b")
    clock.move(hours=1)
    report(house, people)

    with house.open(WORKER) as services:
        services.reports.sweep()


def test_a_report_sent_twice_counts_once(house, people, clock):
    report(house, people)
    with pytest.raises(DuplicateError):
        report(house, people, sender="b")
    clock.move(hours=2)
    report(house, people)

    assert len(leads(house, people.inspector)) == 2


def test_a_report_says_about_whom_and_what(house, people):
    with pytest.raises(InvalidInputError) as refused:
        report(house, people, about=" ", text="")

    assert [each.where for each in refused.value.problems] == ["about", "text"]


# --- machines ---


@pytest.fixture
def overdue(house, people):
    keep(house, units(people.finance_fonds, "2014-06-30", "2014-08-01", "2013-05-05"))


def test_d36_late_transfers_become_one_lead_that_an_officer_confirms(house, people, overdue):
    assert (collect(house), collect(house)) == (1, 0)
    (lead,) = leads(house, people.inspector)
    assert (lead.source, lead.about_name) == ("overdue_transfer", "青山县财政局")
    assert lead.facts == {"batches": 2, "records": 3, "since": "2023-12-31"}

    with house.open(people.inspector) as services:
        row = services.findings.confirm_lead(lead.id, lead.version, LATE)

    assert (row.source, row.lead_id, row.offence) == ("lead", lead.id, "late_transfer")
    with house.open(people.inspector) as services, pytest.raises(IllegalTransitionError):
        services.findings.confirm_lead(lead.id, services.leads.get(lead.id).version, LATE)
    with house.open(people.clerk) as services:
        assert services.findings.list().rows == ()


def test_a_lead_that_was_dismissed_does_not_come_back_in_the_same_year(house, people, overdue, clock):
    collect(house)
    (lead,) = leads(house, people.inspector)
    with house.open(people.inspector) as services:
        services.leads.dismiss(lead.id, lead.version, "已批准延期")

    clock.move(days=7)
    assert collect(house) == 0
    clock.move(days=60)
    assert collect(house) == 1


def test_no_machine_confirms_or_dismisses_a_lead(house, people, overdue):
    collect(house)
    (lead,) = leads(house, people.inspector)
    with house.open(WORKER) as services:
        with pytest.raises(NotPermittedError):
            services.leads.dismiss(lead.id, lead.version, "x")
        with pytest.raises(NotPermittedError):
            services.findings.confirm_lead(lead.id, lead.version, LATE)


def test_a_lead_is_inspected_without_a_word(house, people, overdue):
    collect(house)
    (lead,) = leads(house, people.inspector)
    plan = Proposal(
        InspectionKind.ON_LEAD, ORGANIZATION, people.finance.id, date(2026, 11, 23), "逾期移交", lead_id=lead.id
    )
    with house.open(people.inspector) as services:
        services.inspections.propose(plan)

    (lead,) = leads(house, people.inspector)
    assert lead.state == "inspecting"


def test_a_report_about_somebody_unknown_is_confirmed_against_a_body(house, people):
    report(house, people)
    (lead,) = leads(house, people.inspector)
    with house.open(people.inspector) as services:
        with pytest.raises(InvalidInputError):
            services.findings.confirm_lead(lead.id, lead.version, HAZARD)
        row = services.findings.confirm_lead(lead.id, lead.version, HAZARD, (ORGANIZATION, people.finance.id))

    assert row.inspected_id == people.finance.id


def test_d31_damage_that_the_fixity_check_found_is_a_lead_on_the_archive_that_keeps_it(house, people, clock):
    records = handover.three_records(house, people)
    transfer = handover.plan(house, people)
    handover.submit(house, people, transfer.id)
    handover.accept(house, people, transfer.id, records)
    with house.open(WORKER) as services, services.work.write():
        facts = {"at": clock.instant.isoformat(), "objects": 4, "faults": 2}
        services.work.session.add(Setting(name="fixity", value=facts))

    assert (collect(house), collect(house)) == (1, 0)
    (lead,) = leads(house, people.inspector)
    assert (lead.source, lead.about_name, lead.facts["faults"]) == ("fixity", "青山县档案馆", 2)
    assert leads(house, people.director) == []


def test_both_databases_gather_alike(either_house):
    people = write_cast(either_house)
    keep(either_house, units(people.finance_fonds, "2014-06-30", "2013-05-05"))

    assert (collect(either_house), collect(either_house)) == (1, 0)
    assert leads(either_house, people.inspector)[0].facts["since"] == "2023-12-31"
