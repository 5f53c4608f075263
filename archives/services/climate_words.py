"""What a lead and a finding say of a room's climate, in the language of documents (no gettext: it is kept as said)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from archives.domain.climate import BOUNDS, Bound, Quantity, written
from archives.services.document_language import LANGUAGES

MOST_NAMED = 10  # readings that a text names, the newest
UNITS: Mapping[Bound, str] = MappingProxyType(
    {bound: " ℃" if quantity is Quantity.TEMPERATURE else " %" for quantity, three in BOUNDS.items() for bound in three}
)
_B = Bound
FAULTS: Mapping[Bound, tuple[str, str, str]] = MappingProxyType(
    {
        _B.TEMPERATURE_LOW: ("温度低于下限", "溫度低於下限", "temperature below the limit of"),
        _B.TEMPERATURE_HIGH: ("温度高于上限", "溫度高於上限", "temperature above the limit of"),
        _B.TEMPERATURE_SWING: ("昼夜温差超过", "晝夜溫差超過", "daily change of temperature beyond"),
        _B.HUMIDITY_LOW: ("相对湿度低于下限", "相對濕度低於下限", "relative humidity below the limit of"),
        _B.HUMIDITY_HIGH: ("相对湿度高于上限", "相對濕度高於上限", "relative humidity above the limit of"),
        _B.HUMIDITY_SWING: ("昼夜相对湿度变化超过", "晝夜相對濕度變化超過", "daily change of humidity beyond"),
    }
)
SENTENCES = (
    "%(room)s：%(fault)s %(limit)s，%(first)s 至 %(last)s 共 %(count)s 次；最近：%(readings)s。",
    "%(room)s：%(fault)s %(limit)s，%(first)s 至 %(last)s 共 %(count)s 次；最近：%(readings)s。",
    "%(room)s: %(fault)s %(limit)s, %(count)s time(s) from %(first)s to %(last)s. Newest: %(readings)s.",
)
JOINTS = ("，", "，", "; ")


@dataclass(frozen=True, slots=True)
class Trespass:
    """How often one bound of a room was passed, and when: (day and hour as read, tenths), the newest last."""

    room: str
    room_id: str
    bound: Bound
    limit: int
    days: tuple[date, ...]
    readings: tuple[tuple[str, int], ...]

    @property
    def facts(self) -> dict[str, Any]:
        """Return it as a lead keeps it."""
        return {
            "room": self.room,
            "room_id": self.room_id,
            "bound": str(self.bound),
            "limit": written(self.limit),
            "count": len(self.readings),
            "first_on": str(self.days[0]),
            "last_on": str(self.days[-1]),
            "readings": [{"at": at, "value": written(value)} for at, value in self.readings[-MOST_NAMED:]],
        }


def sentence(trespass: Trespass, language: str) -> str:
    """Return the trespass in words."""
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    unit = UNITS[trespass.bound]
    return SENTENCES[at] % {
        "room": trespass.room,
        "fault": FAULTS[trespass.bound][at],
        "limit": f"{written(trespass.limit)}{unit}",
        "first": trespass.days[0],
        "last": trespass.days[-1],
        "count": len(trespass.readings),
        "readings": JOINTS[at].join(_said(trespass.readings[-MOST_NAMED:], unit)),
    }


def _said(readings: Sequence[tuple[str, int]], unit: str) -> Sequence[str]:
    return [f"{at} {written(value)}{unit}" for at, value in readings]
