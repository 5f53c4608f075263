"""How the values of description elements are written, and the one form in which they are kept."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache

from archives.domain.dates import PartialDate
from archives.domain.errors import InvalidInputError
from archives.domain.marking import Marking
from archives.domain.reference_code import normalise
from archives.domain.vocabulary import AccessStatus, Carrier, Disclosure, Generation, Level, RetentionClass

_FREE = frozenset({"text", "line", "reference_code"})  # rules whose values seldom repeat
_REMEMBERED = 8192
_TERM = re.compile(r"(?:定期)?\(?(?P<years>10|30|十|三十)年\)?")


class ValueRule(StrEnum):
    """What may stand in an element."""

    TEXT = "text"  # several lines
    LINE = "line"  # one line
    DATE = "date"  # YYYY, YYYYMM or YYYYMMDD
    WHOLE = "whole"  # a whole number from 0
    COUNT = "count"  # a whole number from 1
    REPOSITORY_CODE = "repository_code"  # six digits
    REFERENCE_CODE = "reference_code"  # by the profile's numbering schemes
    LEVEL = "level"
    CARRIER = "carrier"
    RETENTION = "retention"
    ACCESS_STATUS = "access_status"
    DISCLOSURE = "disclosure"
    GENERATION = "generation"
    CLASSIFICATION = "classification"


WORDS: Mapping[ValueRule, Mapping[str, str]] = {
    ValueRule.LEVEL: {
        "全宗": Level.FONDS,
        "类": Level.SERIES,
        "類": Level.SERIES,
        "目录": Level.SERIES,
        "目錄": Level.SERIES,
        "案卷": Level.VOLUME,
        "卷": Level.VOLUME,
        "件": Level.ITEM,
        "文件": Level.ITEM,
        "卷内文件": Level.ITEM,
        "卷內文件": Level.ITEM,
    },
    ValueRule.CARRIER: {
        "纸质": Carrier.PAPER,
        "紙質": Carrier.PAPER,
        "电子": Carrier.ELECTRONIC,
        "電子": Carrier.ELECTRONIC,
        "混合": Carrier.MIXED,
    },
    ValueRule.RETENTION: {
        "永久": RetentionClass.PERMANENT,
        "Y": RetentionClass.PERMANENT,
        "长期": RetentionClass.LONG,
        "長期": RetentionClass.LONG,
        "短期": RetentionClass.SHORT,
    },
    ValueRule.ACCESS_STATUS: {
        "开放": AccessStatus.OPEN,
        "開放": AccessStatus.OPEN,
        "控制": AccessStatus.RESTRICTED,
        "延期开放": AccessStatus.DEFERRED,
        "延期開放": AccessStatus.DEFERRED,
        "未审核": AccessStatus.UNREVIEWED,
        "未審核": AccessStatus.UNREVIEWED,
    },
    ValueRule.DISCLOSURE: {
        "主动公开": Disclosure.PROACTIVE,
        "主動公開": Disclosure.PROACTIVE,
        "依申请公开": Disclosure.ON_REQUEST,
        "依申請公開": Disclosure.ON_REQUEST,
        "不予公开": Disclosure.NONE,
        "不予公開": Disclosure.NONE,
    },
    ValueRule.GENERATION: {
        "原生": Generation.NATIVE,
        "数字化": Generation.DIGITISED,
        "數字化": Generation.DIGITISED,
        "编辑": Generation.COMPILED,
        "編輯": Generation.COMPILED,
    },
}

_VOCABULARIES: Mapping[ValueRule, type[StrEnum]] = {
    ValueRule.LEVEL: Level,
    ValueRule.CARRIER: Carrier,
    ValueRule.RETENTION: RetentionClass,
    ValueRule.ACCESS_STATUS: AccessStatus,
    ValueRule.DISCLOSURE: Disclosure,
    ValueRule.GENERATION: Generation,
}


def read_value(rule: ValueRule, text: str) -> str | None:
    """Return the form that is kept (a vocabulary word, an ISO date, plain digits), or None when the text has none.

    Text is kept exactly, but for white space around it.
    """
    return _READERS[rule](rule, text) if rule in _FREE else _read_repeated(rule, text)


def allowed_values(rule: ValueRule) -> tuple[str, ...]:
    """Return the words kept for a closed list; empty for the other rules."""
    vocabulary = _VOCABULARIES.get(rule)
    return tuple(vocabulary) if vocabulary else ()


@lru_cache(maxsize=_REMEMBERED)
def _read_repeated(rule: ValueRule, text: str) -> str | None:
    """Remember words, dates and counts: the rows of a list repeat them."""
    return _READERS.get(rule, _word)(rule, text)


def _word(rule: ValueRule, text: str) -> str | None:
    plain = normalise(text)
    written = {**{str(word).casefold(): str(word) for word in _VOCABULARIES[rule]}, **WORDS[rule]}
    return written.get(plain) or written.get(plain.casefold())


def _retention(rule: ValueRule, text: str) -> str | None:
    found = _TERM.fullmatch(normalise(text))
    if found is None:
        return _word(rule, text)
    return RetentionClass.D10 if found["years"] in ("10", "十") else RetentionClass.D30


def _text(_rule: ValueRule, text: str) -> str | None:
    return text.strip()


def _line(_rule: ValueRule, text: str) -> str | None:
    plain = text.strip()
    return plain if len(plain.splitlines()) <= 1 else None


def _date(_rule: ValueRule, text: str) -> str | None:
    try:
        return PartialDate.parse(text).iso
    except InvalidInputError:
        return None


def _whole(rule: ValueRule, text: str) -> str | None:
    plain = normalise(text)
    if not plain.isascii() or not plain.isdecimal():
        return None
    kept = plain.lstrip("0") or "0"
    return None if rule is ValueRule.COUNT and kept == "0" else kept


def _repository_code(_rule: ValueRule, text: str) -> str | None:
    plain = normalise(text)
    return plain if re.fullmatch(r"[0-9]{6}", plain) else None


def _reference_code(_rule: ValueRule, text: str) -> str | None:
    return normalise(text)


def _classification(_rule: ValueRule, text: str) -> str | None:
    try:
        return Marking.parse(text).classification
    except InvalidInputError:
        return None


_READERS: Mapping[ValueRule, Callable[[ValueRule, str], str | None]] = {
    ValueRule.TEXT: _text,
    ValueRule.LINE: _line,
    ValueRule.DATE: _date,
    ValueRule.WHOLE: _whole,
    ValueRule.COUNT: _whole,
    ValueRule.REPOSITORY_CODE: _repository_code,
    ValueRule.REFERENCE_CODE: _reference_code,
    ValueRule.RETENTION: _retention,
    ValueRule.CLASSIFICATION: _classification,
}
