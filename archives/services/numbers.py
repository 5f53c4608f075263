"""Readable numbers, one after the other: a counter for each kind and year, taken inside the writing transaction."""

from datetime import date

from sqlalchemy import select

from archives.domain.readable_number import NumberKind, ReadableNumber
from archives.models import Setting
from archives.services.unit_of_work import UnitOfWork


def next_number(work: UnitOfWork, kind: NumberKind, today: date) -> str:
    """Return the next number of that kind in the year of `today`. Two transactions never get the same."""
    return str(ReadableNumber(kind, today.year, next_serial(work, f"serial:{kind}:{today.year}")))


def next_serial(work: UnitOfWork, name: str) -> int:
    """Return the next number of a series, from 1, inside the writing transaction."""
    counter = work.session.scalar(select(Setting).where(Setting.name == name).with_for_update())
    if counter is None:
        counter = Setting(name=name, value={"last": 0})
        work.session.add(counter)
    serial = int(counter.value["last"]) + 1
    counter.value = {"last": serial}
    return serial
