"""The counter of readings: typed in, pushed by sensors, corrected, withdrawn. None is ever deleted.

One reading is known by its room, its instant and its sensor ('' for a person): the same again changes nothing, another
value under the same is refused, because only a correction says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.climate import Quantity, ReadingOrigin, written
from archives.domain.errors import ArchivesError, FrozenError, InvalidInputError, NotFoundError, Problem
from archives.models import CaseAct, ClimateReading, RepositoryRoom, new_id
from archives.services.climate_rooms import require_keeper, watch_soon
from archives.services.outside import Outside
from archives.services.supervision import acts_of, note, required
from archives.services.unit_of_work import UnitOfWork

AHEAD = timedelta(minutes=5)  # by which the clock of a sensor may be fast
MOST_PUSHED = 5_000  # readings in one push
LONGEST_SENSOR = 64  # characters
ASKED_AT_ONCE = 500  # instants in one question
Key = tuple[UUID, datetime, str]
_R = ClimateReading


@dataclass(frozen=True, slots=True)
class NewReading:
    """What was read, in tenths, at an aware instant. `sensor` is '' for what a person read off."""

    room_id: UUID
    measured_at: datetime
    temperature: int
    humidity: int
    sensor: str = ""

    @property
    def values(self) -> tuple[int, int]:
        """Return temperature and humidity."""
        return self.temperature, self.humidity


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a batch: entered, known already, and what was refused, as (place in the batch, problem)."""

    entered: int
    known: int
    refused: tuple[tuple[int, Problem], ...] = ()


@dataclass(frozen=True, slots=True)
class There:
    """What the log has under a key."""

    temperature: int
    humidity: int
    is_withdrawn: bool = False


class ClimateReadingService:
    """Entering what was read."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def get(self, reading_id: UUID) -> ClimateReading:
        """Return a reading, or refuse."""
        return self._work.get(ClimateReading, reading_id)

    def acts(self, reading_id: UUID) -> Sequence[CaseAct]:
        """Return the corrections of a reading, in order, with the values before and after."""
        return acts_of(self._work, self.get(reading_id))

    def take(self, readings: Sequence[NewReading]) -> Pushed:
        """Enter what a person read off in one round: all of it, or nothing.

        InvalidInputError names each that is wrong by its room; the same values once more change nothing.
        """
        done = self._enter(readings, ReadingOrigin.HAND, whole=True)
        if done.refused:
            raise InvalidInputError(
                [replace(problem, where=f"{problem.where}:{readings[at].room_id}") for at, problem in done.refused]
            )
        return done

    def push(self, readings: Sequence[NewReading]) -> Pushed:
        """Enter what a program sends: the good ones; those that are refused are named by their place in the batch."""
        if len(readings) > MOST_PUSHED:
            raise InvalidInputError([Problem("too_many_readings", "readings", (("most", str(MOST_PUSHED)),))])
        return self._enter(readings, ReadingOrigin.SENSOR, whole=False)

    def correct(self, reading_id: UUID, seen: int | None, values: tuple[int, int], reason: str) -> ClimateReading:
        """Put right what was read wrong; old and new stay on the trail, with the reason."""
        with self._work.write():
            row, room, role = self._changeable(reading_id, seen)
            before = _told(row)
            row.temperature, row.humidity = values
            facts: dict[str, Any] = {"was": before, "now": _told(row), "before": before, "after": _told(row)}
            note(self._work, row, "ReadingCorrected", role, required("reason", reason), **facts)
            watch_soon(self._work, room)
            return row

    def withdraw(self, reading_id: UUID, seen: int | None, reason: str) -> ClimateReading:
        """Take back what was entered by mistake, for a wrong room or hour; it stays, and counts nowhere."""
        with self._work.write():
            row, room, role = self._changeable(reading_id, seen)
            row.withdrawn_at = self._work.now()
            facts: dict[str, Any] = {"was": _told(row), "after": {"withdrawn_at": row.withdrawn_at}}
            note(self._work, row, "ReadingWithdrawn", role, required("reason", reason), **facts)
            watch_soon(self._work, room)
            return row

    # --- private ---

    def _changeable(self, reading_id: UUID, seen: int | None) -> tuple[ClimateReading, RepositoryRoom, Any]:
        row = self._work.get(ClimateReading, reading_id)
        self._work.require_version(row, seen)
        room = self._work.get(RepositoryRoom, row.room_id)
        role = require_keeper(self._work, room)
        if row.withdrawn_at is not None:
            raise FrozenError("This reading was withdrawn.", state="withdrawn")
        return row, room, role

    def _enter(self, readings: Sequence[NewReading], origin: ReadingOrigin, *, whole: bool) -> Pushed:
        with self._work.write():
            rooms = self._rooms({each.room_id for each in readings})
            refused = {at: problem for at, each in enumerate(readings) if (problem := self._wrong(each, rooms))}
            good = {at: _exact(each) for at, each in enumerate(readings) if at not in refused}
            fresh, known = self._sorted(good, refused)
            if not (whole and refused):
                self._add(fresh, rooms, origin)
            told = tuple(sorted(refused.items(), key=lambda each: each[0]))
            return Pushed(len(fresh), known, told)

    def _rooms(self, ids: set[UUID]) -> Mapping[UUID, tuple[RepositoryRoom, Any] | str]:
        """Return each room with the role of its keeper, or why nothing can be entered for it."""
        found: dict[UUID, tuple[RepositoryRoom, Any] | str] = {}
        for each in ids:
            try:
                room = self._work.get(RepositoryRoom, each)
                found[each] = room, require_keeper(self._work, room)
            except NotFoundError:
                found[each] = "unknown_room"
            except FrozenError:
                found[each] = "room_retired"
            except ArchivesError:
                found[each] = "not_your_room"
        return found

    def _wrong(self, each: NewReading, rooms: Mapping[UUID, tuple[RepositoryRoom, Any] | str]) -> Problem | None:
        room = rooms[each.room_id]
        if isinstance(room, str):
            return Problem(room, "room", (("value", str(each.room_id)),))
        if len(each.sensor) > LONGEST_SENSOR:
            return Problem("length", "sensor", (("least", "0"), ("most", str(LONGEST_SENSOR))))
        if each.measured_at > self._work.now() + AHEAD:
            return Problem("in_the_future", "measured_at", (("value", each.measured_at.isoformat()),))
        return None

    def _sorted(self, good: Mapping[int, NewReading], refused: dict[int, Problem]) -> tuple[list[NewReading], int]:
        """Return what is new and how many are known; whatever says otherwise than the log is refused."""
        known = known_values(self._work, list(good.values()))
        fresh: dict[Key, NewReading] = {}
        repeated = 0
        for at, each in good.items():
            key = key_of(each)
            there = known.get(key) or (There(*fresh[key].values) if key in fresh else None)
            if there is None:
                fresh[key] = each
            elif problem := contradiction(each, there):
                refused[at] = problem
            else:
                repeated += 1
        return list(fresh.values()), repeated

    def _add(self, fresh: Sequence[NewReading], rooms: Mapping[UUID, Any], origin: ReadingOrigin) -> None:
        for each in fresh:
            row = ClimateReading(**columns_of(self._work, self._outside, rooms[each.room_id][0], each, origin))
            self._work.session.add(row)
        for room_id in sorted({each.room_id for each in fresh}):
            room, role = rooms[room_id]
            mine = [each for each in fresh if each.room_id == room_id]
            self._work.record("ReadingsEntered", room, role=role, **_summary(mine, origin))
            watch_soon(self._work, room)


def key_of(reading: NewReading) -> Key:
    """Return by what a reading is known."""
    return reading.room_id, reading.measured_at, reading.sensor


def known_values(work: UnitOfWork, readings: Sequence[NewReading]) -> dict[Key, There]:
    """Return what the log has at the rooms, instants and sensors of these readings."""
    found: dict[Key, There] = {}
    values = (_R.temperature, _R.humidity, _R.withdrawn_at.is_not(None))
    for start in range(0, len(readings), ASKED_AT_ONCE):
        part = readings[start : start + ASKED_AT_ONCE]
        rooms, instants = {each.room_id for each in part}, {each.measured_at for each in part}
        asked = select(_R.room_id, _R.measured_at, _R.sensor, *values)
        asked = asked.where(_R.room_id.in_(rooms), _R.measured_at.in_(instants))
        for room, at, sensor, temperature, humidity, withdrawn in work.session.execute(asked):
            found[room, at, sensor] = There(temperature, humidity, bool(withdrawn))
    return found


def contradiction(reading: NewReading, there: There) -> Problem | None:
    """Return what is wrong with a reading where the log has one already; None when it says the same."""
    if there.is_withdrawn:
        return Problem("reading_withdrawn", "measured_at")
    if reading.values == (there.temperature, there.humidity):
        return None
    facts = (("temperature", written(there.temperature)), ("humidity", written(there.humidity)))
    return Problem("reading_differs", "measured_at", facts)


def columns_of(
    work: UnitOfWork, outside: Outside, room: RepositoryRoom, reading: NewReading, origin: ReadingOrigin
) -> dict[str, Any]:
    """Return the columns of a reading."""
    return {
        "id": new_id(),
        "jurisdiction_path": room.jurisdiction_path,
        "organization_id": room.organization_id,
        "repository_id": room.repository_id,
        "room_id": room.id,
        "measured_at": reading.measured_at,
        "day": outside.profile.day_of(reading.measured_at),
        "temperature": reading.temperature,
        "humidity": reading.humidity,
        "sensor": reading.sensor,
        "origin": origin,
        "entered_at": work.now(),
        "entered_by": work.actor.name,
    }


def _exact(reading: NewReading) -> NewReading:
    """Return it in whole seconds of UTC: by that it is known."""
    return replace(reading, measured_at=reading.measured_at.astimezone(UTC).replace(microsecond=0))


def _summary(readings: Sequence[NewReading], origin: ReadingOrigin) -> dict[str, Any]:
    """Return what the trail says of readings that came together; a single one is told whole."""
    times = [each.measured_at for each in readings]
    told: dict[str, Any] = {"origin": origin, "count": len(readings), "first_at": min(times), "last_at": max(times)}
    if len(readings) == 1:
        told |= {"temperature": readings[0].temperature, "humidity": readings[0].humidity}
    return told


def _told(row: ClimateReading) -> dict[str, int]:
    return {str(Quantity.TEMPERATURE): row.temperature, str(Quantity.HUMIDITY): row.humidity}
