"""From the rows of somebody's list to readings: which column means what, and which cell is wrong."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from archives.domain.climate import Quantity, read_tenths
from archives.domain.dates import PartialDate
from archives.domain.errors import InvalidInputError, Problem
from archives.ports import TableRow
from archives.services.climate_readings import LONGEST_SENSOR, NewReading

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "room": ("库房", "庫房", "库房名称", "庫房名稱", "房间"),
    "measured_at": ("测量时间", "測量時間", "日期时间", "日期時間", "记录时间", "記錄時間", "time stamp", "timestamp"),
    "date": ("日期", "测量日期", "測量日期"),
    "time": ("时间", "時間", "时刻", "時刻"),
    "temperature": ("温度", "溫度", "气温", "t"),
    "humidity": ("相对湿度", "相對濕度", "湿度", "濕度", "rh"),
    "sensor": ("传感器", "感測器", "探头", "探頭"),
}
"""Headings by the name of what they hold; the names themselves, and what stands in brackets behind, are read too."""
OWN = frozenset({"origin", "entered_at", "entered_by", "faults"})  # columns of an exported log that say nothing new
NEEDED = ("temperature", "humidity")
_BRACKETS = re.compile(r"[(（\[].*")
_MEANING = {heading: name for name, headings in COLUMNS.items() for heading in (name, *headings)}
_HOUR = re.compile(r"([01]?[0-9]|2[0-4])[:：时時.]([0-5][0-9])(?:[:：分]([0-5][0-9])?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a list mean, with the heading as written, and what is wrong with the heading."""

    names: tuple[str, ...]
    labels: Mapping[str, str]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    def given(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells that have a value, by the name of their column."""
        pairs = zip(self.names, cells, strict=False)
        return {name: cell.strip() for name, cell in pairs if name and cell.strip()}


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a list: its reading, or what is wrong with its cells (`where` is the name of the column)."""

    row: TableRow
    reading: NewReading | None
    problems: tuple[Problem, ...] = ()


def read_columns(cells: Sequence[str]) -> Columns:
    """Find the meaning of each heading; what is missing stands in `problems`."""
    names = [_meaning(cell) for cell in cells]
    labels = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if name and name not in OWN}
    problems = [Problem("missing_column", name) for name in NEEDED if name not in labels]
    if "measured_at" not in labels:
        problems += [Problem("missing_column", name) for name in ("date", "time") if name not in labels]
    problems += [
        Problem("repeated_column", cell, (("other", labels[name]),))
        for at, (name, cell) in enumerate(zip(names, cells, strict=True))
        if name and name in names[:at]
    ]
    notices = [Problem("unknown_column", cell) for name, cell in zip(names, cells, strict=True) if cell and not name]
    kept = tuple("" if name in OWN else name for name in names)
    return Columns(kept, labels, tuple(problems), tuple(notices))


def judge(row: TableRow, columns: Columns, rooms: Mapping[str, UUID], zone: ZoneInfo) -> Judged:
    """Read one row. `rooms` maps the names of the rooms to their ids; where there is one only, it need not be named."""
    problems = list(row.problems)
    if len(row.cells) > len(columns.names):
        counted = (("cells", str(len(row.cells))), ("columns", str(len(columns.names))))
        problems.append(Problem("too_many_cells", "", counted))
    given = columns.given(row.cells)
    room = _room(given.get("room", ""), rooms, problems)
    values = [_value(quantity, given, problems) for quantity in Quantity]
    at = _instant(given, zone, problems)
    sensor = given.get("sensor", "")
    if len(sensor) > LONGEST_SENSOR:
        problems.append(Problem("length", "sensor", (("least", "0"), ("most", str(LONGEST_SENSOR)))))
    if problems or room is None or at is None:
        return Judged(row, None, tuple(problems))
    return Judged(row, NewReading(room, at, values[0], values[1], sensor))


def template() -> Iterator[tuple[str, ...]]:
    """Yield the heading and two example rows of a list to fill in."""
    yield ("库房", "日期", "时间", "温度(℃)", "相对湿度(%)", "传感器")
    yield ("一号库房", "2026-11-20", "09:00", "21.5", "52.0", "")
    yield ("一号库房", "2026-11-20", "15:00", "21.9", "51.5", "")


def read_instant(text: str, zone: ZoneInfo, hour: str = "") -> datetime:
    """Read day and hour, in one text or in two, by the clocks of `zone` unless an offset stands behind; in UTC.

    InvalidInputError: `bad_date` at 'date', `bad_time` at 'time'.
    """
    if (aware := _with_offset(text)) is not None:
        return aware
    day, _, rest = text.strip().replace("T", " ").partition(" ")
    written = PartialDate.parse(day)
    if written.day is None:
        raise InvalidInputError([Problem("bad_date", "date", (("value", text[:64]),))])
    found = _HOUR.fullmatch((hour or rest).strip())
    if found is None or found[1] == "24":
        raise InvalidInputError([Problem("bad_time", "time", (("value", (hour or rest)[:64]),))])
    at = time(int(found[1]), int(found[2]), int(found[3] or 0))
    return datetime.combine(written.first_day, at, zone).astimezone(UTC)


def _meaning(heading: str) -> str:
    plain = _BRACKETS.sub("", heading).strip().lower().replace("-", "_")
    return plain if plain in OWN else _MEANING.get(plain) or _MEANING.get(plain.replace(" ", "_"), "")


def _room(named: str, rooms: Mapping[str, UUID], problems: list[Problem]) -> UUID | None:
    if not named and len(rooms) == 1:
        return next(iter(rooms.values()))
    if named not in rooms:
        problems.append(Problem("unknown_room" if named else "required", "room", (("value", named[:64]),)))
    return rooms.get(named)


def _value(quantity: Quantity, given: Mapping[str, str], problems: list[Problem]) -> int:
    try:
        return read_tenths(quantity, given.get(quantity, ""))
    except InvalidInputError as refused:
        problems += refused.problems
        return 0


def _instant(given: Mapping[str, str], zone: ZoneInfo, problems: list[Problem]) -> datetime | None:
    text = given.get("measured_at") or given.get("date", "")
    if not text:
        problems.append(Problem("required", "date"))
        return None
    try:
        return read_instant(text, zone, "" if "measured_at" in given else given.get("time", ""))
    except InvalidInputError as refused:
        at = "measured_at" if "measured_at" in given else ""
        problems += [Problem(each.code, at or _place(each), each.facts) for each in refused.problems]
        return None


def _place(problem: Problem) -> str:
    return "time" if problem.code == "bad_time" else "date"


def _with_offset(text: str) -> datetime | None:
    """Return an ISO instant that says its offset; None for any other text."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone(UTC).replace(microsecond=0) if found.tzinfo else None
