"""What stands on the papers of an inspection and of a case, read off their rows at the act that they follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from archives.domain.case_paper import LETTERS, PaperKind
from archives.domain.checklist import Answer, Checklist
from archives.domain.hazard import CITATIONS, LegalBasis, consequence
from archives.models import CaseAct, Evidence, Finding, Inspection, InspectionOfficer, RectificationOrder
from archives.ports import (
    CasePaper,
    FormSignature,
    PaperAct,
    PaperAnswer,
    PaperEvidence,
    PaperItem,
    PaperOfficer,
    PaperSheet,
)
from archives.services.answer_sheets import AnswerSheetService
from archives.services.case_paper_issuer import Issuer
from archives.services.findings import basis_of
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

_K = PaperKind


@dataclass(frozen=True, slots=True)
class Said:
    """What the act says that the paper follows: its words, to whom a proposal goes; or that nothing is said yet."""

    text: str = ""
    addressee: str = ""
    is_draft: bool = False


class FactsOfPapers:
    """Gathers them for one authority's paper."""

    def __init__(self, work: UnitOfWork, outside: Outside, issuer: Issuer, language: str) -> None:
        self._work, self._outside, self._issuer, self._language = work, outside, issuer, language

    def of_inspection(self, row: Inspection, kind: PaperKind, said: Said) -> CasePaper:
        """Return what a notice or a record on site says."""
        return CasePaper(
            **self._common(row, kind, said),
            addressee=row.inspected_name,
            inspection_kind=row.kind,
            planned_on=row.planned_on.isoformat(),
            ground=row.ground,
            opened_at=self._minute(row.opened_at),
            concluded_at=self._minute(row.concluded_at),
            sheet=self._sheet(row, counted=kind is _K.SITE_RECORD),
            record=row.record,
            signed_by=row.signed_by,
            unsigned_because=row.unsigned_because,
            receiver=FormSignature(row.signed_by, self._day(row.concluded_at), "") if row.signed_by else None,
            officers=self._officers([row]),
            items=[_item(each) for each in self._of(Finding, Finding.inspection_id == row.id)],
            bases=[CITATIONS[LegalBasis.LAW_42]],
            is_demo=row.is_demo,
        )

    def of_order(self, row: RectificationOrder, kind: PaperKind, said: Said) -> CasePaper:
        """Return what a paper on an order says."""
        found = self.findings(row)
        rules, visits = self._outside.profile.supervision.papers, self.inspections(row)
        return CasePaper(
            **self._common(row, kind, said),
            addressee=said.addressee or row.inspected_name,
            answers_for=row.routed_from,
            officers=self._officers(visits),
            opened_at=self._minute(visits[0].opened_at) if visits else "",
            items=[_item(each) for each in found],
            bases=[CITATIONS[LegalBasis(each)] for each in row.bases],
            consequence=consequence(row.instrument, [each.offence for each in found if each.offence]),
            objection=rules.objection(self._language, self._issuer.name),
            remedy=rules.remedy(self._language, self._issuer.place),
            **{**self._days(row), **self._signed(row, kind, said)},
            text=said.text,
            is_demo=any(each.is_demo for each in visits),
        )

    def inspections(self, order: RectificationOrder) -> Sequence[Inspection]:
        """Return the inspections at which the lines of an order were found."""
        asked = select(Finding.inspection_id).where(Finding.order_id == order.id, Finding.inspection_id.is_not(None))
        return self._of(Inspection, Inspection.id.in_(set(self._work.session.scalars(asked))))

    def findings(self, order: RectificationOrder) -> Sequence[Finding]:
        """Return the lines of an order, in the order of the register."""
        return self._of(Finding, Finding.order_id == order.id)

    def acts(self, rows: Iterable[Any]) -> list[PaperAct]:
        """Return all that happened to these rows, in order."""
        found = self._of(CaseAct, CaseAct.subject_id.in_([row.id for row in rows]))
        return [PaperAct(self._minute(act.happened_at), act.kind, act.actor, act.text) for act in found]

    def evidence(self, rows: Iterable[Any]) -> list[PaperEvidence]:
        """Return what is on file for these rows, with its digests."""
        numbers = {row.id: row.number for row in rows}
        return [
            PaperEvidence(
                numbers[each.subject_id],
                each.name,
                each.caption,
                each.size,
                each.sha256,
                self._day(each.added_at),
                each.added_by,
            )
            for each in self._of(Evidence, Evidence.subject_id.in_(list(numbers)))
        ]

    # --- private ---

    def _common(self, row: Any, kind: PaperKind, said: Said) -> dict[str, Any]:  # noqa: ANN401 -- either row
        now, issuer = self._work.now().astimezone(self._outside.profile.zone), self._issuer
        is_letter = kind in LETTERS and not said.is_draft
        return {
            "kind": str(kind),
            "authority": issuer.name,
            "place": issuer.place,
            "inspected": row.inspected_name,
            "case_number": row.number,
            "issued_at": now,
            "language": self._language,
            "seal": FormSignature(issuer.name, now.date().isoformat(), "electronic") if is_letter else None,
            "is_draft": said.is_draft,
        }

    def _days(self, row: RectificationOrder) -> dict[str, Any]:
        return {
            "instrument": str(row.instrument),
            "order_number": row.document_number,
            "ordered_on": self._day(row.issued_at),
            "due_on": row.due_on.isoformat() if row.due_on else "",
            "first_due_on": row.first_due_on.isoformat() if row.first_due_on else "",
            "served_at": self._minute(row.acknowledged_at),
            "reported_on": self._day(row.reported_at),
            "rechecked_on": self._day(row.rechecked_at),
            "closed_on": self._day(row.closed_at),
            "round": row.round,
        }

    def _signed(self, row: RectificationOrder, kind: PaperKind, said: Said) -> dict[str, Any]:
        """Return who signs by this act: the inspected by acknowledging or reporting, else the officer."""
        if said.is_draft:
            return {}
        mine = FormSignature(self._work.actor.name, self._day(self._work.now()), "electronic")
        if kind is _K.RECHECK_RECORD:
            passed = all(each.recheck == "passed" for each in self.findings(row))
            # a failed recheck has begun the next round
            return {"handler": mine, "is_passed": passed, "round": row.round if passed else row.round - 1}
        if kind is _K.DELIVERY_RECEIPT:
            return {"handler": mine, "manner": said.text} if said.text else {"receiver": mine}
        return {"handler": mine} if kind is _K.RECTIFICATION_REPORT else {}

    def _sheet(self, row: Inspection, *, counted: bool) -> PaperSheet | None:
        sheets = AnswerSheetService(self._work, self._outside)
        checklist = sheets.checklist(row)
        if checklist is None:
            return None
        given = sheets.answers(row.id) if counted else {}
        answers = [each.answer for code, each in given.items()]
        counts = [answers.count(each) for each in (Answer.MET, Answer.NOT_MET, Answer.NOT_APPLICABLE)]
        unmet = _unmet(checklist, given)
        return PaperSheet(checklist.title, checklist.edition, [*counts, len(checklist.items) - len(given)], unmet)

    def _officers(self, rows: Sequence[Inspection]) -> list[PaperOfficer]:
        found = self._of(InspectionOfficer, InspectionOfficer.inspection_id.in_([row.id for row in rows]))
        return list(dict.fromkeys(PaperOfficer(each.name, each.certificate_number) for each in found))

    def _of(self, model: Any, criterion: Any) -> Sequence[Any]:  # noqa: ANN401 -- any supervised table
        return self._work.session.scalars(select(model).where(criterion).order_by(model.id)).all()

    def _day(self, at: datetime | None) -> str:
        return self._outside.profile.day_of(at).isoformat() if at else ""

    def _minute(self, at: datetime | None) -> str:
        return f"{at.astimezone(self._outside.profile.zone):%Y-%m-%d %H:%M}" if at else ""


def _item(row: Finding) -> PaperItem:
    return PaperItem(
        number=row.number,
        kind=row.kind,
        grade=row.grade or "",
        place=row.place,
        facts=row.facts,
        basis=CITATIONS[basis_of(row)],
        requirement=row.requirement,
        measures=row.measures,
        responsible=row.responsible,
        planned_by=row.planned_by.isoformat() if row.planned_by else "",
        done=row.done,
        recheck=row.recheck,
        recheck_note=row.recheck_note,
    )


def _unmet(checklist: Checklist, given: Any) -> list[PaperAnswer]:  # noqa: ANN401 -- answers by code
    texts = {item.code: item.text for item in checklist.items}
    said = [given[code] for code in texts if code in given and given[code].answer is Answer.NOT_MET]
    return [PaperAnswer(each.code, texts[each.code], each.note) for each in said]
