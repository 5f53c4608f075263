"""The fixed cast of every test: a county archive, two bodies that transfer to it, one long abolished, and their people.

All names are invented. `cast(house)` writes the rows directly; everybody can log in with PASSWORD.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from argon2 import PasswordHasher

from archives.domain.permission import WORKER, Actor, Permission, Scope
from archives.domain.vocabulary import RepositoryLevel, RetentionClass, Role
from archives.models import (
    Account,
    Authority,
    CollectionScope,
    Fonds,
    FondsCreator,
    Grant,
    Jurisdiction,
    Organization,
    Repository,
    RetentionSchedule,
    RetentionScheduleEntry,
    new_id,
)
from archives.services.unit_of_work import UnitOfWork

PASSWORD = "a quiet green hill"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # cheap: tests are many
LONG_AGO = datetime(2019, 12, 1, tzinfo=UTC)


WAITING = "rows of the cast"  # not yet written


@dataclass(frozen=True)
class Cast:
    """Rows are detached; read their columns, not their relationships."""

    province: Jurisdiction
    city: Jurisdiction
    county: Jurisdiction
    neighbour: Jurisdiction
    authority: Authority
    archive: Repository
    city_archive: Repository
    finance: Organization
    health: Organization
    tax: Organization  # abolished in 1994; finance succeeded and keeps its fonds
    finance_fonds: Fonds
    tax_fonds: Fonds  # kept by finance
    health_fonds: Fonds
    finance_scope: CollectionScope
    finance_schedule: RetentionSchedule
    people: dict[str, Actor]

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def cast(house) -> Cast:
    """Write the cast into an empty house. People are attributes: `cast.clerk`, `cast.archivist` …"""
    work = UnitOfWork(house.database, house.clock, WORKER)
    try:
        with work.write():
            rows = _places(work.session)
            rows |= _bodies(work.session, rows)
            rows |= _fonds(work.session, rows)
            rows |= _approvals(work.session, rows)
            people = _people(work.session, rows)
            _write(work.session)
        return Cast(**rows, people=people)
    finally:
        work.close()


def _add(session, *rows):
    for row in rows:
        row.id = row.id or new_id()
    session.info.setdefault(WAITING, []).extend(rows)
    return rows[0] if len(rows) == 1 else rows


def _write(session):
    """Write all rows table by table, in the order in which the tables first came up: one flush each is quick."""
    rows = session.info.pop(WAITING)
    for kind in dict.fromkeys(map(type, rows)):
        session.add_all(row for row in rows if type(row) is kind)
        session.flush()


def _places(session):
    province = _add(session, Jurisdiction(code="99", name="岭北省", path="/99/"))
    city = _add(session, Jurisdiction(code="9901", name="云溪市", path="/99/9901/", parent_id=province.id))
    county, neighbour = _add(
        session,
        Jurisdiction(code="990123", name="青山县", path="/99/9901/990123/", parent_id=city.id),
        Jurisdiction(code="990124", name="白水县", path="/99/9901/990124/", parent_id=city.id),
    )
    return {"province": province, "city": city, "county": county, "neighbour": neighbour}


def _bodies(session, rows):
    county = rows["county"]
    authority = _add(session, Authority(name="青山县档案局", jurisdiction_id=county.id))
    archive, city_archive = _add(
        session,
        Repository(name="青山县档案馆", code="990123", level=RepositoryLevel.COUNTY, jurisdiction_id=county.id),
        Repository(
            name="云溪市档案馆", code="990100", level=RepositoryLevel.MUNICIPAL, jurisdiction_id=rows["city"].id
        ),
    )

    def body(name, **more):
        place = {"jurisdiction_id": county.id, "jurisdiction_path": county.path, "archive_id": archive.id}
        return _add(session, Organization(name=name, **place, **more))

    finance = body("青山县财政局", established_on=date(1950, 3, 1))
    return {
        "authority": authority,
        "archive": archive,
        "city_archive": city_archive,
        "finance": finance,
        "health": body("青山县卫生局", established_on=date(1952, 5, 1)),
        "tax": body(
            "青山县税务局",
            established_on=date(1951, 1, 1),
            abolished_on=date(1994, 8, 31),
            successor_id=finance.id,
        ),
    }


def _fonds(session, rows):
    def fonds(number, keeper, creator, until=None):
        made = _add(
            session,
            Fonds(
                name=creator.name,
                number=number,
                archive_id=rows["archive"].id,
                organization_id=keeper.id,
                repository_id=rows["archive"].id,
                closed_on=until,
            ),
        )
        since = creator.established_on
        _add(
            session,
            FondsCreator(fonds_id=made.id, name=creator.name, organization_id=creator.id, since=since, until=until),
        )
        return made

    return {
        "finance_fonds": fonds("A001", rows["finance"], rows["finance"]),
        "health_fonds": fonds("A002", rows["health"], rows["health"]),
        "tax_fonds": fonds("A003", rows["finance"], rows["tax"], rows["tax"].abolished_on),
    }


def _approvals(session, rows):
    made = {}
    for name in ("finance", "health"):
        owner = {"organization_id": rows[name].id, "repository_id": rows["archive"].id}
        approval = {"approved_by_id": rows["authority"].id, "approved_on": date(2020, 1, 2)}
        made[f"{name}_scope"] = _add(session, CollectionScope(**owner, **approval, document_number="青档〔2020〕1号"))
        made[f"{name}_schedule"] = schedule = _add(
            session, RetentionSchedule(**owner, **approval, edition=1, submitted_at=LONG_AGO)
        )
        for retention in (RetentionClass.PERMANENT, RetentionClass.D30, RetentionClass.D10):
            _add(session, RetentionScheduleEntry(schedule_id=schedule.id, category="WS", retention=retention))
    return {name: made[name] for name in ("finance_scope", "finance_schedule")}


def _people(session, rows):
    finance = {"organization": rows["finance"]}
    health = {"organization": rows["health"]}
    archive = {"repository": rows["archive"]}
    county = {"jurisdiction": rows["county"]}
    return {
        "clerk": _person(session, "clerk", "李经办", Role.CLERK, **finance),
        "approver": _person(session, "approver", "王审核", Role.APPROVER, **finance),
        "other_clerk": _person(session, "other_clerk", "赵经办", Role.CLERK, **health),
        "other_approver": _person(session, "other_approver", "孙审核", Role.APPROVER, **health),
        "archivist": _person(session, "archivist", "陈管理", Role.ARCHIVIST, **archive),
        "director": _person(session, "director", "周馆长", Role.DIRECTOR, **archive),
        "inspector": _person(session, "inspector", "吴检查", Role.INSPECTOR, **county),
        "authority_officer": _person(session, "authority_officer", "郑主管", Role.AUTHORITY, **county),
        "city_archivist": _person(session, "city_archivist", "冯管理", Role.ARCHIVIST, repository=rows["city_archive"]),
        "neighbour_inspector": _person(
            session, "neighbour_inspector", "褚检查", Role.INSPECTOR, jurisdiction=rows["neighbour"]
        ),
        "system_admin": _person(session, "system_admin", "系统管理员", Role.SYSTEM_ADMIN),
        "security_admin": _person(session, "security_admin", "安全管理员", Role.SECURITY_ADMIN),
        "audit_admin": _person(session, "audit_admin", "审计管理员", Role.AUDIT_ADMIN),
    }


def _person(session, username, name, role, **over):
    account = _add(
        session, Account(username=username, display_name=name, password_hash=PASSWORD_HASH, locale="zh-Hans")
    )
    _add(session, Grant(account_id=account.id, role=role, **{f"{kind}_id": row.id for kind, row in over.items()}))
    scope = Scope(
        organizations=frozenset({over["organization"].id} if "organization" in over else ()),
        repositories=frozenset({over["repository"].id} if "repository" in over else ()),
        jurisdictions=frozenset({over["jurisdiction"].path} if "jurisdiction" in over else ()),
    )
    return Actor(account.id, name, (Permission(role, scope),), account.locale)
