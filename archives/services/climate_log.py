"""The log of a room as people look at it: days, months, shares within limits, gaps. All of it computed when asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select

from archives.domain.climate import Bound, DayOfReadings, Limits, faults_of, gaps, owed_days, written
from archives.models import ClimateReading, RepositoryRoom
from archives.services.climate_rooms import ClimateRoomService
from archives.services.outside import Outside
from archives.services.supervision import today
from archives.services.unit_of_work import UnitOfWork

RECENT = timedelta(days=29)  # and today: what a list of rooms looks at
READ_AT_ONCE = 2_000
MOST_OF_A_DAY = 2_000  # readings shown of one day
HEADING = ("room", "measured_at", "temperature", "humidity", "sensor", "origin", "entered_at", "entered_by", "faults")
_R = ClimateReading


@dataclass(frozen=True, slots=True)
class Statistics:
    """How a span of days was: readings, those within both limits, days whose swing was too great, readings missing."""

    first: date
    last: date
    readings: int
    within: int
    swings: int
    missing: int

    @property
    def share(self) -> int | None:
        """Return the per cent of readings within limits, rounded down; None without any."""
        return self.within * 100 // self.readings if self.readings else None


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room in a list: its newest reading with what is wrong with it, and its last thirty days."""

    room: RepositoryRoom
    body: str
    newest: ClimateReading | None
    faults: frozenset[Bound]
    recent: Statistics


class ClimateLogService:
    """Reading the log."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._rooms = ClimateRoomService(work, outside)

    def today(self) -> date:
        """Return the day by the jurisdiction's clocks."""
        return today(self._work, self._outside)

    def list(self, *, retired: bool = False) -> Sequence[RoomLine]:
        """Return the rooms that the actor sees with their newest readings."""
        names, last = self._rooms.body_names(), self.today()
        return [self._line(room, names, last) for room in self._rooms.list(retired=retired)]

    def readings(self, room_id: UUID, first: date, last: date, limit: int = MOST_OF_A_DAY) -> Sequence[ClimateReading]:
        """Return the readings of these days in their order, withdrawn ones too."""
        self._rooms.get(room_id)
        asked = select(_R).where(_R.room_id == room_id, _R.day.between(first, last))
        return self._work.session.scalars(asked.order_by(_R.measured_at, _R.sensor).limit(limit)).all()

    def days(self, room_id: UUID, first: date, last: date) -> Sequence[DayOfReadings]:
        """Return every day on which something was read or owed, in order."""
        room = self._rooms.get(room_id)
        read = {each.day: each for each in self._days(room_id, first, last)}
        owed = set(self._owed(room, first, last))
        per_day = self._outside.profile.supervision.climate_log.readings_per_day
        return [_day(day, read.get(day), per_day if day in owed else 0) for day in sorted({*read, *owed})]

    def statistics(self, room_id: UUID, first: date, last: date) -> Statistics:
        """Return how these days were."""
        room = self._rooms.get(room_id)
        return self._statistics(room, first, last)

    def gaps(self, room_id: UUID, first: date, last: date) -> Sequence[tuple[date, int]]:
        """Return the days on which readings are missing, and how many; of today it is known only tomorrow."""
        room = self._rooms.get(room_id)
        counts = {each.day: each.count for each in self._days(room_id, first, last)}
        per_day = self._outside.profile.supervision.climate_log.readings_per_day
        return gaps(self._owed(room, first, last), per_day, counts)

    def years(self, room_id: UUID) -> tuple[int, int] | None:
        """Return the first and the last year of the log; None while it is empty."""
        self._rooms.get(room_id)
        found = self._work.session.execute(
            select(func.min(_R.day), func.max(_R.day)).where(_R.room_id == room_id)
        ).one()
        return (found[0].year, found[1].year) if found[0] else None

    def export(self, name: str, room_id: UUID, span: tuple[date, date], target: BinaryIO) -> None:
        """Write the readings of these days as CSV or XLSX, by the extension of `name`; times in the profile's zone."""
        room = self._rooms.get(room_id)
        self._outside.tables.write(name, self._lines(room, *span), target)

    # --- private ---

    def _line(self, room: RepositoryRoom, names: Mapping[UUID, str], last: date) -> RoomLine:
        asked = select(_R).where(_R.room_id == room.id, _R.withdrawn_at.is_(None))
        newest = self._work.session.scalars(asked.order_by(_R.measured_at.desc()).limit(1)).first()
        limits = self._rooms.limits(room)
        faults = faults_of(newest.temperature, newest.humidity, limits) if newest else frozenset()
        return RoomLine(room, names.get(room.body_id, ""), newest, faults, self._statistics(room, last - RECENT, last))

    def _statistics(self, room: RepositoryRoom, first: date, last: date) -> Statistics:
        limits = self._rooms.limits(room)
        counted = select(func.count(), func.sum(case((_out_of(limits), 0), else_=1)))
        readings, within = self._work.session.execute(counted.where(*_of(room.id, first, last))).one()
        days = self._days(room.id, first, last)
        swings = sum(bool(each.faults(limits) & {Bound.TEMPERATURE_SWING, Bound.HUMIDITY_SWING}) for each in days)
        per_day = self._outside.profile.supervision.climate_log.readings_per_day
        missing = gaps(self._owed(room, first, last), per_day, {each.day: each.count for each in days})
        return Statistics(first, last, readings, within or 0, swings, sum(number for _, number in missing))

    def _days(self, room_id: UUID, first: date, last: date) -> Sequence[DayOfReadings]:
        values = (func.min(_R.temperature), func.max(_R.temperature), func.min(_R.humidity), func.max(_R.humidity))
        asked = select(_R.day, func.count(), *values).where(*_of(room_id, first, last)).group_by(_R.day)
        rows = self._work.session.execute(asked.order_by(_R.day))
        return [DayOfReadings(day, count, (cold, warm), (dry, damp)) for day, count, cold, warm, dry, damp in rows]

    def _owed(self, room: RepositoryRoom, first: date, last: date) -> Sequence[date]:
        """Return the days on which readings are owed: from the room's beginning until yesterday, or its retirement."""
        ends = [last, self.today() - timedelta(days=1)]
        ends += [room.retired_on - timedelta(days=1)] if room.retired_on else []
        return owed_days(self._outside.profile.calendar, max(first, room.kept_since), min(ends))

    def _lines(self, room: RepositoryRoom, first: date, last: date) -> Iterator[Sequence[str]]:
        yield HEADING
        limits = self._rooms.limits(room)
        asked = select(_R).where(*_of(room.id, first, last)).order_by(_R.measured_at, _R.sensor)
        rows: Iterable[ClimateReading] = self._work.session.scalars(asked.execution_options(yield_per=READ_AT_ONCE))
        for each in rows:
            yield self._cells(room, each, limits)

    def _cells(self, room: RepositoryRoom, each: ClimateReading, limits: Limits) -> Sequence[str]:
        zone = self._outside.profile.zone
        at, entered = (
            when.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for when in (each.measured_at, each.entered_at)
        )
        faults = " ".join(sorted(faults_of(each.temperature, each.humidity, limits)))
        values = (written(each.temperature), written(each.humidity))
        return (room.name, at, *values, each.sensor, each.origin, entered, each.entered_by, faults)


def _of(room_id: UUID, first: date, last: date) -> tuple[Any, ...]:
    return _R.room_id == room_id, _R.day.between(first, last), _R.withdrawn_at.is_(None)


def _out_of(limits: Limits) -> ColumnElement[bool]:
    return or_(
        _R.temperature < limits[Bound.TEMPERATURE_LOW],
        _R.temperature > limits[Bound.TEMPERATURE_HIGH],
        _R.humidity < limits[Bound.HUMIDITY_LOW],
        _R.humidity > limits[Bound.HUMIDITY_HIGH],
    )


def _day(day: date, read: DayOfReadings | None, owed: int) -> DayOfReadings:
    if read is None:
        return DayOfReadings(day, 0, (0, 0), (0, 0), owed)
    return DayOfReadings(day, read.count, read.temperature, read.humidity, owed)
