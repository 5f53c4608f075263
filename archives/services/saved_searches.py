"""The counter for saved searches: one's own questions under names, and what has come to answer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from archives.domain.errors import DuplicateError, InvalidInputError, NotFoundError, NotPermittedError, Problem
from archives.domain.question_reading import LONGEST_QUESTION
from archives.domain.saved_search import LONGEST_NAME, MOST, Telling, packed
from archives.models import Account, Record, SavedSearch, SavedSearchHit
from archives.services.outside import Outside
from archives.services.search import SearchService
from archives.services.search_asking import Question
from archives.services.unit_of_work import UnitOfWork

MOST_SHOWN = 200  # new hits


@dataclass(frozen=True, slots=True)
class Watched:
    """A saved search, and how many records that one may see have come to answer it since one looked."""

    search: SavedSearch
    new: int


@dataclass(frozen=True, slots=True)
class NewHit:
    """A record that came to answer."""

    record: Record
    found_at: datetime


class SavedSearchService:
    """One's own saved searches; nobody else's are there."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def save(self, name: str, question: Question, telling: Telling = Telling.DESK) -> SavedSearch:
        """Keep a question under a name. What answers it now is known and is never told."""
        account = self._own()
        _require_question(question)
        self._require(account, name, telling)
        filters = {facet: list(values) for facet, values in question.filters.items() if values}
        known = packed(SearchService(self._work, self._outside).every_id(question))
        with self._work.write():
            self._require_free(account, name)
            saved = SavedSearch(account_id=account.id, name=name, question=question.words, sort=question.sort)
            saved.filters, saved.telling, saved.known, saved.created_at = filters, telling, known, self._work.now()
            self._work.session.add(saved)
        return saved

    def list(self) -> Sequence[Watched]:
        """Return them by name."""
        asked = select(SavedSearch).where(SavedSearch.account_id == self._work.actor.account_id)
        rows = self._work.session.scalars(asked.order_by(SavedSearch.name, SavedSearch.id)).all()
        counts = self._counts()
        return [Watched(row, counts.get(row.id, 0)) for row in rows]

    def get(self, search_id: UUID) -> SavedSearch:
        """Return one."""
        found = self._work.session.get(SavedSearch, search_id)
        if found is None or found.account_id != self._own().id:
            raise NotFoundError("saved_search", search_id)
        return found

    def find(self, name: str) -> SavedSearch:
        """Return the one of that name, or refuse."""
        named = select(SavedSearch).where(SavedSearch.account_id == self._own().id, SavedSearch.name == name)
        found = self._work.session.scalar(named)
        if found is None:
            raise NotFoundError("saved_search", name)
        return found

    def rename(self, search_id: UUID, seen: int | None, name: str) -> SavedSearch:
        """Call it otherwise."""
        with self._work.write():
            search, account = self._changeable(search_id, seen), self._own()
            self._require(account, name, search.telling)
            if name != search.name:
                self._require_free(account, name, room=False)
            search.name = name
            return search

    def tell(self, search_id: UUID, seen: int | None, telling: Telling) -> SavedSearch:
        """Choose how one is told from now on."""
        with self._work.write():
            search = self._changeable(search_id, seen)
            self._require(self._own(), search.name, telling)
            search.telling, search.letter_fault = telling, ""
            call_off_letter(self._work, search)
            return search

    def pause(self, search_id: UUID, seen: int | None) -> SavedSearch:
        """Look for nothing until it is resumed. Twice is as good as once."""
        with self._work.write():
            search = self._changeable(search_id, seen)
            search.paused_at = search.paused_at or self._work.now()
            return search

    def resume(self, search_id: UUID, seen: int | None) -> SavedSearch:
        """Look again; what came meanwhile is told."""
        with self._work.write():
            search = self._changeable(search_id, seen)
            search.paused_at = None
            return search

    def delete(self, search_id: UUID, seen: int | None) -> None:
        """Forget the question and what answers it."""
        with self._work.write():
            search = self._changeable(search_id, seen)
            self._work.session.execute(delete(SavedSearchHit).where(SavedSearchHit.search_id == search.id))
            self._work.session.delete(search)

    def new_hits(self, search_id: UUID) -> Sequence[NewHit]:
        """Return the records that came since one looked and that one may see, the newest first."""
        search = self.get(search_id)
        asked = select(Record, SavedSearchHit.found_at).join(SavedSearchHit, SavedSearchHit.record_id == Record.id)
        asked = asked.where(SavedSearchHit.search_id == search.id).order_by(SavedSearchHit.id.desc()).limit(MOST_SHOWN)
        return [NewHit(record, found_at) for record, found_at in self._work.session.execute(asked)]

    def put_away(self, search_id: UUID, seen: int | None) -> SavedSearch:
        """Say that one has looked: what one may see of the new hits is new no more. What was not shown stays."""
        with self._work.write():
            search = self._changeable(search_id, seen)
            shown = select(Record.id).join(SavedSearchHit, SavedSearchHit.record_id == Record.id)
            ids = self._work.session.scalars(shown.where(SavedSearchHit.search_id == search.id)).all()
            looked = delete(SavedSearchHit).where(
                SavedSearchHit.search_id == search.id, SavedSearchHit.record_id.in_(ids)
            )
            self._work.session.execute(looked)
            return search

    # --- private ---

    def _own(self) -> Account:
        if self._work.actor.account_id is None:
            raise NotPermittedError("The machine itself has no account: say who with --as.", roles="bearer")
        return self._work.get(Account, self._work.actor.account_id)

    def _counts(self) -> dict[UUID, int]:
        """Return by search how many of the new hits the session shows."""
        asked = select(SavedSearchHit.search_id, func.count(Record.id)).join(
            Record, Record.id == SavedSearchHit.record_id
        )
        asked = asked.join(SavedSearch, SavedSearch.id == SavedSearchHit.search_id)
        mine = asked.where(SavedSearch.account_id == self._work.actor.account_id)
        return dict(self._work.session.execute(mine.group_by(SavedSearchHit.search_id)).all())

    def _changeable(self, search_id: UUID, seen: int | None) -> SavedSearch:
        search = self.get(search_id)
        self._work.session.refresh(search, with_for_update=True)
        self._work.require_version(search, seen)
        return search

    def _require_free(self, account: Account, name: str, *, room: bool = True) -> None:
        mine = select(SavedSearch.name).where(SavedSearch.account_id == account.id)
        names = self._work.session.scalars(mine).all()
        if name in names:
            raise DuplicateError(f"You have a search called {name} already.", kind="name", value=name)
        if room and len(names) >= MOST:
            raise InvalidInputError([Problem("too_many", "name", (("most", str(MOST)),))])

    def _require(self, account: Account, name: str, telling: Telling) -> None:
        problems = []
        if not 1 <= len(name.strip()) <= LONGEST_NAME or not name.isprintable():
            problems.append(Problem("length", "name", (("least", "1"), ("most", str(LONGEST_NAME)))))
        if telling is not Telling.DESK and not account.email:
            problems.append(Problem("no_own_address", "telling"))
        if problems:
            raise InvalidInputError(problems)


def call_off_letter(work: UnitOfWork, search: SavedSearch) -> None:
    """Let the letter in course go no more; what it counted is for the next one. Inside a write."""
    if search.letter_id is not None:
        counted = SavedSearchHit.letter_id == search.letter_id
        work.session.execute(update(SavedSearchHit).where(counted).values(letter_id=None))
    search.letter_id, search.letter_due_at, search.letter_attempts = None, None, 0


def _require_question(question: Question) -> None:
    if not question.words.strip() and not any(question.filters.values()):
        raise InvalidInputError([Problem("required", "q")])
    if len(question.words) > LONGEST_QUESTION:
        raise InvalidInputError([Problem("length", "q", (("least", "1"), ("most", str(LONGEST_QUESTION))))])
