"""The directory: places, authorities, repositories and organizations. Everybody who has logged in may read it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from archives.domain.errors import DuplicateError, InvalidInputError, NotFoundError, Problem
from archives.domain.permission import Place
from archives.domain.vocabulary import RepositoryLevel, Role
from archives.models import Authority, Base, Jurisdiction, Organization, Repository
from archives.services.outside import Outside
from archives.services.paging import FIRST, Cut, Page, page
from archives.services.parties_names import require_name
from archives.services.unit_of_work import UnitOfWork

Named = Organization | Repository | Authority | Jurisdiction
T = TypeVar("T", Jurisdiction, Authority, Repository, Organization)
_NAMES: Mapping[str, tuple[tuple[Any, InstrumentedAttribute[str]], ...]] = {
    "organization": ((Organization, Organization.name),),
    "repository": ((Repository, Repository.code), (Repository, Repository.name)),
    "authority": ((Authority, Authority.name),),
    "jurisdiction": ((Jurisdiction, Jurisdiction.code), (Jurisdiction, Jurisdiction.name)),
}
_JURISDICTION_CODE = re.compile(r"[0-9]{2,12}", re.ASCII)
_REPOSITORY_CODE = re.compile(r"[0-9]{6}", re.ASCII)  # 档案馆代码, DA/T 18-2022


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    """What is known of a new organization; the days of its life as its decrees give them."""

    jurisdiction_id: UUID
    archive_id: UUID
    parent_id: UUID | None = None
    established_on: date | None = None


class PartyService:
    """The counter where bodies are entered: by the system administrator, organizations also by their authority."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    # --- reading ---

    def jurisdictions(self) -> Sequence[Jurisdiction]:
        """Return every place, parents before children."""
        return self._work.session.scalars(select(Jurisdiction).order_by(Jurisdiction.path)).all()

    def authorities(self) -> Sequence[Authority]:
        """Return every authority, by name."""
        return self._work.session.scalars(select(Authority).order_by(Authority.name)).all()

    def repositories(self) -> Sequence[Repository]:
        """Return every repository, by code."""
        return self._work.session.scalars(select(Repository).order_by(Repository.code)).all()

    def repository(self, repository_id: UUID) -> Repository:
        """Return a repository."""
        return self._work.get(Repository, repository_id)

    def organizations(self, cut: Cut = FIRST, *, words: str = "", archive_id: UUID | None = None) -> Page[Organization]:
        """Return organizations by name: those whose name contains the words, of one archive."""
        found = select(Organization)
        if words:
            found = found.where(Organization.name.contains(words, autoescape=True))
        if archive_id:
            found = found.where(Organization.archive_id == archive_id)
        return page(self._work.session, found, (Organization.name,), cut)

    def organization(self, organization_id: UUID) -> Organization:
        """Return an organization, also one long abolished."""
        return self._work.get(Organization, organization_id)

    def named(self, kind: str, name: str) -> Named:
        """Return the body of that exact name or code; `kind` is organization, repository, authority or jurisdiction."""
        for model, column in _NAMES[kind]:
            found: Named | None = self._work.session.scalar(select(model).where(column == name))
            if found is not None:
                return found
        raise NotFoundError(kind, name)

    # --- entering ---

    def create_jurisdiction(self, code: str, name: str, parent_id: UUID | None = None) -> Jurisdiction:
        """Enter a place below its parent; its code is that of GB/T 2260."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        _require_code(code, _JURISDICTION_CODE)
        require_name(name)
        with self._work.write():
            self._require_new(Jurisdiction, "code", code)
            above = self._work.get(Jurisdiction, parent_id).path if parent_id else "/"
            place = Jurisdiction(code=code, name=name, path=f"{above}{code}/", parent_id=parent_id)
            return self._entered(place, "JurisdictionCreated", code=code, name=name)

    def create_authority(self, name: str, jurisdiction_id: UUID) -> Authority:
        """Enter an authority (档案主管部门)."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        require_name(name)
        with self._work.write():
            self._require_new(Authority, "name", name)
            self._work.get(Jurisdiction, jurisdiction_id)
            made = Authority(name=name, jurisdiction_id=jurisdiction_id)
            return self._entered(made, "AuthorityCreated", name=name)

    def create_repository(self, name: str, code: str, level: RepositoryLevel, jurisdiction_id: UUID) -> Repository:
        """Enter a repository (档案馆); its level decides when records are due (条例 20)."""
        self._work.actor.require_role(Role.SYSTEM_ADMIN)
        _require_code(code, _REPOSITORY_CODE)
        require_name(name)
        with self._work.write():
            self._require_new(Repository, "name", name)
            self._require_new(Repository, "code", code)
            self._work.get(Jurisdiction, jurisdiction_id)
            made = Repository(name=name, code=code, level=level, jurisdiction_id=jurisdiction_id)
            return self._entered(made, "RepositoryCreated", name=name, code=code, level=level)

    def create_organization(self, name: str, facts: OrganizationFacts) -> Organization:
        """Enter a body that transfers to the archive of its level."""
        require_name(name)
        with self._work.write():
            place = self._work.get(Jurisdiction, facts.jurisdiction_id)
            self._require_enters(Place(jurisdiction=place.path))
            self._require_new(Organization, "name", name)
            self._work.get(Repository, facts.archive_id)
            if facts.parent_id:
                self._work.get(Organization, facts.parent_id)
            made = Organization(
                name=name,
                jurisdiction_id=place.id,
                jurisdiction_path=place.path,
                archive_id=facts.archive_id,
                parent_id=facts.parent_id,
                established_on=facts.established_on,
            )
            return self._entered(made, "OrganizationCreated", name=name, archive_id=facts.archive_id)

    def abolish_organization(
        self, organization_id: UUID, abolished_on: date, successor_id: UUID | None, seen: int
    ) -> Organization:
        """Record that a body was abolished, and who succeeds it (Law 16). Its fonds stay whole, with their keeper."""
        with self._work.write():
            body = self._work.get(Organization, organization_id)
            self._work.require_version(body, seen)
            self._require_enters(Place(jurisdiction=body.jurisdiction_path))
            _require_after(abolished_on, body.established_on)
            if successor_id == body.id:
                raise InvalidInputError([Problem("own_successor", "successor_id")])
            if successor_id:
                self._work.get(Organization, successor_id)
            before = body.abolished_on
            body.abolished_on, body.successor_id = abolished_on, successor_id
            self._work.record(
                "OrganizationAbolished", body, before=before, after=abolished_on, successor_id=successor_id
            )
        return body

    # --- private ---

    def _require_enters(self, place: Place) -> None:
        if Role.SYSTEM_ADMIN not in self._work.actor.roles:
            self._work.actor.require(place, Role.AUTHORITY)

    def _require_new(self, model: type[Base], of: str, value: str) -> None:
        if self._work.session.scalar(select(model.id).filter_by(**{of: value})):
            kind = model.__tablename__
            raise DuplicateError(f"There is a {kind} with {of} {value} already.", kind=kind, value=value, where=of)

    def _entered(self, row: T, kind: str, **facts: object) -> T:
        self._work.session.add(row)
        self._work.record(kind, row, before=None, after=facts)
        return row


def _require_code(code: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(code):
        raise InvalidInputError([Problem("code_form", "code", (("value", code[:64]), ("form", form.pattern)))])


def _require_after(day: date, earlier: date | None) -> None:
    if earlier and day < earlier:
        raise InvalidInputError([Problem("before_established", "abolished_on", (("established_on", str(earlier)),))])
