"""The counter of responsible persons (档案工作责任制, D01): named, passed on, ended; and the bodies that have none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, func, literal, or_, select

from archives.domain.errors import BlockedError, FrozenError, NotFoundError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.lead import LeadSource
from archives.domain.permission import Place
from archives.domain.rectification import INSPECTED
from archives.domain.responsibility import (
    HELD_BY_ONE,
    REQUIRED,
    Office,
    missing_offices,
    require_beginning,
    require_end,
)
from archives.domain.vocabulary import Role
from archives.models import Jurisdiction, Lead, Organization, Repository, ResponsiblePerson, new_id
from archives.services.authority_board import below
from archives.services.leads import LeadService, Sign
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.supervision import OFFICERS, Body, body_of, note, required, today
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

CONCERNED = frozenset({*INSPECTED, *OFFICERS, Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes an office over, from which day on."""

    office: Office
    name: str
    since: date
    position: str = ""
    phone: str = ""


class ResponsibilityService:
    """Entering who answers for the archives of a body, and finding the bodies where nobody does."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def of_body(self, kind: InspectedKind, body_id: UUID) -> Sequence[ResponsiblePerson]:
        """Return all that were ever named, by office, the present ones first; refused to whom it does not concern."""
        if not self._work.actor.roles_at(_place(body_of(self._work, kind, body_id))) & CONCERNED:
            raise NotFoundError(kind, body_id)
        asked = select(ResponsiblePerson).where(ResponsiblePerson.inspected_id == body_id)
        order = ResponsiblePerson.office, ResponsiblePerson.until.is_not(None), ResponsiblePerson.since.desc()
        rows = self._work.session.scalars(asked.order_by(*order, ResponsiblePerson.id)).all()
        return sorted(rows, key=lambda each: list(Office).index(each.office))

    def current(self, body_ids: Collection[UUID]) -> Mapping[UUID, Sequence[ResponsiblePerson]]:
        """Return who answers now, by body, the head first."""
        asked = select(ResponsiblePerson).where(ResponsiblePerson.inspected_id.in_(list(body_ids)), _present())
        rows = self._work.session.scalars(asked.order_by(ResponsiblePerson.since, ResponsiblePerson.id))
        found: dict[UUID, list[ResponsiblePerson]] = {}
        for each in sorted(rows, key=lambda row: list(Office).index(row.office)):
            found.setdefault(each.inspected_id, []).append(each)
        return found

    def missing_of(self, body_id: UUID) -> tuple[Office, ...]:
        """Return the required offices that nobody of a body holds."""
        return missing_offices(each.office for each in self.current([body_id]).get(body_id, ()))

    def own_bodies(self) -> Sequence[tuple[InspectedKind, UUID, str]]:
        """Return the bodies for which the actor acts: kind, id, name."""
        scopes = [each.scope for each in self._work.actor.permissions]
        found: list[tuple[InspectedKind, UUID, str]] = []
        for kind, model, ids in (
            (InspectedKind.ORGANIZATION, Organization, frozenset().union(*(each.organizations for each in scopes))),
            (InspectedKind.REPOSITORY, Repository, frozenset().union(*(each.repositories for each in scopes))),
        ):
            rows = self._work.session.execute(select(model.id, model.name).where(model.id.in_(sorted(ids))))
            found += [(kind, row[0], row[1]) for row in rows]
        return found

    def may_enter(self, kind: InspectedKind, body_id: UUID) -> bool:
        """Tell whether the actor may name persons of a body."""
        body = body_of(self._work, kind, body_id)
        return bool(self._work.actor.roles_at(_place(body)) & {*INSPECTED, Role.AUTHORITY})

    def enter(self, kind: InspectedKind, body_id: UUID, person: Person) -> ResponsiblePerson:
        """Name a person, by the body itself or its authority; the term of the last head or person in charge ends."""
        with self._work.write():
            body = body_of(self._work, kind, body_id)
            role = self._work.actor.require(_place(body), *sorted(INSPECTED), Role.AUTHORITY)
            last = self._last(body.id, person.office)
            day = today(self._work, self._outside)
            require_beginning(person.since, day, last.since if last else None)
            row = ResponsiblePerson(**body.columns, **body.viewers, id=new_id(), office=person.office)
            row.name, row.since = required("name", person.name), person.since
            row.position, row.phone = person.position.strip(), person.phone.strip()
            row.entered_at, row.entered_by = self._work.now(), self._work.actor.name
            if last is not None:
                last.until = person.since - timedelta(days=1)
            self._work.session.add(row)
            note(self._work, row, "ResponsibleNamed", role, office=row.office, since=row.since)
            return row

    def end(self, person_id: UUID, seen: int | None, until: date, reason: str) -> ResponsiblePerson:
        """End a term with the reason; the person stays on file."""
        with self._work.write():
            row = self._work.get(ResponsiblePerson, person_id)
            self._work.require_version(row, seen)
            role = self._work.actor.require(self._work.place_of(row), *sorted(INSPECTED), Role.AUTHORITY)
            if row.until is not None:
                raise FrozenError("This term has ended.", state="ended")
            require_end(row.since, until, today(self._work, self._outside))
            row.until, row.ended_because = until, required("reason", reason)
            note(self._work, row, "ResponsibleEnded", role, row.ended_because, office=row.office, until=until)
            return row

    def lacking(self, cut: Cut = FIRST) -> Page[Organization]:
        """Return the organizations in the actor's places where nobody is the head or the keeper, by name."""
        asked = select(Organization).where(*self._lacking())
        return page(self._work.session, asked, (Organization.name,), cut)

    def lacking_archives(self) -> Sequence[Repository]:
        """Return the archives in the actor's places of which the same is true."""
        places = select(Jurisdiction.id).where(below(self._work.actor, Jurisdiction.path))
        asked = select(Repository).where(Repository.jurisdiction_id.in_(places), _without(Repository.id))
        return self._work.session.scalars(asked.order_by(Repository.code)).all()

    def lacking_count(self) -> int:
        """Return how many bodies lack a head or a keeper."""
        asked = select(func.count(Organization.id)).where(*self._lacking())
        count = self._work.session.scalar(asked, execution_options={UNFILTERED: True}) or 0
        return count + len(self.lacking_archives())

    def raise_lead(self, kind: InspectedKind, body_id: UUID) -> Lead:
        """Open a lead on a body that lacks a head or a keeper; one for each body and year."""
        with self._work.write():
            body = body_of(self._work, kind, body_id)
            self._work.actor.require(body.place, *OFFICERS)
            lacking = self.missing_of(body.id)
            if not lacking:
                raise BlockedError("raise a lead", [Problem("nobody_missing", "body", (("name", body.name),))])
            key = f"responsible:{body.id}:{today(self._work, self._outside).year}"
            known = self._work.session.scalar(select(Lead).where(Lead.key == key))
            facts = {"offices": [str(each) for each in lacking]}
            sign = Sign(LeadSource.RESPONSIBILITY, key, body.kind, body.id, body.name, facts)
            return known or LeadService(self._work, self._outside).notice(sign)

    # --- private ---

    def _lacking(self) -> tuple[ColumnElement[bool], ...]:
        here = below(self._work.actor, Organization.jurisdiction_path)
        return here, Organization.abolished_on.is_(None), _without(Organization.id)

    def _last(self, body_id: UUID, office: Office) -> ResponsiblePerson | None:
        if office not in HELD_BY_ONE:
            return None
        asked = select(ResponsiblePerson).where(
            ResponsiblePerson.inspected_id == body_id, ResponsiblePerson.office == office, _present()
        )
        return self._work.session.scalars(asked).first()


def _present() -> ColumnElement[bool]:
    return ResponsiblePerson.until.is_(None)


def _without(body_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Return the criterion of bodies where a required office stands empty."""
    held = (
        select(literal(1))
        .where(ResponsiblePerson.inspected_id == body_id, ResponsiblePerson.office == each, _present())
        .exists()
        for each in REQUIRED
    )
    return or_(*(~each for each in held))


def _place(body: Body) -> Place:
    return Place(body.viewers["organization_id"], body.viewers["repository_id"], body.path)
