"""A title that the fonds has already: a warning, for two records may well bear one title."""

from functools import cache

from sqlalchemy import Executable, bindparam, select

from archives.domain.errors import Problem
from archives.models import Record
from archives.services.unit_of_work import UnitOfWork


def repeated_title(work: UnitOfWork, record: Record) -> tuple[Problem, ...]:
    """Return the warning that another record of the fonds bears the title, in its folded form; or nothing."""
    asked = {"fonds": record.fonds_id, "title": record.title_key, "itself": record.id}
    with work.session.no_autoflush:
        other = work.session.execute(_of_the_same_title(), asked).first()
    if other is None:
        return ()
    return (Problem("repeated_title", "title", (("other", other.unit_number or str(other.id)),)),)


@cache
def _of_the_same_title() -> Executable:
    """Ask for another record of a title; made once, for every registration asks it."""
    same = (Record.fonds_id == bindparam("fonds"), Record.title_key == bindparam("title"))
    return select(Record.unit_number, Record.id).where(*same, Record.id != bindparam("itself")).limit(1)
