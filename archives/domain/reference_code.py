"""档号, the reference code (ISAD(G) 3.1.1): normalised, recognised by a numbering scheme, composed, compared.

A scheme is data of the profile: a pattern whose named groups are the parts, and a template that composes them.
Parts used: fonds 全宗号, category 门类, subclass 类别, year 年度, retention 保管期限, unit 机构(问题),
inventory_no 目录号, volume_no 案卷号 (组号, 册号), item_no 件号 (页号, 张号).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archives.domain.errors import InvalidInputError, Problem

LONGEST = 120  # characters of a 档号; the longest known scheme needs some 60

_DOTS = "\u30fb\u2022\u2027\uff65\u22c5\u0387\u2219\u00b7"
_HYPHENS = "\uff0d\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\u00ad-"
_LOOK_ALIKES = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _DOTS), "·"),
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"), None),
}
_FIELD = re.compile(r"\{([a-z_]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Arrangement(StrEnum):
    """What the numbers of a scheme count."""

    BY_ITEM = "item"  # 以件
    BY_VOLUME = "volume"  # 以卷


@dataclass(frozen=True, slots=True)
class NumberingScheme:
    """One rule of numbering. `template` names parts in {}, and in [] what is left out when its part is empty."""

    name: str
    arrangement: Arrangement
    pattern: re.Pattern[str]
    template: str
    digits: Mapping[str, int] = field(default_factory=dict)  # width to which a number is padded with zeros
    verified: bool = True  # False: the standard's text was not at hand, the pattern is a reasonable reading
    legacy: bool = False  # recognised, never issued

    @property
    def serial(self) -> str:
        """The part that counts up: the last one of the template."""
        return _FIELD.findall(self.template)[-1]


@dataclass(frozen=True, slots=True)
class ReferenceCode:
    """A 档号 that some scheme of the profile recognises; `text` is normalised."""

    text: str
    scheme: str
    parts: Mapping[str, str]
    serial: int  # the counting part as a number
    series: str  # everything before it, 'Z109-WS·2011-Y-BGS-': numbers are continuous within a series

    @property
    def key(self) -> str:
        """What must be unique within a repository and fonds."""
        return key(self.text)


def normalise(text: str) -> str:
    """Replace look-alike dots, hyphens and full-width forms, drop all white space and invisible marks; NFC."""
    return "".join(unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES).split())


def key(text: str) -> str:
    """Return the form in which two codes are compared: normalised, compatibility-folded, case-folded."""
    return unicodedata.normalize("NFKC", normalise(text)).casefold()


def recognise(text: str, schemes: Iterable[NumberingScheme]) -> tuple[ReferenceCode, ...]:
    """Return the code as each scheme reads it, in the order of the schemes; empty when none does."""
    plain = normalise(text)
    if len(plain) > LONGEST:
        return ()
    readings = (_read(plain, scheme) for scheme in schemes)
    return tuple(code for code in readings if code is not None)


def is_recognised(text: str, schemes: Iterable[NumberingScheme]) -> bool:
    """Tell, quicker than by reading it, whether some scheme knows the code."""
    plain = normalise(text)
    return len(plain) <= LONGEST and any(scheme.pattern.fullmatch(plain) for scheme in schemes)


def parse(text: str, schemes: Iterable[NumberingScheme]) -> ReferenceCode:
    """Return the code as the first scheme reads it, or refuse (InvalidInputError, code bad_reference_code)."""
    schemes = tuple(schemes)
    plain = normalise(text)
    readings = (_read(plain, scheme) for scheme in schemes if len(plain) <= LONGEST)
    found = next((code for code in readings if code is not None), None)
    if found is None:
        facts = (("value", text), ("schemes", ", ".join(scheme.name for scheme in schemes)))
        raise InvalidInputError([Problem("bad_reference_code", "reference_code", facts)])
    return found


def compose(scheme: NumberingScheme, parts: Mapping[str, str | int]) -> ReferenceCode:
    """Write a code of the scheme from its parts, for a number of the unit (室编) or the archive (馆编).

    Refuses, all at once (InvalidInputError): missing_part, unknown_part, and parts that the scheme would not read
    back as they were given (bad_part).
    """
    given = {name: _written(scheme, name, part) for name, part in parts.items() if part not in ("", None)}
    _require_known(scheme, given)
    code = _read(_fill(scheme.template, given), scheme)
    if code is None or code.parts != given:
        facts = tuple(sorted(given.items()))
        raise InvalidInputError([Problem("bad_part", "reference_code", (("scheme", scheme.name), *facts))])
    return code


def template_parts(template: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the required and of the optional parts."""
    every = frozenset(_FIELD.findall(template))
    required = frozenset(_FIELD.findall(_OPTIONAL.sub("", template)))
    return required, every - required


def _read(plain: str, scheme: NumberingScheme) -> ReferenceCode | None:
    found = scheme.pattern.fullmatch(plain)
    if found is None:
        return None
    parts = {name: part for name, part in found.groupdict().items() if part}
    name = scheme.serial if scheme.serial in parts else max(parts, key=found.end)
    return ReferenceCode(plain, scheme.name, parts, int(parts[name]), plain[: found.start(name)])


def _written(scheme: NumberingScheme, name: str, part: str | int) -> str:
    text = normalise(str(part))
    return text.zfill(scheme.digits.get(name, 0)) if text.isdecimal() else text


def _require_known(scheme: NumberingScheme, given: Mapping[str, str]) -> None:
    required, optional = template_parts(scheme.template)
    missing = [Problem("missing_part", name, (("scheme", scheme.name),)) for name in sorted(required - set(given))]
    unknown = [
        Problem("unknown_part", name, (("scheme", scheme.name),)) for name in sorted(set(given) - required - optional)
    ]
    if missing or unknown:
        raise InvalidInputError([*missing, *unknown])


def _fill(template: str, given: Mapping[str, str]) -> str:
    def optional(group: re.Match[str]) -> str:
        inside = group[1]
        return inside if all(name in given for name in _FIELD.findall(inside)) else ""

    return _FIELD.sub(lambda found: given[found[1]], _OPTIONAL.sub(optional, template))
