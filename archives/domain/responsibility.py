"""Who answers for the archives of a body (档案工作责任制, Law 12, 条例 18), and which of them are missing."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from archives.domain.errors import InvalidInputError, Problem


class Office(StrEnum):
    """For what a person answers."""

    HEAD = "head"  # 单位主要负责人: 第一责任人, 条例 18
    IN_CHARGE = "in_charge"  # 分管负责人
    KEEPER = "keeper"  # 档案工作人员, Law 9


REQUIRED = (Office.HEAD, Office.KEEPER)
"""Whom every body must have; who is in charge between them is its own affair."""
HELD_BY_ONE = frozenset({Office.HEAD, Office.IN_CHARGE})
"""Offices that pass on: a new holder ends the term of the last."""


def missing_offices(held: Iterable[Office]) -> tuple[Office, ...]:
    """Return the required offices that nobody holds."""
    present = frozenset(held)
    return tuple(each for each in REQUIRED if each not in present)


def require_beginning(since: date, today: date, before: date | None) -> None:
    """Refuse a term that begins in the future, or before that of the present holder.

    InvalidInputError: `since_in_future`, `since_before_last` with `value` the day from which the last one held it.
    """
    if since > today:
        raise InvalidInputError([Problem("since_in_future", "since", (("value", since.isoformat()),))])
    if before is not None and since <= before:
        raise InvalidInputError([Problem("since_before_last", "since", (("value", before.isoformat()),))])


def require_end(since: date, until: date, today: date) -> None:
    """Refuse an end before the beginning or in the future: InvalidInputError `until_out_of_term`."""
    if not since <= until <= today:
        facts = (("least", since.isoformat()), ("most", today.isoformat()))
        raise InvalidInputError([Problem("until_out_of_term", "until", facts)])
