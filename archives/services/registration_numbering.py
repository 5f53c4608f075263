"""The unit issues its own number (室编) where none is given: the next one of its series, by the profile's schemes."""

from collections.abc import Mapping
from functools import cache
from uuid import UUID

from sqlalchemy import Executable, and_, bindparam, func, select
from sqlalchemy.orm import Session

from archives.domain import reference_code
from archives.domain.errors import InvalidInputError, Problem
from archives.domain.profile import Profile
from archives.domain.reference_code import Arrangement, NumberingScheme
from archives.domain.vocabulary import Level, RetentionClass
from archives.models import Fonds, Record
from archives.services.visibility import UNFILTERED

RETENTION_PARTS = {RetentionClass.PERMANENT: "Y", RetentionClass.D30: "D30", RetentionClass.D10: "D10"}
VOLUME_ITEM_DIGITS = 3  # DA/T 13-2022: items are numbered within their volume

Start = tuple[str, int, NumberingScheme | None]
"""Where a series begins: its text before the counting part, the digits of that part, the scheme that must read it."""


class Numbering:
    """Issues numbers of one fonds. `counters` holds the newest serial of each series seen, and may be saved."""

    def __init__(self, session: Session, profile: Profile, fonds: Fonds) -> None:
        self._session, self._profile, self._fonds = session, profile, fonds
        self.counters: dict[str, int] = {}
        self._last = ""
        self._starts: dict[tuple[str | None, ...], Start] = {}

    def note(self, number: str) -> None:
        """Take notice of a number that was given, so that no later one repeats it."""
        series, _, serial = number.rpartition("-")  # whatever is issued here ends in one
        if serial.isdecimal():
            self.counters[f"{series}-"] = max(self._newest(f"{series}-"), int(serial))

    def issue(self, values: Mapping[str, str], parent_number: str | None = None) -> str:
        """Return the next number for kept values, or refuse (InvalidInputError) naming what it lacks."""
        self._last = ""
        prefix, digits, scheme = self._start(values, parent_number)
        serial = self._newest(prefix) + 1
        number = f"{prefix}{serial:0{digits}}"
        if scheme is not None and not scheme.pattern.fullmatch(number):
            raise InvalidInputError([Problem("series_exhausted", "reference_code", (("value", number),))])
        self.counters[prefix], self._last = serial, prefix
        return number

    def take_back(self) -> None:
        """Undo the last issue: its entry turned out to be wrong, and numbers have no gaps."""
        if self._last:
            self.counters[self._last] -= 1
        self._last = ""

    def _newest(self, prefix: str) -> int:
        if prefix not in self.counters:
            self.counters[prefix] = newest_serial(self._session, self._fonds.id, prefix)
        return self.counters[prefix]

    def _start(self, values: Mapping[str, str], parent_number: str | None) -> Start:
        wanted = (parent_number, *(values.get(name) for name in ("level", "category", "year", "retention", "series")))
        if wanted not in self._starts:
            self._starts[wanted] = self._found(values, parent_number)
        return self._starts[wanted]

    def _found(self, values: Mapping[str, str], parent_number: str | None) -> Start:
        if not self._fonds.number:
            raise InvalidInputError([Problem("fonds_number_missing", "reference_code", who="archivist")])
        if parent_number:
            return f"{parent_number}-", VOLUME_ITEM_DIGITS, None
        refusals = []
        for scheme in self._schemes(values.get("level")):
            try:
                first = reference_code.compose(scheme, {**self._parts(values), scheme.serial: 1})
            except InvalidInputError as refusal:
                refusals.append(refusal)
            else:
                return first.series, len(first.text) - len(first.series), scheme
        raise refusals[0]

    def _schemes(self, level: str | None) -> tuple[NumberingScheme, ...]:
        """Schemes by item; a volume's own number has the form of DA/T 13-2022 by item, with 案卷号 for 件号."""
        by_item = [each for each in self._profile.issuing_schemes() if each.arrangement is Arrangement.BY_ITEM]
        return tuple(by_item[1:] if level == Level.VOLUME and len(by_item) > 1 else by_item)

    def _parts(self, values: Mapping[str, str]) -> dict[str, str]:
        retention = values.get("retention", "")
        parts = {
            "fonds": self._fonds.number or "",
            "category": values.get("category", ""),
            "year": values.get("year", ""),
            "retention": RETENTION_PARTS.get(RetentionClass(retention), retention) if retention else "",
            "unit": values.get("series", ""),
        }
        return {name: part for name, part in parts.items() if part}


def newest_serial(session: Session, fonds_id: UUID, prefix: str) -> int:
    """Return the highest serial that a fonds has used after `prefix`, or 0. Sees all rows: a number is used once."""
    start = reference_code.key(prefix)
    asked = {"fonds": fonds_id, "first": f"{start}0", "end": f"{start}:", "start": _escaped(start)}
    newest = session.scalars(_newest(session.get_bind().dialect.name), asked, execution_options={UNFILTERED: True})
    serials = [found[len(start) :] for found in newest if found]
    return max((int(serial) for serial in serials if serial.isdecimal()), default=0)


@cache
def _newest(dialect: str) -> Executable:
    """Ask for the greatest key of each length after a start, made once; SQLite finds the range in its index."""
    column = Record.unit_number_key
    in_range = and_(column >= bindparam("first"), column < bindparam("end"))
    begins = in_range if dialect == "sqlite" else column.like(bindparam("start"), escape="/")
    return select(func.max(column)).where(Record.fonds_id == bindparam("fonds"), begins).group_by(func.length(column))


def _escaped(start: str) -> str:
    """Return the pattern of LIKE for all that begins so."""
    return start.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"
