"""What the officers say of each item of the checklist, and what it comes to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.canonical import plain
from archives.domain.checklist import Answer, Checklist, Score, score
from archives.domain.errors import FrozenError, InvalidInputError, Problem, StaleVersionError
from archives.domain.inspection import InspectionState
from archives.domain.vocabulary import Role
from archives.models import ChecklistEdition, Inspection, InspectionAnswer, new_id
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork


class AnswerSheetService:
    """The sheet of one inspection; the inspected see it once the inspection is concluded."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def answers(self, inspection_id: UUID) -> Mapping[str, InspectionAnswer]:
        """Return what was said of each item so far, by its code."""
        self._work.get(Inspection, inspection_id)
        asked = select(InspectionAnswer).where(InspectionAnswer.inspection_id == inspection_id)
        return {each.code: each for each in self._work.session.scalars(asked)}

    def checklist(self, inspection: Inspection) -> Checklist | None:
        """Return the list it goes by: the edition kept at its opening, before that the profile's present one."""
        if inspection.edition_id is not None:
            return Checklist.from_mapping(self._work.get(ChecklistEdition, inspection.edition_id).content)
        return self._outside.profile.supervision.checklist(inspection.checklist)

    def score(self, inspection: Inspection) -> Score | None:
        """Return what the answers come to now; None without a checklist."""
        checklist = self.checklist(inspection)
        given = {code: each.answer for code, each in self.answers(inspection.id).items()}
        return None if checklist is None else score(checklist, given)

    def answer(self, inspection_id: UUID, code: str, answer: Answer, text: str, seen: int | None) -> InspectionAnswer:
        """Say of one item whether it is met. `seen` is the version of an earlier answer; None for the first.

        StaleVersionError tells what another officer has said meanwhile: present_answer, present_note, present_by.
        """
        with self._work.write():
            row = self._work.get(Inspection, inspection_id)
            self._require_open(row)
            checklist = self.checklist(row)
            if checklist is None:
                raise InvalidInputError([Problem("unknown_item", "code", (("value", code[:32]),))])
            checklist.item(code)
            return self._answered(row, code, answer, text.strip(), seen)

    def keep_edition(self, row: Inspection) -> UUID | None:
        """Keep the list's present edition, once for all inspections that use it; return its row. Inside a write."""
        checklist = self._outside.profile.supervision.checklist(row.checklist)
        if checklist is None:
            return None
        same = select(ChecklistEdition).where(ChecklistEdition.sha256 == checklist.sha256)
        kept = self._work.session.scalar(same)
        if kept is None:
            content: Any = plain(checklist.source)
            kept = ChecklistEdition(name=checklist.name, edition=checklist.edition, sha256=checklist.sha256)
            kept.id, kept.content = new_id(), content
            self._work.session.add(kept)
            self._work.session.flush()
        return kept.id

    # --- private ---

    def _require_open(self, row: Inspection) -> None:
        if row.state is not InspectionState.OPEN:
            raise FrozenError("Items are answered while the inspection is open.", state=row.state)
        self._work.actor.require(self._work.place_of(row), Role.INSPECTOR)

    def _answered(self, row: Inspection, code: str, answer: Answer, text: str, seen: int | None) -> InspectionAnswer:
        known = self.answers(row.id).get(code)
        before = {"answer": known.answer, "note": known.note} if known else None
        if known is None:
            known = InspectionAnswer(
                jurisdiction_path=row.jurisdiction_path, id=new_id(), inspection_id=row.id, code=code
            )
            self._work.session.add(known)
        elif known.version != seen:
            raise _changed_meanwhile(known, seen)
        known.answer, known.note = answer, text
        known.answered_by, known.answered_at = self._work.actor.name, self._work.now()
        after = {"answer": answer, "note": text}
        self._work.record("ItemAnswered", row, role=Role.INSPECTOR, code=code, before=before, after=after)
        self._work.session.flush()
        return known


def _changed_meanwhile(known: InspectionAnswer, seen: int | None) -> StaleVersionError:
    return StaleVersionError(
        f"{known.answered_by} said {known.answer} of item {known.code} meanwhile. Look at it, then repeat.",
        seen=seen,
        present=known.version,
        changed=f"{known.answered_by}: {known.answer} {known.note}".strip(),
        present_answer=known.answer,
        present_note=known.note,
        present_by=known.answered_by,
    )
