"""At which address a body gets its receipts by mail."""

from typing import TypeVar
from uuid import UUID

from archives.domain.email_address import require_address
from archives.domain.permission import Place
from archives.domain.vocabulary import Role
from archives.models import Organization, Repository
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

T = TypeVar("T", Organization, Repository)


class ContactService:
    """The counter where a body says where its mail goes: its own people, or the system administrator."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def set_organization(self, organization_id: UUID, email: str, seen: int) -> Organization:
        """Say where an organization gets mail; '' for nowhere. By its clerk or approver."""
        require_address(email, "contact_email")
        with self._work.write():
            body = self._work.get(Organization, organization_id)
            place = Place(organization=body.id)
            return self._set(body, email, seen, place, (Role.CLERK, Role.APPROVER))

    def set_repository(self, repository_id: UUID, email: str, seen: int) -> Repository:
        """Say where a repository gets mail; '' for nowhere. By its archivist or director."""
        require_address(email, "contact_email")
        with self._work.write():
            body = self._work.get(Repository, repository_id)
            place = Place(repository=body.id)
            return self._set(body, email, seen, place, (Role.ARCHIVIST, Role.DIRECTOR))

    def _set(self, body: T, email: str, seen: int, place: Place, theirs: tuple[Role, ...]) -> T:
        self._work.require_version(body, seen)
        if Role.SYSTEM_ADMIN not in self._work.actor.roles:
            self._work.actor.require(place, *theirs)
        before, body.contact_email = body.contact_email, email
        self._work.record("ContactChanged", body, before=before, after=email)
        return body
