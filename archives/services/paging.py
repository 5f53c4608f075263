"""Keyset paging: a page says where the next one begins, so that pages stay right while rows are added."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from archives.domain.errors import InvalidInputError, Problem

T = TypeVar("T")
DEFAULT_LIMIT = 50
GREATEST_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in order, and the key after which the next page begins; None when there is no more."""

    rows: tuple[T, ...]
    next_key: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """Which page is asked for: at most `limit` rows after the key `after` ('' for the first page)."""

    after: str = ""
    limit: int = DEFAULT_LIMIT

    def __post_init__(self) -> None:
        """Refuse a size out of range."""
        if not 1 <= self.limit <= GREATEST_LIMIT:
            raise InvalidInputError([Problem("out_of_range", "limit", (("least", "1"), ("most", str(GREATEST_LIMIT))))])


FIRST = Cut()


def page(
    session: Session,
    statement: Select[T],
    order: Sequence[InstrumentedAttribute[Any]],
    cut: Cut = FIRST,
    *,
    descending: bool = False,
) -> Page[T]:
    """Run the statement for one page. The columns of `order` are the row's own, never NULL, and end in a unique one."""
    columns = [column.desc() if descending else column.asc() for column in order]
    if cut.after:
        statement = statement.where(_beyond(order, cut.after, descending=descending))
    rows = session.scalars(statement.order_by(*columns).limit(cut.limit + 1)).all()
    here, more = tuple(rows[: cut.limit]), len(rows) > cut.limit
    return Page(here, _key(here[-1], order) if more else None)


def _beyond(order: Sequence[InstrumentedAttribute[Any]], key: str, *, descending: bool) -> Any:  # noqa: ANN401 -- SQL
    values = _read(key, order)
    here = tuple_(*order)
    there = tuple_(*(literal(value, column.type) for value, column in zip(values, order, strict=True)))
    return here < there if descending else here > there


def _key(row: object, order: Sequence[InstrumentedAttribute[Any]]) -> str:
    values = [_plain(getattr(row, column.key)) for column in order]
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _read(key: str, order: Sequence[InstrumentedAttribute[Any]]) -> list[object]:
    try:
        values = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        return [_typed(value, column.type.python_type) for value, column in zip(values, order, strict=True)]
    except (ValueError, TypeError, AttributeError) as fault:
        raise InvalidInputError([Problem("malformed_key", "after")]) from fault


def _typed(value: Any, kind: type[Any]) -> object:  # noqa: ANN401 -- a value of JSON
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    typed: object = kind(value)
    if isinstance(typed, str) and (type(value) is not str or "\0" in typed.encode().decode()):
        raise ValueError
    return typed
