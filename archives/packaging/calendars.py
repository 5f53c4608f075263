"""Calendar files: iCalendar (RFC 5545) by the library `icalendar`, which folds and escapes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from archives.ports import CalendarDay

PRODUCT = "-//archives//inspection//ZH"


class CalendarFiles:
    """Adapter of `archives.ports.CalendarWriter`."""

    def write(self, days: Sequence[CalendarDay], at: datetime) -> bytes:
        """Return the file; a calendar that knows a day by its uid moves it, or strikes it out."""
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        for day in days:
            calendar.add_component(_event(day, at))
        written: bytes = calendar.to_ical()
        return written


def _event(day: CalendarDay, at: datetime) -> Event:
    event = Event()
    told = {"uid": day.uid, "dtstamp": at, "dtstart": day.day, "dtend": day.day + timedelta(days=1)}
    said = {"summary": day.title, "description": day.text, "location": day.place, "url": day.url}
    state = {
        "sequence": day.revision,
        "status": "CANCELLED" if day.is_cancelled else "CONFIRMED",
        "transp": "TRANSPARENT",
    }
    for name, value in {**told, **said, **state}.items():
        if value != "":
            event.add(name, value)
    for before in () if day.is_cancelled else day.reminded:
        event.add_component(_alarm(before, day.title))
    return event


def _alarm(before: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-before))
    return alarm
