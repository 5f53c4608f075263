"""盒: containers in which records lie. A box is no level of description; it has a number in its fonds, and a place."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.vocabulary import Carrier, Custody, Role
from archives.models import Box, Record, new_id
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

_KEEPERS = {
    Custody.ORGANIZATION: (Role.CLERK, Role.APPROVER),
    Custody.REPOSITORY: (Role.ARCHIVIST, Role.DIRECTOR),
}


class BoxService:
    """What can be done with boxes."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, fonds_id: UUID) -> Sequence[Box]:
        """Return the boxes of a fonds by number."""
        return self._work.session.scalars(select(Box).where(Box.fonds_id == fonds_id).order_by(Box.number)).all()

    def contents(self, box_id: UUID) -> Sequence[Record]:
        """Return what lies in a box, by number."""
        self._work.get(Box, box_id)
        asked = select(Record).where(Record.box_id == box_id).order_by(Record.unit_number_key, Record.id)
        return self._work.session.scalars(asked).all()

    def put(self, record_id: UUID, seen: int | None, number: str, place: str = "") -> Record:
        """Put a record with paper into the box of that number, made if new; '' takes it out. By whoever keeps it."""
        with self._work.write():
            record = self._work.get(Record, record_id)
            self._work.require_version(record, seen)
            self._work.actor.require(self._work.place_of(record), *_KEEPERS[record.custody])
            if record.carrier is Carrier.ELECTRONIC:
                raise InvalidInputError([Problem("no_paper_to_box", "/record")])
            before = self._number(record.box_id)
            record.box_id = self._box(record, number.strip(), place.strip()).id if number.strip() else None
            self._work.record("RecordBoxed", record, before={"box": before}, after={"box": number.strip() or None})
            return record

    def _number(self, box_id: UUID | None) -> str | None:
        box = self._work.session.get(Box, box_id) if box_id else None
        return box.number if box else None

    def _box(self, record: Record, number: str, place: str) -> Box:
        asked = select(Box).where(Box.fonds_id == record.fonds_id, Box.number == number)
        box = self._work.session.scalar(asked)
        if box is None:
            owner = {"organization_id": record.organization_id, "repository_id": record.repository_id}
            box = Box(**owner, id=new_id(), fonds_id=record.fonds_id, number=number, place="")
            self._work.session.add(box)
        box.place = place or box.place
        box.repository_id = box.repository_id or record.repository_id
        self._work.session.flush()
        return box
