"""What every act of an inspection shares: the body it is about, to whom its rows are shown, its line on the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.canonical import plain
from archives.domain.errors import BlockedError, InvalidInputError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.permission import Place
from archives.domain.vocabulary import Role
from archives.models import CaseAct, Jurisdiction, Organization, Repository
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

OFFICERS = (Role.INSPECTOR, Role.AUTHORITY)
MOST_SUCCESSORS = 20  # a chain of successors longer than this is a circle


@dataclass(frozen=True, slots=True)
class Body:
    """An inspected body. `answers_for` names the abolished one whose successor it is, '' for none."""

    kind: InspectedKind
    id: UUID
    name: str
    path: str
    answers_for: str = ""

    @property
    def place(self) -> Place:
        """Where an officer must have power."""
        return Place(jurisdiction=self.path)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a row about it that nobody but its authority sees yet."""
        about = {"inspected_kind": self.kind, "inspected_id": self.id, "inspected_name": self.name}
        return {**about, "jurisdiction_path": self.path}

    @property
    def viewers(self) -> dict[str, UUID | None]:
        """The columns that show a row to it."""
        is_archive = self.kind is InspectedKind.REPOSITORY
        return {"organization_id": None if is_archive else self.id, "repository_id": self.id if is_archive else None}


def body_of(work: UnitOfWork, kind: InspectedKind, identifier: UUID, firm: str = "") -> Body:
    """Return the body, or the successor that answers for it when it was abolished (Law 16); or refuse.

    BlockedError `no_successor` when nobody succeeds it; InvalidInputError for a service firm without a name.
    """
    if kind is InspectedKind.REPOSITORY:
        repository = work.get(Repository, identifier)
        return Body(kind, repository.id, repository.name, work.get(Jurisdiction, repository.jurisdiction_id).path)
    first = found = work.get(Organization, identifier)
    for _ in range(MOST_SUCCESSORS):
        if found.abolished_on is None:
            break
        if found.successor_id is None:
            raise BlockedError(
                "order an abolished body", [Problem("no_successor", "inspected", (("name", found.name),))]
            )
        found = work.get(Organization, found.successor_id)
    name = found.name
    if kind is InspectedKind.SERVICE_FIRM:
        name = required("firm", firm)
    return Body(kind, found.id, name, found.jurisdiction_path, "" if found is first else first.name)


def about(row: Any) -> dict[str, Any]:  # noqa: ANN401 -- any supervised row
    """Return the columns by which a row that belongs to another is seen by the same people."""
    return {
        "jurisdiction_path": row.jurisdiction_path,
        "organization_id": row.organization_id,
        "repository_id": row.repository_id,
    }


def shown(row: Any) -> bool:  # noqa: ANN401 -- any supervised row
    """Tell whether the inspected see it."""
    return row.organization_id is not None or row.repository_id is not None


def show(work: UnitOfWork, row: Any, viewers: Mapping[str, UUID | None], *models: Any) -> None:  # noqa: ANN401 -- rows
    """Let the inspected see a row from now on, and what `models` have of it by subject."""
    row.organization_id, row.repository_id = viewers["organization_id"], viewers["repository_id"]
    work.session.flush()
    for model in models:
        for each in work.session.scalars(select(model).where(model.subject_id == row.id)):
            each.organization_id, each.repository_id = row.organization_id, row.repository_id


def note(work: UnitOfWork, row: Any, kind: str, role: Role, text: str = "", **facts: object) -> None:  # noqa: ANN401
    """Write an act down: a line of the case, and an event on the trail. `kind` in the past tense."""
    work.record(kind, row, role=role, **{**facts, **({"reason": text} if text else {})})
    told: Any = plain({name: value for name, value in facts.items() if name not in ("before", "after")})
    work.session.add(
        CaseAct(
            **about(row),
            subject_kind=row.__tablename__,
            subject_id=row.id,
            kind=kind,
            happened_at=work.now(),
            actor=work.actor.name,
            actor_id=work.actor.account_id,
            role=role,
            text=text,
            facts=told,
        )
    )


def acts_of(work: UnitOfWork, row: Any) -> Sequence[CaseAct]:  # noqa: ANN401 -- any supervised row
    """Return all that happened to a row, in order."""
    return work.session.scalars(select(CaseAct).where(CaseAct.subject_id == row.id).order_by(CaseAct.id)).all()


def today(work: UnitOfWork, outside: Outside) -> date:
    """Return the day by the jurisdiction's clocks."""
    return outside.profile.day_of(work.now())


def required(name: str, text: str) -> str:
    """Return the text, or refuse when it is empty."""
    if not text.strip():
        raise InvalidInputError([Problem("required", name)])
    return text.strip()
