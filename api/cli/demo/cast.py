"""The bodies and people of a demo. Every step looks first whether it was done, so that it can be taken up again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from api.cli.demo.stage import Stage
from archives.domain.errors import NotFoundError
from archives.domain.vocabulary import RepositoryLevel, RetentionClass, Role
from archives.services import Services
from archives.services.accounts_roles import GrantedScope
from archives.services.parties import OrganizationFacts
from archives.services.parties_approvals import ScheduleLine
from archives.services.parties_fonds import Creator

PASSWORD = "archives-demo-2026"  # noqa: S105 -- of demo accounts only, printed for everybody
ADMINISTRATORS = (
    ("system", "系统管理员", Role.SYSTEM_ADMIN),
    ("security", "安全管理员", Role.SECURITY_ADMIN),
    ("audit", "审计管理员", Role.AUDIT_ADMIN),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented with one role. `over` is the kind of body (as of a grant) and its name."""

    username: str
    name: str
    role: Role
    over: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Archive:
    """A repository with its place and its authority."""

    name: str
    code: str
    level: RepositoryLevel
    place: tuple[tuple[str, str], ...]  # code and name, from the whole down
    authority: str


@dataclass(frozen=True, slots=True)
class Fonds:
    """A fonds to be entered: its number, who keeps it, who made it."""

    name: str
    number: str
    keeper: str
    creator: Creator | None = None
    closed_on: date | None = None


def appoint_administrators(stage: Stage) -> list[str]:
    """Make the three administrators (三员) as the operator of the machine does; return those that were not there."""
    made = []
    for username, name, role in ADMINISTRATORS:
        with stage.machine() as services:
            if services.accounts.find(username) is None:
                with services.work.write():
                    account = services.accounts.create(username, name, PASSWORD)
                    services.roles.grant(account.id, role)
                made.append(username)
    return made


def found_archive(stage: Stage, archive: Archive) -> None:
    """Enter the places, the authority and the repository."""
    with stage.person("system") as services, services.work.write():
        parties = services.parties
        parent: Any = None
        for code, name in archive.place:
            parent = _named(services, "jurisdiction", code, partial(parties.create_jurisdiction, code, name, parent)).id
        authority = partial(parties.create_authority, archive.authority, parent)
        _named(services, "authority", archive.authority, authority)
        repository = partial(parties.create_repository, archive.name, archive.code, archive.level, parent)
        _named(services, "repository", archive.code, repository)


def found_organization(stage: Stage, archive: Archive, name: str, established_on: date | None = None) -> None:
    """Enter a body that hands over to the archive."""
    with stage.person("system") as services:
        place = services.parties.named("jurisdiction", archive.place[-1][0]).id
        facts = OrganizationFacts(
            place, services.parties.named("repository", archive.code).id, established_on=established_on
        )
        _named(services, "organization", name, lambda: services.parties.create_organization(name, facts))


def employ(stage: Stage, people: Sequence[Person]) -> None:
    """Make the accounts, and give each its role; as two different administrators."""
    with stage.person("system") as services:
        for person in people:
            if services.accounts.find(person.username) is None:
                services.accounts.create(person.username, person.name, PASSWORD)
    with stage.person("security") as services, services.work.write():
        for person in people:
            account = services.accounts.find(person.username)
            if account is not None and not services.roles.list(account.id):
                kind, name = person.over
                over = {f"{kind}_id": services.parties.named(kind, name).id}
                services.roles.grant(account.id, person.role, GrantedScope(**over))


def enter_fonds(stage: Stage, archivist: str, fonds: Fonds) -> UUID:
    """Enter a fonds and give it the archive's number; return its id."""
    with stage.person(archivist) as services:
        keeper = services.parties.named("organization", fonds.keeper)
        kept = services.fonds.list(organization_id=keeper.id).rows
        found = next((each for each in kept if each.name == fonds.name), None)
        if found is None:
            found = services.fonds.create(fonds.name, keeper.id, fonds.creator)
        if found.number is None:
            found = services.fonds.assign_number(found.id, fonds.number, found.version)
        if fonds.closed_on and found.closed_on is None:
            found = services.fonds.close(found.id, fonds.closed_on, found.version)
        return found.id


def approve(stage: Stage, officer: str, clerk: str, organization: str, classes: Sequence[RetentionClass]) -> None:
    """Have the organization hand in its retention schedule, and the authority approve it and the archive's scope."""
    lines = [ScheduleLine("WS", retention, description="文书档案") for retention in classes]
    with stage.person(clerk) as services:
        body = services.parties.named("organization", organization).id
        if not services.approvals.schedules(body):
            services.approvals.submit_schedule(body, lines, "演示")
    with stage.person(officer) as services:
        if all(scope.organization_id != body for scope in services.approvals.scopes()):
            services.approvals.approve_scope(body, "演档〔2026〕1号", services.obligations.today())
        if services.approvals.schedule_in_force(body) is None:
            schedule = services.approvals.schedules(body)[0]
            services.approvals.approve_schedule(schedule.id, schedule.version)


def logins(people: Sequence[Person], administrators: Sequence[str]) -> list[dict[str, str]]:
    """Return who can log in with which password; of the administrators only those that the demo made."""
    found = [(username, role) for username, _, role in ADMINISTRATORS if username in administrators]
    found += [(person.username, person.role) for person in people]
    return [{"username": username, "role": str(role), "password": PASSWORD} for username, role in found]


def _named(services: Services, kind: str, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 -- a row
    try:
        return services.parties.named(kind, name)
    except NotFoundError:
        return make()
