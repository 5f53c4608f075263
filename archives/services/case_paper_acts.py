"""Which paper follows an act: its row, number and facts are written with the act, the worker draws it afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.case_paper import DRAWN_UP, NOT_SHOWN, OF_INSPECTION, OF_ORDER, PaperKind
from archives.domain.inspection import InspectionAction
from archives.domain.readable_number import NumberKind
from archives.domain.rectification import EscalationKind, OrderAction
from archives.models import Inspection, Paper, RectificationOrder, new_id
from archives.ports import CasePaper
from archives.services.case_paper_facts import FactsOfPapers, Said
from archives.services.case_paper_issuer import Issuer, document_number, issuer_of
from archives.services.case_paper_manifest import digest_of, facts_of
from archives.services.numbers import next_number
from archives.services.outside import Outside
from archives.services.supervision import about, today
from archives.services.unit_of_work import UnitOfWork

_A, _K = OrderAction, PaperKind


def paper_after_visit(work: UnitOfWork, outside: Outside, row: Inspection, action: InspectionAction) -> None:
    """Draw up the paper of an act on an inspection, if it has one; one that is cancelled takes its notice with it.

    Inside the writing transaction of the act.
    """
    if action is InspectionAction.CANCEL:
        _revoke(work, row, _K.INSPECTION_NOTICE)
    kind = OF_INSPECTION.get(action)
    if kind is None:
        return
    issuer = issuer_of(work, row)
    paper = _row(work, outside, row, kind, issuer)
    paper.document_number = document_number(work, outside, issuer, kind)
    facts = FactsOfPapers(work, outside, issuer, paper.language)
    give_facts(work, paper, facts.of_inspection(row, kind, Said()))


def papers_after(
    work: UnitOfWork, outside: Outside, row: RectificationOrder, action: OrderAction, text: str, **told: object
) -> None:
    """Draw up the papers of an act on an order; when it is revoked, say so of its order paper. Inside its write."""
    if action is _A.REVOKE:
        _revoke(work, row, _K.ORDER)
    if action is _A.ESCALATE and told.get("escalation") is not EscalationKind.SANCTION_PROPOSAL:
        return
    said = Said(text, str(told.get("addressee", "")))
    for kind in OF_ORDER.get(action, ()):
        if kind is _K.CASE_FILE:
            draw_up_file(work, outside, row)
        else:
            _draw_up(work, outside, row, kind, said)


def draw_up_file(work: UnitOfWork, outside: Outside, row: RectificationOrder) -> Paper:
    """Give a case file its row; what it holds is gathered when it is drawn. Inside a write."""
    return _row(work, outside, row, _K.CASE_FILE, issuer_of(work, row))


def give_facts(work: UnitOfWork, paper: Paper, drawn: CasePaper) -> None:
    """Say once and for all what a paper says; the event put on the trail here is the one that it proves."""
    named = replace(drawn, number=paper.number, document_number=paper.document_number)
    told = facts_of(named, paper.issuer_id)
    paper.facts, paper.facts_sha256 = told, digest_of(told)
    paper.addressee, paper.is_demo = drawn.addressee, drawn.is_demo
    work.session.flush()
    facts = {"document_number": paper.document_number, "paper": paper.kind, "case": drawn.case_number}
    work.record(DRAWN_UP, paper, number=paper.number, manifest_sha256=paper.facts_sha256, **facts)


def papers_of(work: UnitOfWork, subject_ids: Sequence[UUID]) -> Sequence[Paper]:
    """Return the papers of inspections and orders that the actor sees, in the order of their acts."""
    asked = select(Paper).where(Paper.subject_id.in_(list(subject_ids)))
    return work.session.scalars(asked.order_by(Paper.issued_at, Paper.id)).all()


def _draw_up(work: UnitOfWork, outside: Outside, row: RectificationOrder, kind: PaperKind, said: Said) -> None:
    issuer = issuer_of(work, row)
    paper = _row(work, outside, row, kind, issuer)
    if kind is _K.ORDER:
        paper.document_number = row.document_number
    else:
        paper.document_number = document_number(work, outside, issuer, kind, row.instrument)
    facts = FactsOfPapers(work, outside, issuer, paper.language)
    give_facts(work, paper, facts.of_order(row, kind, said))


def _row(work: UnitOfWork, outside: Outside, row: Any, kind: PaperKind, issuer: Issuer) -> Paper:  # noqa: ANN401 -- either
    same = select(func.count(Paper.id)).where(Paper.subject_id == row.id, Paper.kind == kind)
    hidden = {"organization_id": None, "repository_id": None} if kind in NOT_SHOWN else {}
    paper = Paper(**{**about(row), **hidden}, id=new_id(), kind=kind, ordinal=(work.session.scalar(same) or 0) + 1)
    paper.number = next_number(work, NumberKind.PAPER, today(work, outside))
    paper.instrument = str(getattr(row, "instrument", ""))
    paper.subject_kind, paper.subject_id = row.__tablename__, row.id
    paper.issuer_id, paper.issuer, paper.inspected_name = issuer.id, issuer.name, row.inspected_name
    paper.language, paper.issued_at = outside.language, work.now()
    work.session.add(paper)
    work.enqueue("paper", key=f"paper:{paper.id}", paper_id=paper.id)
    return paper


def _revoke(work: UnitOfWork, row: Inspection | RectificationOrder, kind: PaperKind) -> None:
    for each in papers_of(work, [row.id]):
        if each.kind is kind:
            each.revoked_at = work.now()
            work.record("CasePaperRevoked", each, number=each.number, document_number=each.document_number)
