"""The steps of an inspection, for tests that need a case in some state: each party does its part."""

import hashlib
import io
from datetime import date

from archives.domain.hazard import FindingKind, Grade, InspectedKind
from archives.domain.inspection import InspectionKind
from archives.services.content import Upload
from archives.services.findings import Found
from archives.services.inspections import Proposal, SignedRecord
from archives.services.rectification import Issue, Looked
from archives.services.rectification_inspected import Measure

HAZARD = Found(
    kind=FindingKind.HAZARD,
    facts="库房两具灭火器压力低于绿区",
    grade=Grade.MAJOR,
    category="fire",
    place="一号库房",
    requirement="更换灭火器并逐月检查",
    checklist_code="F1",
)
ORGANIZATION, REPOSITORY = InspectedKind.ORGANIZATION, InspectedKind.REPOSITORY


def photo(name="现场.jpg", data=b"\xff\xd8\xff photo"):
    return Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())


def enter_officers(house, people):
    """Give the inspector and the officer of the authority their certificates; return both ids."""
    with house.open(people.authority_officer) as services:
        known = {each.name: each.id for each in services.officers.list()}
        for number, username in enumerate(("inspector", "authority_officer"), 1):
            name = getattr(people, username).name
            if name not in known:
                entered = services.officers.enter(username, f"岭执法9901-{number}", date(2028, 12, 31))
                known[name] = entered.id
        return list(known.values())


def propose(house, people, kind=InspectionKind.SPECIAL, body=None, **more):
    body = body or (ORGANIZATION, people.finance.id)
    facts = {"planned_on": date(2026, 11, 22), "checklist": "store", "ground": "年度计划", **more}
    with house.open(people.inspector) as services:
        planned = services.inspections.propose(Proposal(kind, *body, **facts))
    officers = enter_officers(house, people)
    with house.open(people.inspector) as services:
        return services.inspections.assign(planned.id, planned.version, officers)


def step(house, actor, button, row_id, *more):
    """Press a button of an inspection on its present version."""
    with house.open(actor) as services:
        return getattr(services.inspections, button)(row_id, services.inspections.get(row_id).version, *more)


def on_site(house, people, **more):
    """An open inspection."""
    planned = propose(house, people, **more)
    step(house, people.inspector, "notify", planned.id)
    return step(house, people.inspector, "open", planned.id)


def find(house, people, inspection, found=HAZARD):
    with house.open(people.inspector) as services:
        return services.findings.record(inspection.id, found)


def conclude(house, people, inspection):
    return step(house, people.inspector, "conclude", inspection.id, SignedRecord("检查了一号库房。", "王审核"))


def order(house, people, *found):
    """An order that has been drawn up."""
    with house.open(people.inspector) as services:
        return services.rectification.draft([each.id for each in found])


def act(house, actor, button, order_id, *more, counter="rectification"):
    """Press a button of an order on its present version."""
    with house.open(actor) as services:
        version = services.rectification.get(order_id).version
        return getattr(getattr(services, counter), button)(order_id, version, *more)


def answer(house, actor, button, order_id, *more):
    """Press a button of the inspected."""
    return act(house, actor, button, order_id, *more, counter="answering")


def issued(house, people, found=HAZARD, due_on=date(2026, 12, 22), body=None):
    """An order that the finance bureau (or another body) has received, with one item."""
    inspection = on_site(house, people, **({"body": body} if body else {}))
    row = find(house, people, inspection, found)
    conclude(house, people, inspection)
    drawn = order(house, people, row)
    return act(house, people.authority_officer, "issue", drawn.id, Issue("青档改〔2026〕1号", due_on))


def items(house, actor, order_id):
    with house.open(actor) as services:
        return list(services.rectification.findings(order_id))


def rectify(house, people, order_id, by=("clerk", "approver")):
    """Acknowledge where it is new, plan and report."""
    clerk, head = (getattr(people, name) for name in by)
    with house.open(clerk) as services:
        if services.rectification.get(order_id).state == "ordered":
            services.answering.acknowledge(order_id, services.rectification.get(order_id).version)
    left = [each for each in items(house, clerk, order_id) if each.recheck != "passed"]
    answer(house, clerk, "begin", order_id, {each.id: Measure("更换并建立台账", "李经办") for each in left})
    return answer(house, head, "report", order_id, "已整改", {each.id: "已更换两具" for each in left})


def recheck(house, people, order_id, *, passed=True, until=None):
    left = [each for each in items(house, people.inspector, order_id) if each.recheck != "passed"]
    looked = {each.id: Looked(passed, "现场查看") for each in left}
    return act(house, people.inspector, "recheck", order_id, looked, until)


def close(house, people, order_id):
    rectify(house, people, order_id)
    recheck(house, people, order_id)
    return act(house, people.authority_officer, "close_out", order_id)
