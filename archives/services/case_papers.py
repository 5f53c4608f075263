"""The counter of papers: of an inspection and of a case, sealed by the authority, stored once, handed out as stored.

Each is drawn by the worker from the facts that were written with its act (case_paper_acts); what is printed before the
act is a draft for the pen, drawn when asked for and never kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select

from archives.domain.case_paper import (
    DRAWN_UP,
    INSPECTION_DRAFTS,
    ORDER_DRAFTS,
    PaperKind,
)
from archives.domain.errors import DuplicateError, FrozenError, NotFoundError
from archives.domain.rectification import INSPECTED, OrderState
from archives.domain.sealing import Official
from archives.domain.verification import verification_url
from archives.domain.vocabulary import Role
from archives.models import Event, Finding, Inspection, Paper, RectificationOrder
from archives.ports import Attachment, CasePaper, ObjectSource, StoredObject
from archives.services.case_paper_acts import draw_up_file, give_facts, papers_of
from archives.services.case_paper_facts import FactsOfPapers, Said
from archives.services.case_paper_issuer import issuer_of
from archives.services.case_paper_manifest import manifest_of, paper_of
from archives.services.document_language import require_language
from archives.services.outside import Outside
from archives.services.receipt_attachments import MANIFEST, proof_attachment
from archives.services.seals import SealParty, SealService
from archives.services.stored_objects import object_id
from archives.services.supervision import OFFICERS
from archives.services.transparency import TransparencyService
from archives.services.unit_of_work import UnitOfWork

DOCUMENT = "paper.pdf"
FACTS = {"zh-Hans": "本文书所载事实", "zh-Hant": "本文書所載事實", "en": "The facts that this paper states"}
ORIGINAL = {"zh-Hans": "原件", "zh-Hant": "原件", "en": "The original"}
_K = PaperKind


class CasePaperService:
    """Where papers are listed, fetched, printed for the pen, gathered into a case file."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    # --- reading ---

    def of_inspection(self, inspection_id: UUID) -> Sequence[Paper]:
        """Return the papers of an inspection, the first first; one that is still being drawn has no `printed_at`."""
        return papers_of(self._work, [self._work.get(Inspection, inspection_id).id])

    def of_order(self, order_id: UUID) -> Sequence[Paper]:
        """Return the papers of an order, the first first."""
        return papers_of(self._work, [self._work.get(RectificationOrder, order_id).id])

    def get(self, paper_id: UUID) -> Paper:
        """Return a paper, or refuse."""
        return self._work.get(Paper, paper_id)

    def by_number(self, number: str) -> Paper:
        """Return the paper of that number, or refuse."""
        found = self.find(number)
        if found is None:
            raise NotFoundError("paper", number[:64])
        return found

    def find(self, number: str) -> Paper | None:
        """Return the paper of that number, None where there is none."""
        return self._work.session.scalar(select(Paper).where(Paper.number == number))

    def open(self, paper: Paper) -> BinaryIO:
        """Open a paper as it was stored; NotFoundError while it is still being drawn."""
        if paper.printed_at is None:
            raise NotFoundError("document", paper.number)
        return self._outside.store.open(object_id(paper.id), DOCUMENT)

    def file_name(self, paper: Paper) -> str:
        """Return under which name it is saved."""
        return f"{paper.number}-{paper.kind.replace('_', '-')}.pdf"

    # --- drafts for the pen ---

    def drafts(self, subject: Inspection | RectificationOrder) -> list[PaperKind]:
        """Return the forms that this reader may print now, before the act."""
        if isinstance(subject, Inspection):
            fitting = INSPECTION_DRAFTS.get(subject.state, frozenset[PaperKind]())
        else:
            fitting = ORDER_DRAFTS.get(subject.state, frozenset())
        roles = self._work.actor.roles_at(self._work.place_of(subject))
        if not roles & {*OFFICERS, Role.SYSTEM}:
            fitting &= {_K.RECTIFICATION_REPORT} if roles & INSPECTED else frozenset()
        return [each for each in _K if each in fitting]

    def draft_of_inspection(self, inspection_id: UUID, kind: PaperKind, language: str = "") -> tuple[str, bytes]:
        """Return a name and an unsealed form of an inspection, in the installation's language or another."""
        row = self._work.get(Inspection, inspection_id)
        return self._draft(row, kind, self._facts(row, language).of_inspection(row, kind, Said(is_draft=True)))

    def draft_of_order(self, order_id: UUID, kind: PaperKind, language: str = "") -> tuple[str, bytes]:
        """Return a name and an unsealed form of an order; FrozenError in a state in which there is none."""
        row = self._work.get(RectificationOrder, order_id)
        return self._draft(row, kind, self._facts(row, language).of_order(row, kind, Said(is_draft=True)))

    # --- the case file ---

    def may_compile(self, order: RectificationOrder) -> bool:
        """Tell whether the reader may have the case file of an order gathered."""
        roles = self._work.actor.roles_at(self._work.place_of(order))
        return order.state is not OrderState.FOUND and bool(roles & {*OFFICERS})

    def compile_file(self, order_id: UUID) -> Paper:
        """Have the case file gathered as it stands now; the newest one is returned where nothing has happened since.

        A later one is a paper of its own, with its own number: what was stored stays.
        """
        with self._work.write():
            order = self._work.get(RectificationOrder, order_id)
            self._work.actor.require(self._work.place_of(order), *OFFICERS)
            if order.state is OrderState.FOUND:
                raise FrozenError("The order has not been issued yet.", state=order.state)
            made = [each for each in papers_of(self._work, [order.id]) if each.kind is _K.CASE_FILE]
            if made and not self._is_outdated(made[-1], order):
                return made[-1]
            return draw_up_file(self._work, self._outside, order)

    # --- the worker's steps ---

    def unfinished(self) -> list[UUID]:
        """Return the papers that have not been drawn yet."""
        return list(self._work.session.scalars(select(Paper.id).where(Paper.printed_at.is_(None)).order_by(Paper.id)))

    def draw(self, paper_id: UUID) -> Paper:
        """Print, prove, seal and store a paper; one that is there already stays, so a crash is taken up again."""
        paper = self._work.get(Paper, paper_id)
        if paper.printed_at is not None:
            return paper
        if not paper.facts_sha256:
            self._gather(paper)
        stored = self._stored(paper)
        digests = {file.path: file.sha256 for file in stored.files}
        with self._work.write():
            paper = self._work.get(Paper, paper_id)
            if paper.printed_at is None:
                paper.pdf_sha256, paper.inventory_digest = digests[DOCUMENT], stored.inventory_digest
                paper.printed_at = self._work.now()
                self._work.record("CasePaperStored", paper, number=paper.number, sha256=paper.pdf_sha256)
        return paper

    # --- private ---

    def _facts(self, row: Inspection | RectificationOrder, language: str) -> FactsOfPapers:
        spoken = require_language(language or self._outside.language)
        return FactsOfPapers(self._work, self._outside, issuer_of(self._work, row), spoken)

    def _draft(self, row: Inspection | RectificationOrder, kind: PaperKind, drawn: CasePaper) -> tuple[str, bytes]:
        if kind not in self.drafts(row):
            raise FrozenError("There is no such form for the pen now.", state=row.state)
        return f"{row.number}-{kind.replace('_', '-')}.pdf", self._outside.printer.case_paper(drawn)

    def _is_outdated(self, made: Paper, order: RectificationOrder) -> bool:
        """Tell whether something has happened since it was gathered; one that is still to be gathered will have it."""
        acts = self._facts(order, made.language).acts(self._rows(order))
        return bool(made.facts_sha256) and len(acts) != len(made.facts["acts"])

    def _rows(self, order: RectificationOrder) -> list[Inspection | Finding | RectificationOrder]:
        facts = self._facts(order, self._outside.language)
        return [*facts.inspections(order), *facts.findings(order), order]

    def _gather(self, paper: Paper) -> None:
        """Draw whatever of the case waits, then say once and for all what the case file holds."""
        order = self._work.get(RectificationOrder, paper.subject_id)
        papers = self._enclosed(order, paper)
        for each in papers:
            self.draw(each.id)
        with self._work.write():
            paper, order = self._work.get(Paper, paper.id), self._work.get(RectificationOrder, paper.subject_id)
            facts, rows = self._facts(order, paper.language), self._rows(order)
            drawn = facts.of_order(order, _K.CASE_FILE, Said())
            inside = [self._copied(each) for each in self._enclosed(order, paper)]
            told: dict[str, Any] = {"acts": facts.acts(rows), "evidence": facts.evidence(rows), "enclosed": inside}
            give_facts(self._work, paper, replace(drawn, **told))

    def _enclosed(self, order: RectificationOrder, file: Paper) -> list[Paper]:
        ids = [row.id for row in self._rows(order)]
        return [each for each in papers_of(self._work, ids) if each.kind is not _K.CASE_FILE and each.id != file.id]

    def _copied(self, paper: Paper) -> CasePaper:
        return replace(self._drawn(paper), sha256=paper.pdf_sha256, manifest_sha256="")

    def _drawn(self, paper: Paper) -> CasePaper:
        """Return what is printed of a paper, with the address at which it is verified."""
        url = verification_url(self._outside.base_url, paper.number, paper.facts_sha256)
        return replace(paper_of(paper.facts), verification_url=url, manifest_sha256=paper.facts_sha256)

    def _stored(self, paper: Paper) -> StoredObject:
        """Return the paper as it lies in the store, printed now if it is not there; who came second takes the first."""
        found = self._outside.store.find(object_id(paper.id))
        if found is not None:
            return found
        try:
            return self._print(paper)
        except DuplicateError:
            found = self._outside.store.find(object_id(paper.id))
            if found is None:
                raise
            return found

    def _print(self, paper: Paper) -> StoredObject:
        drawn, manifest = self._drawn(paper), manifest_of(paper.facts)
        pdf = self._outside.printer.case_paper(replace(drawn, attachments=self._attached(paper, manifest)))
        sources = [ObjectSource(DOCUMENT, data=self._sealed(paper, pdf)), ObjectSource(MANIFEST, data=manifest)]
        message = f"Paper {paper.number}"
        return self._outside.store.store(object_id(paper.id), sources, message=message, created=drawn.issued_at)

    def _attached(self, paper: Paper, manifest: bytes) -> list[Attachment]:
        event = select(Event.id).where(Event.subject_id == paper.id, Event.kind == DRAWN_UP)
        proof = TransparencyService(self._work, self._outside).proof_of_event(self._work.session.scalars(event).one())
        said = Attachment(MANIFEST, "application/json", manifest, "Data", FACTS[paper.language])
        return [said, proof_attachment(proof, paper.language), *self._originals(paper)]

    def _originals(self, paper: Paper) -> list[Attachment]:
        """Return the sealed originals that a case file brings along."""
        found = []
        for each in paper.facts.get("enclosed", ()):
            original = self.by_number(each["number"])
            with self.open(original) as stream:
                told = f"{ORIGINAL[paper.language]} {original.document_number or original.number}"
                found.append(Attachment(self.file_name(original), "application/pdf", stream.read(), "Source", told))
        return found

    def _sealed(self, paper: Paper, pdf: bytes) -> bytes:
        place = str(paper.facts.get("place", ""))
        party = SealParty(Official.AUTHORITY, paper.issuer_id, paper.issuer, place)
        return SealService(self._work, self._outside).sign(pdf, [party], paper.issued_at, paper.language)
