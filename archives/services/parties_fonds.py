"""全宗: who created it, under which number, and who keeps it now."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Update, or_, select, update

from archives.domain.errors import (
    BlockedError,
    DuplicateError,
    FrozenError,
    InvalidInputError,
    NotFoundError,
    Problem,
)
from archives.domain.permission import Place
from archives.domain.transfer import ENDED
from archives.domain.vocabulary import Custody, Role
from archives.models import (
    Box,
    ContentFile,
    Fonds,
    FondsCreator,
    FormatException,
    Import,
    Obligation,
    Organization,
    Record,
    SetAsideCount,
    Transfer,
)
from archives.services.obligations_recount import recount_fonds
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.parties_names import require_name
from archives.services.unit_of_work import UnitOfWork

FONDS_NUMBER = re.compile(r"[A-Z][0-9]{3}", re.ASCII)  # GB/T 13967, DA/T 13-2022
INDEXED_AT_ONCE = 500
_KEPT_WITH_FONDS = (Box, FormatException, Import, Obligation, SetAsideCount)


@dataclass(frozen=True, slots=True)
class Creator:
    """立档单位: a name over a span of years, and the body when it is in the directory."""

    name: str
    organization_id: UUID | None = None
    since: date | None = None
    until: date | None = None


class FondsService:
    """The counter for fonds: entered by keeper or archive, numbered by the archive, moved by the authority."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, cut: Cut = FIRST, *, organization_id: UUID | None = None) -> Page[Fonds]:
        """Return the fonds that the actor may see, in the order of their entering."""
        found = select(Fonds)
        if organization_id:
            found = found.where(Fonds.organization_id == organization_id)
        return page(self._work.session, found, (Fonds.id,), cut)

    def get(self, fonds_id: UUID) -> Fonds:
        """Return a fonds."""
        return self._work.get(Fonds, fonds_id)

    def named(self, text: str) -> Fonds:
        """Return the fonds of that number or name, or refuse."""
        asked = select(Fonds).where(or_(Fonds.number == text, Fonds.name == text)).order_by(Fonds.id).limit(1)
        found = self._work.session.scalar(asked)
        if found is None:
            raise NotFoundError("fonds", text[:64])
        return found

    def creators(self, fonds_id: UUID) -> Sequence[FondsCreator]:
        """Return who created it, in the order of time."""
        fonds = self._work.get(Fonds, fonds_id)
        history = select(FondsCreator).where(FondsCreator.fonds_id == fonds.id)
        return sorted(self._work.session.scalars(history), key=lambda row: (row.since or date.min, row.id))

    def create(self, name: str, organization_id: UUID, creator: Creator | None = None) -> Fonds:
        """Enter a fonds, still without number, in the keeping of an organization; by default its creator too."""
        require_name(name)
        with self._work.write():
            keeper = self._work.get(Organization, organization_id)
            place = Place(keeper.id, keeper.archive_id, keeper.jurisdiction_path)
            self._work.actor.require(place, Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
            fonds = Fonds(
                name=name, organization_id=keeper.id, repository_id=keeper.archive_id, archive_id=keeper.archive_id
            )
            self._work.session.add(fonds)
            self._work.session.flush()
            self._work.record("FondsCreated", fonds, name=name)
            self._enter(fonds, creator or Creator(keeper.name, keeper.id, keeper.established_on))
        return fonds

    def add_creator(self, fonds_id: UUID, creator: Creator, seen: int) -> FondsCreator:
        """Add a span to the creator history: a rename, a predecessor."""
        require_name(creator.name)
        with self._work.write():
            fonds = self._changeable(fonds_id, seen, Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
            return self._enter(fonds, creator)

    def assign_number(self, fonds_id: UUID, number: str, seen: int) -> Fonds:
        """Give the fonds its number, once: only its archive does (GB/T 13967)."""
        if not FONDS_NUMBER.fullmatch(number):
            facts = (("value", number[:64]), ("form", FONDS_NUMBER.pattern))
            raise InvalidInputError([Problem("fonds_number_form", "number", facts)])
        with self._work.write():
            fonds = self._changeable(fonds_id, seen, Role.ARCHIVIST, Role.DIRECTOR)
            if fonds.number is not None:
                raise FrozenError(f"The fonds has the number {fonds.number} for good.", number=fonds.number)
            taken = select(Fonds.id).where(Fonds.archive_id == fonds.archive_id, Fonds.number == number)
            if self._work.session.scalar(taken):
                raise DuplicateError(f"The archive has a fonds {number}.", kind="fonds", value=number, where="archive")
            fonds.number = number
            self._work.record("FondsNumbered", fonds, before=None, after=number)
        return fonds

    def close(self, fonds_id: UUID, closed_on: date, seen: int) -> Fonds:
        """Say that nothing more is added after that day: its creator is gone."""
        with self._work.write():
            fonds = self._changeable(fonds_id, seen, Role.ARCHIVIST, Role.DIRECTOR)
            before, fonds.closed_on = fonds.closed_on, closed_on
            self._work.record("FondsClosed", fonds, before=before, after=closed_on)
        return fonds

    def change_keeper(self, fonds_id: UUID, organization_id: UUID, reason: str, seen: int) -> Fonds:
        """Put the fonds, whole, into the keeping of another organization of the same archive (Law 16).

        What the archive already holds stays the transfer of the body that made it. Blocked while a transfer is open.
        """
        if not reason.strip():
            raise InvalidInputError([Problem("required", "reason")])
        with self._work.write():
            fonds = self._changeable(fonds_id, seen, Role.AUTHORITY)
            keeper = self._work.get(Organization, organization_id)
            self._require_may_take(keeper, fonds)
            before, fonds.organization_id = fonds.organization_id, keeper.id
            self._move(fonds.id, keeper.id)
            recount_fonds(self._work, self._outside, [fonds.id])
            self._work.record(
                "FondsKeeperChanged", fonds, before=before, after=keeper.id, reason=reason, name=keeper.name
            )
        return fonds

    # --- private ---

    def _changeable(self, fonds_id: UUID, seen: int, *roles: Role) -> Fonds:
        fonds = self._work.get(Fonds, fonds_id)
        self._work.require_version(fonds, seen)
        self._work.actor.require(self._work.place_of(fonds), *roles)
        return fonds

    def _enter(self, fonds: Fonds, creator: Creator) -> FondsCreator:
        if creator.organization_id:
            self._work.get(Organization, creator.organization_id)
        if creator.since and creator.until and creator.until < creator.since:
            raise InvalidInputError([Problem("ends_before_it_begins", "until", (("since", str(creator.since)),))])
        row = FondsCreator(
            fonds_id=fonds.id,
            name=creator.name,
            organization_id=creator.organization_id,
            since=creator.since,
            until=creator.until,
        )
        self._work.session.add(row)
        self._work.record("FondsCreatorAdded", fonds, name=row.name, since=row.since, until=row.until)
        return row

    def _require_may_take(self, keeper: Organization, fonds: Fonds) -> None:
        if keeper.archive_id != fonds.archive_id or keeper.abolished_on is not None:
            raise InvalidInputError([Problem("unfit_keeper", "organization_id", (("name", keeper.name),))])
        self._work.actor.require(Place(keeper.id, None, keeper.jurisdiction_path), Role.AUTHORITY)
        live = select(Transfer.number).where(Transfer.fonds_id == fonds.id, Transfer.state.not_in(ENDED))
        if numbers := self._work.session.scalars(live).all():
            gaps = [Problem("open_transfer", number, (("number", number),), Role.CLERK) for number in numbers]
            raise BlockedError("change_keeper", gaps)

    def _move(self, fonds_id: UUID, keeper_id: UUID) -> None:
        """Give the new keeper every row that the old one kept; index the records anew."""
        kept = (Record.fonds_id == fonds_id, Record.custody == Custody.ORGANIZATION)
        moved = self._work.session.scalars(select(Record.id).where(*kept).order_by(Record.id)).all()
        files = ContentFile.record_id.in_(select(Record.id).where(*kept))
        self._give(update(ContentFile).where(files), keeper_id)
        self._give(update(Record).where(*kept).values(version=Record.version + 1), keeper_id)
        for model in _KEPT_WITH_FONDS:
            self._give(update(model).where(model.fonds_id == fonds_id), keeper_id)
        for chunk in _chunks(moved):
            self._work.send("index", record_ids=chunk)

    def _give(self, statement: Update, keeper_id: UUID) -> None:
        given = statement.values(organization_id=keeper_id)
        self._work.session.execute(given.execution_options(synchronize_session=False))


def _chunks(identifiers: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    for start in range(0, len(identifiers), INDEXED_AT_ONCE):
        yield identifiers[start : start + INDEXED_AT_ONCE]
