"""The steps of a handover, for tests that need a transfer in some state: each party does its part."""

import hashlib
import io

from sqlalchemy import select

from archives.domain.permission import WORKER
from archives.domain.vocabulary import AccessStatus, ClassificationChange, Disclosure, FileKind, Outcome, Side
from archives.models import CheckRun, Obligation
from archives.services.content import Upload
from archives.services.counting import Tick
from archives.services.transfer_lists import Opinions

OPINIONS = Opinions(AccessStatus.OPEN, Disclosure.PROACTIVE, ClassificationChange.NEVER_CLASSIFIED)
DESCRIPTION = {
    "level": "item",
    "carrier": "electronic",
    "responsible_party": "青山县财政局",
    "category": "WS",
    "retention": "permanent",
    "access_status": "unreviewed",
    "creator": "青山县财政局办公室",
    "activity": "发文",
    "activity_on": "2005-03-04",
    "process": "起草、审核、签发",
    "generation": "native",
}


def register(house, people, number, title, **more):
    with house.open(people.clerk) as services:
        description = {
            **DESCRIPTION,
            "reference_code": number,
            "title": title,
            "formed_on": "2005-03-04",
            "year": "2005",
        }
        record = services.records.register(people.finance_fonds.id, {**description, **more}).record
        if more.get("carrier") != "paper":
            data = f"{title}的全文".encode()
            upload = Upload(f"{title}.xml", io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
            services.content.attach(record.id, upload, FileKind.ORIGINAL)
        return record.id


def batch(house, actor):
    with house.open(actor) as services:
        return services.work.session.scalars(select(Obligation)).one()


def plan(house, people):
    with house.open(people.clerk) as services:
        transfer = services.transfer_lists.create([batch(house, people.clerk).id])
        transfer = services.transfers.prepare(transfer.id, transfer.version)
        transfer = services.transfer_lists.describe(transfer.id, transfer.version, transfer.name, "2005 年度文书")
        return services.transfer_lists.state_opinions(transfer.id, transfer.version, OPINIONS)


def check(house, actor, transfer_id, side):
    """Let the worker check, and the actor decide what no machine can."""
    with house.open(WORKER) as services:
        for run in services.work.session.scalars(select(CheckRun).where(CheckRun.state == "queued")):
            services.checks.run(run.id)
    with house.open(actor) as services:
        for finding in services.checks.open_questions(services.checks.run_of(transfer_id, side).id):
            services.checks.decide(finding.id, Outcome.PASSED, "逐件看过")
    return transfer_id


def submit(house, people, transfer_id):
    with house.open(people.clerk) as services:
        services.transfers.begin_unit_checks(transfer_id, services.transfers.read(transfer_id).version)
    check(house, people.clerk, transfer_id, Side.UNIT)
    act(house, people.clerk, "transfers", "request_approval", transfer_id)
    return act(house, people.approver, "transfers", "submit", transfer_id)


def act(house, actor, counter, button, transfer_id, *more):
    with house.open(actor) as services:
        version = services.transfers.read(transfer_id).version
        return getattr(getattr(services, counter), button)(transfer_id, version, *more)


def count_paper(house, people, transfer_id, records):
    with house.open(people.archivist) as services:
        services.counting.tick(transfer_id, records[2], Tick("present"))


def review(house, people, transfer_id, records):
    act(house, people.archivist, "reception", "begin_checks", transfer_id)
    check(house, people.archivist, transfer_id, Side.ARCHIVE)
    count_paper(house, people, transfer_id, records)


def accept(house, people, transfer_id, records):
    review(house, people, transfer_id, records)
    act(house, people.archivist, "reception", "propose_acceptance", transfer_id)
    act(house, people.director, "reception", "seal", transfer_id)
    with house.open(WORKER) as services:
        return services.storing.store(transfer_id)


def three_records(house, people):
    """Two electronic items and one on paper, of 2005: one batch that is due."""
    return [
        register(house, people, "A001-WS·2005-Y-0001", "关于防汛经费的通知"),
        register(house, people, "A001-WS·2005-Y-0002", "关于预算的批复"),
        register(house, people, "A001-WS·2005-Y-0003", "老财务档案", carrier="paper"),
    ]
