"""The steps of a climate log, for tests: a room, readings in it, what the worker sees."""

from datetime import date, datetime, timedelta, timezone

from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.supervision import RoomType
from archives.services.climate_readings import NewReading
from archives.services.climate_rooms import RoomFacts

BEIJING = timezone(timedelta(hours=8))
FACTS = RoomFacts("一号库房", RoomType.PAPER, "主楼三层", kept_since=date(2026, 11, 2))


def room_of(house, people, facts=FACTS, actor=None, body=None):
    """A room of the archive, entered by its archivist; or of another body by its own people."""
    kind, body_id = body or (InspectedKind.REPOSITORY, people.archive.id)
    with house.open(actor or people.archivist) as services:
        return services.climate_rooms.enter(kind, body_id, facts)


def at(day, hour=9, minute=0, month=11, year=2026):
    """An instant by the clocks of Beijing."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING)


def reading(room, when, temperature=210, humidity=520, sensor=""):
    return NewReading(room.id, when, temperature, humidity, sensor)


def take(house, actor, *readings):
    with house.open(actor) as services:
        return services.climate_readings.take(list(readings))


def look(house, room):
    """What the worker does after a reading; return how many leads it raised."""
    with house.open(WORKER) as services:
        return services.climate_watch.look(room.id)


def leads(house, actor):
    with house.open(actor) as services:
        return list(services.leads.list().rows)
