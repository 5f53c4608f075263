"""The counter of evidence: photos and papers of an inspection, a finding, an order; bytes kept by digest in holding."""

from collections.abc import Sequence
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import FrozenError, InvalidInputError, NotFoundError
from archives.domain.file_name import name_problems
from archives.domain.hazard import OPEN_STATES
from archives.domain.inspection import InspectionState
from archives.domain.rectification import ENDED, INSPECTED
from archives.models import Evidence, Finding, Inspection, RectificationOrder
from archives.services.content import Upload
from archives.services.outside import Outside
from archives.services.supervision import OFFICERS, about, note
from archives.services.unit_of_work import UnitOfWork

SUBJECTS: dict[str, Any] = {each.__tablename__: each for each in (Inspection, Finding, RectificationOrder)}


class EvidenceService:
    """Adding and reading evidence; nothing that was added is ever taken away."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, kind: str, subject_id: UUID) -> Sequence[Evidence]:
        """Return what proves it, the first first; `kind` as in `attach`."""
        self._work.get(SUBJECTS[kind], subject_id)
        asked = select(Evidence).where(Evidence.subject_id == subject_id).order_by(Evidence.id)
        return self._work.session.scalars(asked).all()

    def get(self, evidence_id: UUID) -> Evidence:
        """Return a piece of evidence, or refuse."""
        return self._work.get(Evidence, evidence_id)

    def open(self, evidence: Evidence) -> BinaryIO:
        """Open its bytes for reading."""
        return self._outside.holding.open(evidence.sha256)

    def attach(self, kind: str, subject_id: UUID, upload: Upload, caption: str = "") -> Evidence:
        """Add a file; the same bytes again change nothing. Refused once the case has ended.

        `kind` is inspection, finding or rectification_order.
        """
        if kind not in SUBJECTS:
            raise NotFoundError("subject", kind[:64])
        if problems := name_problems(upload.name):
            raise InvalidInputError(problems)
        self._writable(kind, subject_id)
        kept = self._outside.holding.keep(upload.stream, upload.size, upload.sha256)
        with self._work.write():
            row = self._writable(kind, subject_id)
            known = next((each for each in self.list(kind, subject_id) if each.sha256 == kept.sha256), None)
            if known is not None:
                return known
            added = Evidence(**about(row), subject_kind=kind, subject_id=row.id, name=upload.name)
            added.size, added.sha256 = kept.size, kept.sha256
            added.caption, added.added_at = caption.strip(), self._work.now()
            added.added_by = self._work.actor.name
            self._work.session.add(added)
            self._work.session.flush()
            role = self._work.actor.require(self._work.place_of(row), *OFFICERS, *sorted(INSPECTED))
            note(self._work, row, "EvidenceAdded", role, name=added.name, size=added.size, sha256=added.sha256)
            return added

    def _writable(self, kind: str, subject_id: UUID) -> Any:  # noqa: ANN401 -- a row of one of SUBJECTS
        row = self._work.get(SUBJECTS[kind], subject_id)
        self._work.actor.require(self._work.place_of(row), *OFFICERS, *sorted(INSPECTED))
        if _has_ended(row):
            raise FrozenError("The case has ended; what proves it stays as it is.", state=row.state)
        return row


def _has_ended(row: Any) -> bool:  # noqa: ANN401 -- a row of one of SUBJECTS
    if isinstance(row, Finding):
        return row.state not in OPEN_STATES
    if isinstance(row, RectificationOrder):
        return row.state in ENDED
    return row.state in (InspectionState.CONCLUDED, InspectionState.CANCELLED)
