"""The register of officers: who may inspect, by which certificate, and whom none of them may inspect (条例 47, D38)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import DuplicateError, InvalidInputError, Problem
from archives.domain.inspection import Certified
from archives.domain.permission import JURISDICTION_ROLES, Place
from archives.domain.vocabulary import Role
from archives.models import Account, Grant, Jurisdiction, Officer, Organization, Repository
from archives.services.outside import Outside
from archives.services.supervision import required
from archives.services.unit_of_work import UnitOfWork


class OfficerService:
    """Entering officers and their certificates, by the authority."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def list(self) -> Sequence[Officer]:
        """Return the officers of the places that the actor sees, by name."""
        return self._work.session.scalars(select(Officer).order_by(Officer.name, Officer.id)).all()

    def enter(self, username: str, certificate_number: str, valid_until: date) -> Officer:
        """Enter an inspector with the certificate; the place is that of the inspector's role."""
        number = required("certificate_number", certificate_number)
        with self._work.write():
            account = self._work.session.scalar(select(Account).where(Account.username == username.strip()))
            path = self._path_of(account)
            role = self._work.actor.require(Place(jurisdiction=path), Role.AUTHORITY)
            if account is None or self._is_known(account.id, number):
                raise DuplicateError("This officer or certificate is entered already.", kind="officer", value=number)
            officer = Officer(
                account_id=account.id,
                name=account.display_name,
                certificate_number=number,
                valid_until=valid_until,
                jurisdiction_path=path,
            )
            self._work.session.add(officer)
            self._work.record("OfficerEntered", officer, role=role, certificate=number, valid_until=valid_until)
            return officer

    def renew(self, officer_id: UUID, seen: int | None, certificate_number: str, valid_until: date) -> Officer:
        """Enter a new certificate."""
        number = required("certificate_number", certificate_number)
        with self._work.write():
            officer = self._work.get(Officer, officer_id)
            self._work.require_version(officer, seen)
            role = self._work.actor.require(self._work.place_of(officer), Role.AUTHORITY)
            before = {"certificate": officer.certificate_number, "valid_until": officer.valid_until}
            officer.certificate_number, officer.valid_until = number, valid_until
            after = {"certificate": number, "valid_until": valid_until}
            self._work.record("OfficerRenewed", officer, role=role, before=before, after=after)
            return officer

    def certified(self, officer: Officer) -> Certified:
        """Return the officer as the rules look at one, with every body that the person has a role in."""
        held = self._work.session.scalars(select(Grant).where(Grant.account_id == officer.account_id))
        bodies = {each.organization_id or each.repository_id for each in held} - {None}
        return Certified(
            officer.account_id,
            officer.name,
            officer.certificate_number,
            officer.valid_until,
            frozenset(each for each in bodies if each is not None),
        )

    def _is_known(self, account_id: UUID, number: str) -> bool:
        same = (Officer.account_id == account_id) | (Officer.certificate_number == number)
        return self._work.session.scalar(select(Officer.id).where(same)) is not None

    def _path_of(self, account: Account | None) -> str:
        """Return where the account inspects, or refuse one that does not."""
        held = (
            select(Jurisdiction.path)
            .join(Grant, Grant.jurisdiction_id == Jurisdiction.id)
            .where(Grant.role.in_(JURISDICTION_ROLES), Grant.account_id == (account.id if account else None))
            .order_by(Jurisdiction.path)
        )
        path = self._work.session.scalars(held).first()
        if account is None or path is None:
            raise InvalidInputError([Problem("no_inspector", "username")])
        return path


def bodies_named(work: UnitOfWork, words: str = "", limit: int = 200) -> list[tuple[str, str]]:
    """Return what can be inspected, as (kind:id, name): archives first, then organizations that still exist."""
    archives = work.session.execute(select(Repository.id, Repository.name).order_by(Repository.code)).all()
    asked = select(Organization.id, Organization.name).where(Organization.name.contains(words, autoescape=True))
    bodies = work.session.execute(asked.order_by(Organization.name).limit(limit)).all()
    told = [(f"repository:{identifier}", name) for identifier, name in archives]
    return told + [(f"organization:{identifier}", name) for identifier, name in bodies]
