"""Numbers that people read aloud, write down and type again: transfers, receipts, accessions.

'YJ2026-2223-E': kind, year, serial, check character. Serial and check use 23 characters without look-alikes: none of
0 O 1 I L, and of 2 Z, 5 S, 6 G, 8 B, U V at most one each. The check character is a weighted sum modulo the prime 23,
which finds every single wrong character and every swap of two neighbours. Unique within a repository; the serial
counts per kind and year.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.reference_code import normalise

ALPHABET = "23479ACDEFGHJKMNPQRTWXY"
LARGEST_SERIAL = len(ALPHABET) ** 6 - 1

_BASE = len(ALPHABET)
_SHORTEST = 4
_OTHER_DIGITS = "01568"  # only years have them; their values may repeat those of letters, which years never have
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {
    digit: 5 + value for value, digit in enumerate(_OTHER_DIGITS)
}


class NumberKind(StrEnum):
    """What is numbered. The letters come from the alphabet, so that the check covers them too."""

    TRANSFER = "YJ"  # 移交
    RECEIPT = "JJ"  # 交接凭证
    ACCESSION = "DJ"  # 登记
    PLAN = "JH"  # 计划
    INSPECTION = "JC"  # 检查
    FINDING = "WT"  # 问题
    ORDER = "XQ"  # 限期整改、改正
    LEAD = "CX"  # 待查线索
    PAPER = "FW"  # 发文: a paper of an inspection or of a case


_SHAPE = re.compile(
    rf"(?P<kind>{'|'.join(NumberKind)})(?P<year>[0-9]{{4}})(?P<serial>[{ALPHABET}]{{4,6}})(?P<check>[{ALPHABET}])"
)


@dataclass(frozen=True, slots=True)
class ReadableNumber:
    """A number of one kind, year and serial (from 1); `str()` is the form that people see and rows keep."""

    kind: NumberKind
    year: int
    serial: int

    def __post_init__(self) -> None:
        """Refuse what has no written form."""
        if not (1000 <= self.year <= 9999 and 1 <= self.serial <= LARGEST_SERIAL):  # noqa: PLR2004 -- four digits
            raise _bad_number(f"{self.kind} {self.year} {self.serial}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what somebody typed, whatever its case, spaces, hyphens and width; or refuse (bad_number)."""
        plain = normalise(text).replace("-", "").upper()
        found = _SHAPE.fullmatch(plain)
        if found is None or _sum(plain) != 0:
            raise _bad_number(text)
        return cls(NumberKind(found["kind"]), int(found["year"]), _decoded(found["serial"]))

    def __str__(self) -> str:
        """Write it with hyphens and check character."""
        head, serial = f"{self.kind}{self.year:04}", _encoded(self.serial)
        return f"{head}-{serial}-{_check(head + serial)}"


def _sum(plain: str) -> int:
    """Weigh the characters from the right, 1, 2, 3 …: fewer than 23, so all weights differ and none is zero."""
    return sum(weight * _VALUES[character] for weight, character in enumerate(reversed(plain), start=1)) % _BASE


def _check(body: str) -> str:
    return next(character for character in ALPHABET if _sum(body + character) == 0)


def _encoded(serial: int) -> str:
    characters = ""
    while serial:
        serial, rest = divmod(serial, _BASE)
        characters = ALPHABET[rest] + characters
    return characters.rjust(_SHORTEST, ALPHABET[0])


def _decoded(characters: str) -> int:
    serial = 0
    for character in characters:
        serial = serial * _BASE + ALPHABET.index(character)
    return serial


def _bad_number(text: str) -> InvalidInputError:
    return InvalidInputError([Problem("bad_number", "number", (("value", text),))])
