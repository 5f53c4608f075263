"""A house in which both bodies have something of everything, and the addresses that lead to it."""

import hashlib
import io
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from sqlalchemy import select

from archives.domain.errors import ArchivesError
from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.responsibility import Office
from archives.domain.vocabulary import FileKind, Side
from archives.models import (
    Base,
    CheckFinding,
    CheckRun,
    ContentFile,
    Grant,
    Job,
    Lead,
    Owned,
    Receipt,
    ReturnReason,
    SavedSearch,
    Supervised,
    Transfer,
)
from archives.services.climate_imports import ReadingsList
from archives.services.content import Upload
from archives.services.counting import Tick
from archives.services.records import RecordFilter
from archives.services.rectification import Issue
from archives.services.registration import ImportOptions
from archives.services.responsibility import Person
from archives.services.search_asking import Question
from archives.services.transfer_life import Ground
from archives.services.work_reports import Filling
from tests import climate, drilling, handover, inspecting

LIST = "档号,题名,形成日期\nA00{n}-WS·2011-Y-0001,{mark}另一件,不是日期\n"
MARKS = {"finance": "财局机要甲", "health": "卫局机要乙"}
"""Words that stand in everything that a body wrote."""


def side_of(people, name):
    """Return the cast as the steps of tests/handover.py want it, for one of the two bodies."""
    clerk, approver = ("clerk", "approver") if name == "finance" else ("other_clerk", "other_approver")
    return SimpleNamespace(
        clerk=getattr(people, clerk),
        approver=getattr(people, approver),
        archivist=people.archivist,
        director=people.director,
        authority_officer=people.authority_officer,
        inspector=people.inspector,
        finance_fonds=getattr(people, f"{name}_fonds"),
        finance=getattr(people, name),
        mark=MARKS[name],
        number={"finance": "1", "health": "2"}[name],
    )


def furnish(house, people):
    """Let both bodies do all that bodies do; return what each owns, by kind."""
    for name in MARKS:
        _live(house, side_of(people, name))
    with house.open(WORKER) as services:
        services.leads.collect()
    with house.open(people.inspector) as services:
        services.inspection_plans.draw_up(people.county.id, 2026, "年度检查计划")
    return {name: owned_by(house, getattr(people, name)) for name in MARKS}


def hand_over(house, people, name):
    """Let one of the two bodies hand over two records of 2004, to the receipt."""
    side = side_of(people, name)
    _records(house, side, "2004")
    _accepted(house, side)


def owned_by(house, organization):
    """Return the identifiers of all rows of an organization, by table; and those of its jobs."""
    with house.open(WORKER) as services:
        found = {}
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Owned | Supervised):
                rows = services.work.session.scalars(
                    select(mapper.class_.id).where(mapper.class_.organization_id == organization.id)
                )
                found[mapper.class_.__tablename__] = list(rows)
        found["job"] = list(services.work.session.scalars(select(Job.id).where(Job.organization_id == organization.id)))
        return found


def _live(house, people):
    _records(house, people, "2004")
    _box(house, people)
    _accepted(house, people)
    _records(house, people, "2005")
    _ask_for_time(house, people)
    transfer = _plan(house, people)
    handover.submit(house, people, transfer.id)
    _return(house, people, transfer.id)
    _records(house, people, "2006")
    _submitted(house, people)
    _records(house, people, "2007")
    _plan(house, people)
    _records(house, people, "2008")
    _import(house, people)
    with house.open(people.clerk) as services:
        services.saved_searches.save(people.mark, Question(people.mark))
    _inspected(house, people)
    _climate(house, people)
    _answered_for(house, people)
    with house.open(WORKER) as services:
        services.deadlines.sweep()


def _inspected(house, people):
    """Let the body be inspected, and ordered to mend what was found."""
    inspection = inspecting.on_site(house, people)
    found = inspecting.find(house, people, inspection, replace(inspecting.HAZARD, facts=people.mark))
    with house.open(people.inspector) as services:
        services.evidence.attach("finding", found.id, upload(f"{people.mark}.jpg", people.mark.encode()), people.mark)
    inspecting.conclude(house, people, inspection)
    order = inspecting.order(house, people, found)
    issue = Issue(people.mark, date(2026, 12, 22))
    inspecting.act(house, people.authority_officer, "issue", order.id, issue)


def _answered_for(house, people):
    """Let the body name who answers for its archives, begin its report, and drill its emergency plan."""
    kind, keeper = InspectedKind.ORGANIZATION, Person(Office.KEEPER, people.mark, date(2020, 1, 1))
    with house.open(people.clerk) as services:
        services.responsibility.enter(kind, people.finance.id, keeper)
        report = services.work_reports.begin(kind, people.finance.id)
        services.work_reports.fill_in(report.id, report.version, Filling(texts={"work": people.mark}))
        drill = replace(drilling.FIRE, findings=people.mark, led_by=people.mark)
        services.drills.record(kind, people.finance.id, drill)


def _climate(house, people):
    """Let the body keep a room, with a reading and a list of readings."""
    body = (InspectedKind.ORGANIZATION, people.finance.id)
    room = climate.room_of(house, people, replace(climate.FACTS, name=people.mark), people.clerk, body)
    climate.take(house, people.clerk, climate.reading(room, climate.at(20)))
    with house.open(people.clerk) as services:
        sent = upload(f"{people.mark}.csv", f"库房,日期\n{people.mark},2026\n".encode())
        row = services.climate_imports.receive(ReadingsList(*body), sent)
    with house.open(WORKER) as services:
        services.climate_imports.check(row.id)


def _records(house, people, year):
    """Register one electronic and one paper item of that year."""
    for place, carrier in enumerate(("electronic", "paper"), 1):
        description = handover.DESCRIPTION | {
            "carrier": carrier,
            "reference_code": f"A00{people.number}-WS·{year}-Y-000{place}",
            "title": f"{people.mark}的第{place}件",
            "formed_on": f"{year}-03-04",
            "activity_on": f"{year}-03-04",
            "year": year,
        }
        with house.open(people.clerk) as services:
            record = services.records.register(people.finance_fonds.id, description).record
            kind = FileKind.DIGITISED_COPY if carrier == "paper" else FileKind.ORIGINAL
            services.content.attach(record.id, upload(f"{people.mark}{year}.txt", people.mark.encode()), kind)


def _box(house, people):
    """Put the paper of 2004 into a box."""
    with house.open(people.clerk) as services:
        paper = next(each for each in services.records.list(RecordFilter()).rows if each.carrier == "paper")
        services.boxes.put(paper.id, paper.version, people.mark, people.mark)


def upload(name, data):
    return Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())


def _ask_for_time(house, people):
    with house.open(people.clerk) as services:
        row = services.extensions.request(_open_batch(services).id, "specialised", people.mark, date(2028, 1, 1))
    with house.open(people.authority_officer) as services:
        services.extensions.decline(row.id, people.mark, row.version)


def _open_batch(services):
    return next(row.obligation for row in services.obligations.batches().rows if row.obligation.records_pending)


def _plan(house, people):
    with house.open(people.clerk) as services:
        with suppress(ArchivesError):
            services.plans.draft(people.finance.id, 2026)
        transfer = services.transfer_lists.create([_open_batch(services).id])
        transfer = services.transfers.prepare(transfer.id, transfer.version)
        transfer = services.transfer_lists.describe(transfer.id, transfer.version, people.mark, people.mark)
        return services.transfer_lists.state_opinions(transfer.id, transfer.version, handover.OPINIONS)


def _return(house, people, transfer_id):
    handover.act(house, people.archivist, "reception", "begin_checks", transfer_id)
    handover.check(house, people.archivist, transfer_id, Side.ARCHIVE)
    handover.act(
        house, people.archivist, "reception", "return_for_correction", transfer_id, [Ground(people.mark, "YJ-2-4")]
    )


def _submitted(house, people):
    transfer = _plan(house, people)
    handover.submit(house, people, transfer.id)


def _accepted(house, people):
    transfer = _plan(house, people)
    handover.submit(house, people, transfer.id)
    handover.act(house, people.archivist, "reception", "begin_checks", transfer.id)
    handover.check(house, people.archivist, transfer.id, Side.ARCHIVE)
    with house.open(people.archivist) as services:
        for item in services.transfer_lists.items(transfer.id):
            if item.record.carrier == "paper":
                services.counting.tick(transfer.id, item.record_id, Tick("present"))
    handover.act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    handover.act(house, people.director, "reception", "seal", transfer.id)
    with house.open(WORKER) as services:
        services.storing.store(transfer.id)


def _import(house, people):
    data = LIST.format(n=people.number, mark=people.mark).encode()
    with house.open(people.clerk) as services:
        row = services.registrations.receive(people.finance_fonds.id, upload("清单.csv", data), ImportOptions())
    with house.open(WORKER) as services:
        services.registrations.check(row.id)


def values_of(house, organization):
    """Return what leads to rows of an organization, by the name it has in addresses; they belong together."""
    owned = owned_by(house, organization)
    with house.open(WORKER) as services:

        def one(model):
            return services.work.session.scalars(
                select(model).where(model.organization_id == organization.id).order_by(model.id)
            ).first()

        returned = services.work.session.scalars(
            select(Transfer.id).where(Transfer.organization_id == organization.id, Transfer.returns > 0)
        ).one()
        reason, finding, receipt, file = one(ReturnReason), one(CheckFinding), one(Receipt), one(ContentFile)
        run = services.work.session.get(CheckRun, finding.run_id)
        assert run.transfer_id == receipt.transfer_id
        return {
            "record_id": file.record_id,
            "file_id": file.id,
            "name": file.name,
            "transfer_id": receipt.transfer_id,
            "returned_id": returned,
            "ordinal": 1,
            "number": receipt.number,
            "run_id": run.id,
            "finding_id": finding.id,
            "reason_id": reason.id,
            "import_id": owned["import"][0],
            "obligation_id": owned["obligation"][0],
            "plan_id": owned["transfer_plan"][0],
            "extension_id": owned["extension"][0],
            "fonds_id": owned["fonds"][0],
            "schedule_id": owned["retention_schedule"][0],
            "organization_id": organization.id,
            "inspection_id": owned["inspection"][0],
            "subject_id": owned["inspection"][0],
            "found_id": owned["finding"][0],
            "order_id": owned["rectification_order"][0],
            "evidence_id": owned["evidence"][0],
            "paper_id": services.case_papers.draw(owned["paper"][0]).id,
            "room_id": owned["repository_room"][0],
            "reading_id": owned["climate_reading"][0],
            "list_id": owned["climate_import"][0],
            "lead_id": services.work.session.scalar(select(Lead.id).where(Lead.about_id == organization.id)),
            "body_id": organization.id,
            "person_id": owned["responsible_person"][0],
            "report_id": owned["work_report"][0],
            "drill_id": owned["emergency_drill"][0],
            "search_id": services.work.session.scalar(
                select(SavedSearch.id)
                .join(Grant, Grant.account_id == SavedSearch.account_id)
                .where(Grant.organization_id == organization.id)
            ),
            "year_plan_id": services.inspection_plans.list()[0].id,
            "step": "cancel",
            "deed": "answer",
            "sha256": "0" * 64,
            "action": "prepare",
        }


def address(rule, values):
    """Return the address of a route with these values, by the names in it; what has an ordinal is a return."""
    if "ordinal" in rule.arguments and values:
        values = {**values, "transfer_id": values["returned_id"]}
    filled = re.sub(r"<any\(['\"]?([^'\",)]+)[^>]*>", r"\1", rule.rule)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], "x")), filled)
