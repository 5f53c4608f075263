"""Which authority issues a paper, and under which number (文号): one series for each authority, mark and year."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.case_paper import LETTERS, PaperKind
from archives.domain.hazard import Instrument
from archives.models import Authority, Jurisdiction, Paper
from archives.services.numbers import next_serial
from archives.services.outside import Outside
from archives.services.supervision import OFFICERS, today
from archives.services.unit_of_work import UnitOfWork

NAMELESS = "{place}档案主管部门"
"""How the authority of a place is called where none has been entered."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An authority: whose seal, in which place."""

    id: UUID
    name: str
    code: str
    place: str


def issuer_of(work: UnitOfWork, row: Any) -> Issuer:  # noqa: ANN401 -- an inspection or an order
    """Return the authority that deals with a row: of earlier papers, else of the officer who acts, else of its place.

    Of several places that an officer supervises it is the one next to the row; where no authority has been entered for
    it, the next one above.
    """
    known = select(Paper).where(Paper.subject_id == row.id).order_by(Paper.id).limit(1)
    earlier = work.session.scalar(known)
    if earlier is not None and (found := work.session.get(Authority, earlier.issuer_id)) is not None:
        return _of(found)
    held = [p.scope.jurisdictions for p in work.actor.permissions if p.role in OFFICERS]
    mine = [path for path in frozenset().union(*held) if row.jurisdiction_path.startswith(path)]
    path = max(mine, key=len, default=row.jurisdiction_path)
    asked = select(Authority).join(Jurisdiction).where(Jurisdiction.path.in_(_above(path)))
    authority = work.session.scalars(asked.order_by(func.length(Jurisdiction.path).desc()).limit(1)).first()
    if authority is not None:
        return _of(authority)
    place = work.session.scalars(select(Jurisdiction).where(Jurisdiction.path == path)).one()
    return Issuer(place.id, NAMELESS.format(place=place.name), place.code, place.name)


def document_number(work: UnitOfWork, outside: Outside, issuer: Issuer, kind: PaperKind, instrument: str = "") -> str:
    """Return the next 文号 of its series for a letter, '' for what is none. Inside the writing transaction."""
    if kind not in LETTERS:
        return ""
    rules, year = outside.profile.supervision.papers, today(work, outside).year
    mark = rules.series(kind, Instrument(instrument) if instrument else None)
    serial = next_serial(work, f"paper:{issuer.id}:{mark}:{year}")
    return rules.document_number(rules.sign_of(issuer.code, issuer.place), mark, year, serial)


def _above(path: str) -> list[str]:
    """Return a path and those above it."""
    steps = path.strip("/").split("/")
    return [f"/{'/'.join(steps[:count])}/" for count in range(1, len(steps) + 1)]


def _of(authority: Authority) -> Issuer:
    place = authority.jurisdiction
    return Issuer(authority.id, authority.name, place.code, place.name)
