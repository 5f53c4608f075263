"""Counting the register while it is written: every act moves the figures in its own write, and none has to remember to.

A listener sees each finding, order and lead that a flush writes, and what it was before. The sums go to the table once,
before the commit and in one order, so that two writers never wait for each other in a circle.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, event, inspect
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Session

from archives.domain.lead import LeadState
from archives.domain.register_figures import CountedFinding, CountedLead, CountedOrder, Counts, Figure, rolled_up
from archives.models import Finding, Lead, RectificationOrder, RegisterFigure, new_id
from archives.services.visibility import UNFILTERED, VisibleSession

MOVED = "figures_moved"
Row = dict[str, Any]
_KEY = ("jurisdiction_path", "series", "day", "grade")
_FINDING = ("jurisdiction_path", "grade", "found_on", "closed_on", "days_open", "recurrence_of_id")
_ORDER = ("jurisdiction_path", "state", "due_on", "reported_at", "is_late")
_LEAD = ("jurisdiction_path", "state")


def write_figures(session: Session) -> None:
    """Bring the figures up to date with what was flushed since the last time. Inside a write."""
    session.flush()
    moved = rolled_up(session.info.pop(MOVED, Counter()))
    if not moved:
        return
    rows = [row_of(each, moved[each]) for each in sorted(moved)]
    add = insert_on_sqlite if session.get_bind().dialect.name == "sqlite" else insert_on_postgresql
    statement = add(RegisterFigure)
    number = RegisterFigure.number + statement.excluded.number
    session.execute(statement.on_conflict_do_update(index_elements=_KEY, set_={"number": number}), rows)
    fallen = sorted({each.path for each in moved if moved[each] < 0})
    if fallen:
        gone = RegisterFigure.jurisdiction_path.in_(fallen) & (RegisterFigure.number == 0)
        session.execute(delete(RegisterFigure).where(gone), execution_options={UNFILTERED: True})


def forget_figures(session: Session) -> None:
    """Let go of what was counted in a write that did not come about."""
    session.info.pop(MOVED, None)


def row_of(figure: Figure, number: int) -> Row:
    """Return a figure as a row."""
    key = {"jurisdiction_path": figure.path, "series": figure.series, "day": figure.day, "grade": figure.grade}
    return {"id": new_id(), **key, "number": number}


@event.listens_for(VisibleSession, "after_flush")
def _follow(session: Session, _context: object) -> None:
    moved: Counts = session.info.setdefault(MOVED, Counter())
    for row in _counted(session.new):
        moved.update(_counts(row, _now))
    for row in _counted(session.deleted):
        moved.subtract(_counts(row, _before))
    for row in _counted(session.dirty):
        if any(inspect(row).attrs[name].history.has_changes() for name in _COLUMNS[type(row)]):
            moved.subtract(_counts(row, _before))
            moved.update(_counts(row, _now))


def _counted(rows: Iterable[Any]) -> Iterator[Any]:
    return (row for row in rows if type(row) in _COLUMNS)


def _now(row: Any, name: str) -> Any:  # noqa: ANN401 -- a row and the value of a column
    return getattr(row, name)


def _before(row: Any, name: str) -> Any:  # noqa: ANN401 -- a row and the value of a column
    history = inspect(row).attrs[name].history
    return history.deleted[0] if history.deleted else getattr(row, name)


def _counts(row: Any, read: Callable[[Any, str], Any]) -> Counts:  # noqa: ANN401 -- a row that is counted
    return _COUNTS[type(row)](**{name: read(row, name) for name in _COLUMNS[type(row)]})


def _finding(**facts: Any) -> Counts:  # noqa: ANN401 -- values of columns
    return CountedFinding(
        path=facts["jurisdiction_path"],
        grade=str(facts["grade"] or ""),
        found_on=facts["found_on"],
        closed_on=facts["closed_on"],
        days_open=facts["days_open"] or 0,
        is_recurrence=facts["recurrence_of_id"] is not None,
    ).counts()


def _order(**facts: Any) -> Counts:  # noqa: ANN401 -- values of columns
    is_reported, is_late = facts["reported_at"] is not None, bool(facts["is_late"])
    return CountedOrder(facts["jurisdiction_path"], facts["state"], facts["due_on"], is_reported, is_late).counts()


def _lead(**facts: Any) -> Counts:  # noqa: ANN401 -- values of columns
    return CountedLead(facts["jurisdiction_path"], facts["state"] is LeadState.NEW).counts()


_COLUMNS: Mapping[type[Any], tuple[str, ...]] = MappingProxyType(
    {Finding: _FINDING, RectificationOrder: _ORDER, Lead: _LEAD}
)
"""The columns by which a row is counted."""
_COUNTS: Mapping[type[Any], Callable[..., Counts]] = MappingProxyType(
    {Finding: _finding, RectificationOrder: _order, Lead: _lead}
)
