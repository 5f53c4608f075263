"""The demo's inspections: one of the body, whose hazard is being rectified, one of the archive, already closed out."""

from datetime import timedelta
from uuid import UUID

from api.cli.demo.stage import Stage
from archives.domain.checklist import Answer
from archives.domain.hazard import FindingKind, Grade, InspectedKind
from archives.domain.inspection import InspectionKind
from archives.services.findings import Found
from archives.services.inspections import Proposal, SignedRecord
from archives.services.rectification import Issue, Looked
from archives.services.rectification_inspected import Measure

INSPECTOR, AUTHORITY = "inspector", "authority"
FIRE = Found(
    kind=FindingKind.HAZARD,
    facts="演示：一号库房两具灭火器压力低于绿区。",
    grade=Grade.MAJOR,
    category="防火",
    place="一号库房",
    requirement="更换灭火器，逐月检查并登记。",
    checklist_code="F1",
)
STOCK = Found(
    kind=FindingKind.WORK_PROBLEM,
    facts="演示：上一次清点距今一年零两个月。",
    place="一号库房",
    requirement="年内完成清点。",
    checklist_code="G4",
)
LEAK = Found(
    kind=FindingKind.HAZARD,
    facts="演示：二号库房窗台有渗水痕迹。",
    grade=Grade.GENERAL,
    category="防水",
    place="二号库房",
    requirement="修补窗台并检查相邻档案。",
    checklist_code="1.2.3",
)


class InspectionDemo:
    """Plays two inspections; what an interrupted play left stays as it is."""

    def __init__(self, stage: Stage, body: str, archive: str) -> None:
        self._stage, self._body, self._archive = stage, body, archive

    def play(self) -> int:
        """Play, and return how many inspections there are."""
        officers = self._officers()
        body, archive = self._id("organization", self._body), self._id("repository", self._archive)
        with self._stage.person(INSPECTOR) as services:
            known = {each.inspected_id for each in services.inspections.list().rows}
        if archive not in known:
            found = self._inspect(InspectedKind.REPOSITORY, archive, "risk", officers, (LEAK,))
            order = self._order(found, "演档改〔2026〕1号")
            self._begin(order, "archivist")
            self._finish(order, "director")
        if body not in known:
            fire, _stock = self._inspect(InspectedKind.ORGANIZATION, body, "store", officers, (FIRE, STOCK))
            self._begin(self._order([fire], "演档改〔2026〕2号"), "clerk")
        with self._stage.machine() as services:
            services.leads.collect()
        self._stage.work()
        with self._stage.machine() as services:
            return len(services.inspections.list().rows)

    # --- private ---

    def _id(self, kind: str, name: str) -> UUID:
        with self._stage.machine() as services:
            return services.parties.named(kind, name).id

    def _officers(self) -> list[UUID]:
        with self._stage.person(AUTHORITY) as services:
            listed = services.officers.list()
            until = services.obligations.today() + timedelta(days=3 * 365)
            if not listed:
                for number, username in enumerate((INSPECTOR, AUTHORITY), 1):
                    services.officers.enter(username, f"演执9901230{number}", until)
            return [each.id for each in services.officers.list()]

    def _inspect(
        self, kind: InspectedKind, body: UUID, checklist: str, officers: list[UUID], found: tuple[Found, ...]
    ) -> list[UUID]:
        with self._stage.person(INSPECTOR) as services:
            counter, day = services.inspections, services.obligations.today()
            plan = Proposal(InspectionKind.SPECIAL, kind, body, day, "演示：年度计划", checklist, is_demo=True)
            row = counter.propose(plan).id
            counter.assign(row, counter.get(row).version, officers)
            counter.notify(row, counter.get(row).version)
            counter.open(row, counter.get(row).version)
            listed = services.answer_sheets.checklist(counter.get(row))
            unmet = {each.checklist_code for each in found}
            for item in listed.items if listed else ():
                said = Answer.NOT_MET if item.code in unmet else Answer.MET
                services.answer_sheets.answer(row, item.code, said, "", None)
            lines = [services.findings.record(row, each).id for each in found]
            record = SignedRecord("演示：现场查看库房、设施和台账。", "演示签字人")
            counter.conclude(row, counter.get(row).version, record)
            return lines

    def _order(self, found: list[UUID], document: str) -> UUID:
        with self._stage.person(INSPECTOR) as services:
            row = services.rectification.draft(found).id
        with self._stage.person(AUTHORITY) as services:
            seen = services.rectification.get(row).version
            services.rectification.issue(row, seen, Issue(document, term="30-day"))
        return row

    def _begin(self, order: UUID, username: str) -> None:
        with self._stage.person(username) as services:
            counter = services.answering
            counter.acknowledge(order, counter.get(order).version)
            plan = {each.id: Measure("演示：立即处理并建立台账。", "演示责任人") for each in counter.findings(order)}
            counter.begin(order, counter.get(order).version, plan)

    def _finish(self, order: UUID, head: str) -> None:
        with self._stage.person(head) as services:
            counter = services.answering
            done = {each.id: "演示：已处理。" for each in counter.findings(order)}
            counter.report(order, counter.get(order).version, "演示：整改完毕。", done)
        with self._stage.person(INSPECTOR) as services:
            desk = services.rectification
            looked = {each.id: Looked(passed=True, text="演示：现场查看。") for each in desk.findings(order)}
            desk.recheck(order, desk.get(order).version, looked)
        with self._stage.person(AUTHORITY) as services:
            services.rectification.close_out(order, services.rectification.get(order).version)
