"""Numbering schemes read from a profile's data, each checked against itself."""

import re

from archives.domain.plain_mapping import PlainMapping
from archives.domain.reference_code import Arrangement, NumberingScheme, template_parts

_NOTHING = re.compile(r"(?!)")


def read_schemes(profile: PlainMapping) -> tuple[NumberingScheme, ...]:
    """Read the list `numbering`; faults: bad_pattern, unknown_part of a template, duplicate names."""
    schemes = tuple(_scheme(table) for table in profile.tables("numbering"))
    if len({scheme.name for scheme in schemes}) < len(schemes):
        profile.fault("duplicate", "numbering")
    return schemes


def _scheme(table: PlainMapping) -> NumberingScheme:
    pattern, template = _pattern(table), table.text("template")
    _check_template(table, pattern, template)
    return NumberingScheme(
        name=table.text("name"),
        arrangement=table.word("arrangement", Arrangement),
        pattern=pattern,
        template=template,
        digits=_digits(table),
        verified=table.truth("verified", default=True),
        legacy=table.truth("legacy", default=False),
    )


def _pattern(table: PlainMapping) -> re.Pattern[str]:
    text = table.text("pattern")
    try:
        return re.compile(text, re.ASCII) if text else _NOTHING
    except re.error as fault:
        table.fault("bad_pattern", "pattern", value=text, reason=fault)
        return _NOTHING


def _check_template(table: PlainMapping, pattern: re.Pattern[str], template: str) -> None:
    required, optional = template_parts(template)
    unknown = sorted((required | optional) - set(pattern.groupindex))
    if unknown and pattern is not _NOTHING:
        table.fault("unknown_part", "template", value=", ".join(unknown))
    if template and not required:
        table.fault("missing_part", "template")


def _digits(table: PlainMapping) -> dict[str, int]:
    if not table.has("digits"):
        return {}
    digits = table.table("digits")
    return {name: digits.whole(name, minimum=1) for name in digits.names()}
