"""The part of a profile that inspections go by: grades, terms, climate limits, protections, checklists."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from archives.domain.case_paper import PaperRules, read_paper_rules
from archives.domain.checklist import Checklist
from archives.domain.drill import DrillKind
from archives.domain.errors import InvalidInputError
from archives.domain.hazard import Grade, InspectedKind
from archives.domain.plain_mapping import PlainMapping
from archives.domain.terms import Term, TermUnit


class RoomType(StrEnum):
    """What a store holds; decides its climate."""

    PAPER = "paper"
    SPECIAL = "special"  # 特藏
    MAGNETIC = "magnetic"
    FILM_COPY = "film_copy"
    FILM_MASTER = "film_master"
    OPTICAL = "optical"


class Protection(StrEnum):
    """Against what a store protects (八防, 九防, 十防)."""

    FIRE = "fire"
    THEFT = "theft"
    WATER = "water"
    HEAT = "heat"
    DAMP = "damp"
    LIGHT = "light"
    DUST = "dust"
    INSECTS = "insects"
    RODENTS = "rodents"
    GASES = "gases"


@dataclass(frozen=True, slots=True)
class ClimateLimits:
    """Limits of one room type: degrees Celsius, per cent of relative humidity, greatest change within a day."""

    temperature: tuple[int, int]
    humidity: tuple[int, int]
    swing: tuple[int, int]  # of temperature, of humidity


@dataclass(frozen=True, slots=True)
class ClimateLog:
    """How a room's climate is watched: readings owed on a working day, and how far back a hazard is looked for."""

    readings_per_day: int
    looked_back_days: int


@dataclass(frozen=True, slots=True)
class Supervision:
    """What inspections go by."""

    grades: tuple[Grade, ...]
    terms: tuple[Term, ...]
    rolls_to_working_day: bool
    local_law_on_criticism: str
    reports_per_hour: int
    restore_test_days: int  # after which restoring a backup must have been tested again
    drill_days: int  # within which a drill of the emergency plan must have passed
    drill_kinds: tuple[DrillKind, ...]
    climate: Mapping[RoomType, ClimateLimits]
    climate_log: ClimateLog
    protections: Mapping[str, tuple[Protection, ...]]
    checklists: tuple[Checklist, ...]
    papers: PaperRules

    def checklists_for(self, inspected: InspectedKind) -> tuple[Checklist, ...]:
        """Return the lists that fit such a body."""
        return tuple(each for each in self.checklists if inspected in each.inspected)

    def checklist(self, name: str) -> Checklist | None:
        """Return the list of that name in its present edition."""
        return next((each for each in self.checklists if each.name == name), None)

    def term(self, code: str) -> Term | None:
        """Return the term of that code."""
        return next((each for each in self.terms if each.code == code), None)


def read_supervision(plain: PlainMapping) -> Supervision:
    """Read the table `inspection`; what is wrong is noted in it."""
    protections, drilled = plain.table("protections"), plain.words("drill_kinds", DrillKind)
    return Supervision(
        grades=tuple(grade for grade in Grade if grade in plain.words("grades", Grade)),
        terms=tuple(_term(each) for each in plain.tables("terms")),
        rolls_to_working_day=plain.truth("rolls_to_working_day"),
        local_law_on_criticism=plain.text("local_law_on_criticism"),
        reports_per_hour=plain.whole("reports_per_hour", minimum=1),
        restore_test_days=plain.whole("restore_test_days", minimum=1),
        drill_days=plain.whole("drill_days", minimum=1),
        drill_kinds=tuple(kind for kind in DrillKind if kind in drilled),
        climate={each.word("room", RoomType): _limits(each) for each in plain.tables("climate")},
        climate_log=_climate_log(plain.table("climate_log")),
        protections={name: _protections(protections, name) for name in protections.names()},
        checklists=tuple(Checklist.read(each) for each in plain.tables("checklists")),
        papers=read_paper_rules(plain.table("papers")),
    )


def _term(plain: PlainMapping) -> Term:
    amount, unit = plain.whole("amount"), plain.word("unit", TermUnit)
    try:
        return Term(amount, unit)
    except InvalidInputError:
        plain.fault("not_working_days", "amount", value=amount, allowed="2, 3, 5, 7")
        return Term(amount)


def _limits(plain: PlainMapping) -> ClimateLimits:
    return ClimateLimits(_pair(plain, "temperature"), _pair(plain, "humidity"), _pair(plain, "swing"))


def _climate_log(plain: PlainMapping) -> ClimateLog:
    return ClimateLog(plain.whole("readings_per_day"), plain.whole("looked_back_days", minimum=1))


def _pair(plain: PlainMapping, key: str) -> tuple[int, int]:
    values = plain.wholes(key)
    if len(values) == 2:  # noqa: PLR2004 -- least and most
        return values[0], values[1]
    plain.fault("wrong_type", key, expected="two whole numbers")
    return 0, 0


def _protections(plain: PlainMapping, key: str) -> tuple[Protection, ...]:
    chosen = plain.words(key, Protection)
    return tuple(each for each in Protection if each in chosen)
