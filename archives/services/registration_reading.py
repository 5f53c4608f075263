"""From the rows of somebody's list to entries: which column means what, and a quick way to know that a row is sound."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from archives.domain.description import required_elements
from archives.domain.description_elements import ELEMENTS, element_of
from archives.domain.errors import Problem
from archives.domain.profile import Profile
from archives.domain.reference_code import LONGEST
from archives.domain.vocabulary import Carrier, Classification, Level
from archives.services.registration_entry import NEEDED, is_of_fonds
from archives.services.registration_rules import FondsRules

OTHER_COLUMNS = {
    "parent": ("parent", "所属案卷", "案卷档号", "所属案卷档号", "上级档号"),
    "file": ("file", "文件", "files", "文件路径", "电子文件"),
}
FILE_SEPARATOR = "|"  # between several files in one cell; no file system that matters has it in names
SAME_AS = "@"  # a default '@formed_on' takes the value of another element

MARKS = frozenset("绝絕机機秘")
"""With these a title begins that bears a classification."""
OPEN = frozenset({Classification.NONE, Classification.RELEASED})

_OTHER = {heading: name for name, headings in OTHER_COLUMNS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the columns of a list mean, and what is wrong with its heading."""

    names: tuple[str, ...]  # '' for a column that is not taken over
    labels: Mapping[str, str]  # name → the heading as written
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    def label(self, name: str) -> str:
        """Return what the reader calls the column."""
        return self.labels.get(name) or (ELEMENTS[name].label if name in ELEMENTS else name)

    def given(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells that have a value, by name."""
        pairs = zip(self.names, cells, strict=False)
        return {name: cell for name, cell in pairs if name and cell and not cell.isspace()}

    def missing(self, rules: FondsRules, defaults: Mapping[str, str]) -> tuple[str, ...]:
        """Return the required elements of an item that no column and no default can give."""
        known = {*self.names, *defaults, "reference_code", "level", "creator", "access_status", "process"}
        required = required_elements(Level.ITEM, Carrier.PAPER, rules.profile) | set(NEEDED)
        return tuple(sorted(required - known))


def read_heading(cells: Sequence[str]) -> Heading:
    """Find the meaning of each heading: identifier, name in the standards, English, or a usual other name."""
    names: list[str] = []
    labels: dict[str, str] = {}
    problems: list[Problem] = []
    notices: list[Problem] = []
    for cell in cells:
        name = _meaning(cell)
        if name and name in labels:
            problems.append(Problem("repeated_column", cell, (("other", labels[name]),)))
        elif name:
            labels[name] = cell.strip()
        elif cell.strip():
            notices.append(Problem("unknown_column", cell))
        names.append(name)
    return Heading(tuple(names), labels, tuple(problems), tuple(notices))


def with_defaults(given: Mapping[str, str], defaults: Mapping[str, str]) -> dict[str, str]:
    """Fill what a row leaves empty from the defaults of the registration."""
    done = dict(given)
    for name, text in defaults.items():
        value = done.get(text.removeprefix(SAME_AS), "") if text.startswith(SAME_AS) else text
        if value and name not in done:
            done[name] = value
    return done


def files_of(cell: str) -> tuple[str, ...]:
    """Return the relative paths that a cell names."""
    return tuple(each.strip() for each in cell.split(FILE_SEPARATOR) if each.strip())


class Soundness:
    """Knows at once that an entry is sound; of the others it only says that they need the full check.

    Whatever it calls sound, `entry_problems` finds nothing wrong with; a property test holds that.
    """

    def __init__(self, rules: FondsRules, today: date) -> None:
        self._profile, self._today = rules.profile, today.isoformat()
        self._fonds = rules.fonds.number or ""
        self._longest = rules.profile.description.longest
        self._shortest = min(self._longest.values())
        self._suspect = re.compile(
            f"[{re.escape(''.join(rules.profile.description.forbidden_characters))}\ud800-\udfff]"
        )
        self._plan = cache(self._planned)

    def holds(self, texts: Mapping[str, str], values: Mapping[str, str]) -> bool:
        """Tell whether the completed and numbered description `texts`, with kept `values`, is certainly sound."""
        if len(values) != len(texts) or "formed_from" in values:
            return False  # something is unknown, empty, or has no kept form; or two days must be compared
        plan = self._plan(values.get("level"), values.get("carrier"))
        return (
            plan is not None
            and plan.required <= values.keys() <= plan.allowed
            and values.get("classification", Classification.NONE) in OPEN
            and values.get("title", "")[:1] not in MARKS
            and not self._suspect.search("\n".join(texts.values()))
            and (max(map(len, texts.values())) <= self._shortest or self._are_short(texts, plan.longest))
            and self._is_past(values.get("formed_on", ""))
            and plan.knows(values["reference_code"])
            and (not self._fonds or is_of_fonds(values["reference_code"], self._fonds))
        )

    def _are_short(self, texts: Mapping[str, str], otherwise: int) -> bool:
        return all(len(text) <= self._longest.get(name, otherwise) for name, text in texts.items())

    def _is_past(self, day: str) -> bool:
        return day <= self._today[: len(day)]

    def _planned(self, level: str | None, carrier: str | None) -> "_Plan | None":
        if level not in (Level.VOLUME, Level.ITEM) or carrier is None:
            return None
        return _Plan.of(Level(level), Carrier(carrier), self._profile)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What holds for every record of a level and carrier."""

    required: frozenset[str]
    allowed: frozenset[str]
    longest: int
    knows: Callable[[str], bool]

    @classmethod
    def of(cls, level: Level, carrier: Carrier, profile: Profile) -> "_Plan":
        required = (required_elements(level, carrier, profile) | set(NEEDED)) - {"process"}
        allowed = frozenset(name for name, element in ELEMENTS.items() if level in element.levels)
        patterns = [scheme.pattern for scheme in profile.numbering]

        def knows(number: str) -> bool:
            return len(number) <= LONGEST and any(pattern.fullmatch(number) for pattern in patterns)

        return cls(frozenset({*required, "reference_code"}), allowed, profile.description.longest["other"], knows)


def template() -> Iterator[tuple[str, ...]]:
    """Yield the heading and an example of a list to fill in."""
    names = ("reference_code", "title", "responsible_party", "document_number", "formed_on", "year", "category")
    more = ("series", "retention", "classification", "access_status", "level", "carrier", "pages", "parent", "file")
    labels = {name: ELEMENTS[name].label for name in (*names, *more) if name in ELEMENTS}
    yield tuple(labels.get(name) or OTHER_COLUMNS[name][1] for name in (*names, *more))
    yield (
        *("", "关于下达一九九八年预算的通知", "青山县财政局", "青财〔1998〕3号", "1998-03-04", "1998", "WS"),
        *("BGS", "永久", "", "未审核", "件", "纸质", "12", "", ""),
    )


def _meaning(heading: str) -> str:
    plain = heading.strip().lower()
    found = element_of(heading) or element_of(plain.replace(" ", "_").replace("-", "_"))
    return found.name if found else _OTHER.get(plain, "")
