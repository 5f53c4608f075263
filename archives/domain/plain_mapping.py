"""Reading values out of plain nested mappings (TOML, JSON), remembering everything that is wrong with them."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from archives.domain.errors import InvalidInputError, Problem

Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")


class PlainMapping:
    """One table of the input. A fault is noted under its JSON pointer and a harmless value returned in its place.

    Keys that nobody asked for are faults too: a misspelt option must not be silently ignored.
    """

    def __init__(self, data: object, where: str = "", problems: list[Problem] | None = None) -> None:
        self.where = where
        self.problems: list[Problem] = [] if problems is None else problems
        self._data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        self._asked: set[str] = set()
        self._children: list[PlainMapping] = []
        if not isinstance(data, Mapping):
            self.fault("wrong_type", expected="table")

    @property
    def data(self) -> Mapping[str, object]:
        """Return the table as it was given, for those who keep it whole."""
        return self._data

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """Return the keys present, for tables whose keys are themselves data."""
        return tuple(self._data)

    def fault(self, code: str, key: str = "", **facts: object) -> None:
        """Note that something is wrong, here or with one key."""
        where = f"{self.where}/{key}" if key else self.where or "/"
        self.problems.append(Problem(code, where, tuple((name, str(value)) for name, value in facts.items())))

    def table(self, key: str) -> "PlainMapping":
        """Return the table under a key."""
        value = self._get(key)
        return self._child({} if value is None else value, key)

    def tables(self, key: str) -> Iterator["PlainMapping"]:
        """Yield the tables of a list."""
        for index, item in enumerate(self._list(key)):
            yield self._child(item, f"{key}/{index}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; required unless a default is given."""
        value = self._get(key, default)
        if isinstance(value, str):
            return value
        self._wrong(key, value, "text")
        return ""

    def whole(self, key: str, minimum: int = 0) -> int:
        """Return a whole number not below the minimum."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong(key, value, "whole number")
            return minimum
        if value < minimum:
            self.fault("too_small", key, value=value, minimum=minimum)
        return value

    def truth(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false; required unless a default is given."""
        value = self._get(key, default)
        if isinstance(value, bool):
            return value
        self._wrong(key, value, "true or false")
        return False

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings."""
        return tuple(self._each(key, str, "text"))

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(self._each(key, int, "whole number"))

    def days(self, key: str) -> frozenset[date]:
        """Return a list of dates."""
        return frozenset(self._each(key, date, "date"))

    def word(self, key: str, vocabulary: type[Word]) -> Word:
        """Return one word of a closed list."""
        return self._word(key, self.text(key), vocabulary)

    def words(self, key: str, vocabulary: type[Word]) -> frozenset[Word]:
        """Return several words of a closed list."""
        return frozenset(self._word(key, text, vocabulary) for text in self.texts(key))

    def finish(self) -> None:
        """Raise InvalidInputError with every fault of this table and those below, unknown keys included."""
        self.note_unknown()
        if self.problems:
            raise InvalidInputError(self.problems)

    def note_unknown(self) -> None:
        """Note every key that nobody asked for, here and below."""
        for key in self._data:
            if key not in self._asked:
                self.fault("unknown_key", key)
        for child in self._children:
            child.note_unknown()

    def _child(self, data: object, key: str) -> "PlainMapping":
        child = PlainMapping(data, f"{self.where}/{key}", self.problems)
        self._children.append(child)
        return child

    def _get(self, key: str, default: object = None) -> object:
        self._asked.add(key)
        if key not in self._data and default is None:
            self.fault("missing", key)
        return self._data.get(key, default)

    def _list(self, key: str) -> list[object]:
        value = self._get(key)
        if isinstance(value, list | tuple):
            return list(value)
        self._wrong(key, value, "list")
        return []

    def _each(self, key: str, kind: type[Item], expected: str) -> Iterator[Item]:
        for index, item in enumerate(self._list(key)):
            if isinstance(item, kind) and not isinstance(item, bool):
                yield item
            else:
                self.fault("wrong_type", f"{key}/{index}", value=item, expected=expected)

    def _word(self, key: str, text: str, vocabulary: type[Word]) -> Word:
        try:
            return vocabulary(text)
        except ValueError:
            if self.has(key):
                self.fault("unknown_value", key, value=text, allowed=", ".join(vocabulary))
            return next(iter(vocabulary))

    def _wrong(self, key: str, value: object, expected: str) -> None:
        if self.has(key):
            self.fault("wrong_type", key, value=value, expected=expected)
