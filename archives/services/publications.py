"""The counter of published summaries: an authority decides what of its register everybody may read, period by period.

What is published is kept as a snapshot; it is sums and names of places only. Strangers read it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from archives.domain.errors import FrozenError, InvalidInputError, NotFoundError, Problem
from archives.domain.hazard import FindingKind, FindingState
from archives.domain.inspection import InspectionState
from archives.domain.permission import Place
from archives.domain.publication import (
    Number,
    PlaceFigures,
    Summary,
    share,
    withheld,
    withheld_parts,
    withheld_row,
    withheld_table,
)
from archives.domain.vocabulary import Role
from archives.domain.work_report import ReportPeriod
from archives.models import Finding, Inspection, Jurisdiction, PublishedSummary, RectificationOrder, new_id
from archives.services.authority_board import under
from archives.services.outside import Outside
from archives.services.supervision import required, today
from archives.services.unit_of_work import UnitOfWork


class PublicationService:
    """Previewing, publishing and withdrawing summaries; reading them is open to strangers."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self) -> Sequence[PublishedSummary]:
        """Return the newest edition of every summary unless it is withdrawn, the newest period first."""
        order = PublishedSummary.period.desc(), PublishedSummary.jurisdiction_path, PublishedSummary.edition.desc()
        newest: dict[tuple[UUID, str], PublishedSummary] = {}
        for each in self._work.session.scalars(select(PublishedSummary).order_by(*order)):
            newest.setdefault((each.jurisdiction_id, each.period), each)
        return [each for each in newest.values() if each.withdrawn_at is None]

    def get(self, summary_id: UUID) -> PublishedSummary:
        """Return a summary that is not withdrawn, or refuse."""
        found = self._work.get(PublishedSummary, summary_id)
        if found.withdrawn_at is not None:
            raise NotFoundError("published_summary", summary_id)
        return found

    def places(self) -> Sequence[Jurisdiction]:
        """Return the places of which the actor may publish."""
        listed = self._work.session.scalars(select(Jurisdiction).order_by(Jurisdiction.path))
        return [each for each in listed if Role.AUTHORITY in self._work.actor.roles_at(Place(jurisdiction=each.path))]

    def preview(self, jurisdiction_id: UUID, period: str) -> Summary:
        """Return what would be published of a period that has ended, small numbers withheld."""
        place, asked = self._work.get(Jurisdiction, jurisdiction_id), self._period(period)
        self._work.actor.require(Place(jurisdiction=place.path), Role.AUTHORITY)
        return self._summary(place, asked)

    def publish(self, jurisdiction_id: UUID, period: str) -> PublishedSummary:
        """Publish it. Once more makes another edition, which is shown in the place of the last."""
        with self._work.write():
            place, asked = self._work.get(Jurisdiction, jurisdiction_id), self._period(period)
            role = self._work.actor.require(Place(jurisdiction=place.path), Role.AUTHORITY)
            same = PublishedSummary.jurisdiction_id == place.id, PublishedSummary.period == asked.code
            newest = self._work.session.scalar(select(func.max(PublishedSummary.edition)).where(*same)) or 0
            row = PublishedSummary(id=new_id(), jurisdiction_id=place.id, jurisdiction_path=place.path)
            row.place_name, row.period, row.edition = place.name, asked.code, newest + 1
            row.figures, row.published_at = self._summary(place, asked).plain, self._work.now()
            self._work.session.add(row)
            self._work.record("SummaryPublished", row, role=role, period=row.period, figures=row.figures)
            return row

    def withdraw(self, summary_id: UUID, seen: int | None, reason: str) -> PublishedSummary:
        """Take it back, with a reason that stays on the trail."""
        with self._work.write():
            row = self._work.get(PublishedSummary, summary_id)
            self._work.require_version(row, seen)
            role = self._work.actor.require(Place(jurisdiction=row.jurisdiction_path), Role.AUTHORITY)
            if row.withdrawn_at is not None:
                raise FrozenError("This summary has been withdrawn.", state="withdrawn")
            text = required("reason", reason)
            row.withdrawn_at = self._work.now()
            self._work.record("SummaryWithdrawn", row, role=role, reason=text)
            return row

    # --- private ---

    def _period(self, code: str) -> ReportPeriod:
        kind, day = self._outside.profile.work_report.period, today(self._work, self._outside)
        newest = ReportPeriod.ended_before(kind, day)
        asked = ReportPeriod.parse(kind, code) if code else newest
        if asked.last > newest.last:
            raise InvalidInputError([Problem("period_not_ended", "period", (("value", asked.code),))])
        return asked

    def _summary(self, place: Jurisdiction, period: ReportPeriod) -> Summary:
        least = self._outside.profile.publish_least
        here = _counting(place)
        found = here, Finding.found_on.between(period.first, period.last)
        closed, days = self._ended(here, period)
        whole = withheld_row(self._findings(*found), closed, self._findings(here, *_open_at(period.last)), least)
        issued, reported, on_time = self._orders(place, period)
        return Summary(
            least=least,
            inspections=withheld(self._inspections(place, period), least),
            found=self._kinds(found, least, is_told=whole["found"] is not None),
            hazards=withheld_parts(self._by(Finding.grade, *found, Finding.kind == FindingKind.HAZARD), least),
            closed=whole["closed"],
            open=whole["open"],
            orders=withheld(issued, least),
            on_time=share(on_time, reported, least),
            days_to_close=days // closed if closed >= max(least, 1) else None,
            recurrences=withheld(self._findings(*found, Finding.recurrence_of_id.is_not(None)), least),
            districts=self._districts(place, period, least),
        )

    def _findings(self, *which: ColumnElement[bool]) -> int:
        return self._work.session.scalar(select(func.count(Finding.id)).where(*which)) or 0

    def _by(self, column: Any, *which: ColumnElement[bool]) -> dict[str, int]:  # noqa: ANN401 -- a column
        rows = self._work.session.execute(select(column, func.count()).where(*which).group_by(column))
        return {str(row[0]): row[1] for row in sorted(rows, key=lambda row: str(row[0]))}

    def _kinds(self, found: tuple[ColumnElement[bool], ...], least: int, *, is_told: bool) -> dict[str, Number]:
        """Return what was found by kind; where the sum is withheld, so that one kind does not tell it, all of it."""
        parts = self._by(Finding.kind, *found)
        return withheld_parts(parts, least) if is_told else dict.fromkeys(parts)

    def _ended(self, here: ColumnElement[bool], period: ReportPeriod) -> tuple[int, int]:
        which = here, Finding.closed_on.between(period.first, period.last)
        row = self._work.session.execute(select(func.count(), func.sum(Finding.days_open)).where(*which)).one()
        return row[0], int(row[1] or 0)

    def _orders(self, place: Jurisdiction, period: ReportPeriod) -> tuple[int, int, int]:
        """Return how many were issued in the period; of these, reported on; of these, in time."""
        order = RectificationOrder
        which = under(order.jurisdiction_path, place.path), self._within(order.issued_at, period)
        sums = func.count(), func.count(order.reported_at)
        row = self._work.session.execute(select(*sums).where(*which)).one()
        in_time = select(func.count()).where(*which, order.reported_at.is_not(None), order.is_late.is_(False))
        return row[0], row[1], self._work.session.scalar(in_time) or 0

    def _inspections(self, place: Jurisdiction, period: ReportPeriod) -> int:
        which = under(Inspection.jurisdiction_path, place.path), self._within(Inspection.concluded_at, period)
        asked = select(func.count(Inspection.id)).where(*which, Inspection.state == InspectionState.CONCLUDED)
        return self._work.session.scalar(asked) or 0

    def _districts(self, place: Jurisdiction, period: ReportPeriod, least: int) -> tuple[PlaceFigures, ...]:
        asked = select(Jurisdiction).where(Jurisdiction.parent_id == place.id).order_by(Jurisdiction.path)
        places = self._work.session.scalars(asked).all()
        here = _counting(place)
        within: dict[str, tuple[ColumnElement[bool], ...]] = {
            "found": (Finding.found_on.between(period.first, period.last),),
            "closed": (Finding.closed_on.between(period.first, period.last),),
            "open": _open_at(period.last),
        }
        counts = {name: self._by_place(places, here, *which) for name, which in within.items()}
        rows = {each.path: {name: counts[name][each.path] for name in within} for each in places}
        told = withheld_table(rows, least)
        return tuple(PlaceFigures(each.code, each.name, **told[each.path]) for each in places)

    def _by_place(self, places: Sequence[Jurisdiction], *which: ColumnElement[bool]) -> Mapping[str, int]:
        """Count by the places directly below, each with all below it."""
        counted = Counter({each.path: 0 for each in places})
        for path, number in self._by(Finding.jurisdiction_path, *which).items():
            for each in places:
                if path.startswith(each.path):
                    counted[each.path] += number
        return counted

    def _within(self, instant: Any, period: ReportPeriod) -> ColumnElement[bool]:  # noqa: ANN401 -- a column
        first, after = self._midnight(period.first), self._midnight(period.last + timedelta(days=1))
        inside: ColumnElement[bool] = (instant >= first) & (instant < after)
        return inside

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._outside.profile.zone).astimezone(UTC)


def _counting(place: Jurisdiction) -> ColumnElement[bool]:
    """Return the criterion of the lines of a place; one that was none after all is not counted."""
    return under(Finding.jurisdiction_path, place.path) & (Finding.state != FindingState.DISMISSED)


def _open_at(day: date) -> tuple[ColumnElement[bool], ...]:
    return Finding.found_on <= day, or_(Finding.closed_on.is_(None), Finding.closed_on > day)
