"""The rounds over saved searches: each asked again with its person's sight of now, and a letter where one is wanted.

A round compares all that answers with all that ever did, so that one that was missed is made up by the next, whatever
made a record answer: it came, it was changed, it was submitted, or its person may now see more.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update

from archives.domain.saved_search import Telling, letter_due, packed, unpacked
from archives.domain.vocabulary import Role
from archives.models import Account, Record, SavedSearch, SavedSearchHit, new_id
from archives.ports import Letter, MailFate
from archives.services.accounts_actor import actor_of
from archives.services.deliveries import PAUSES
from archives.services.outside import Outside
from archives.services.saved_search_words import LetterFacts, subject_of, text_of
from archives.services.saved_searches import call_off_letter
from archives.services.search import SearchService
from archives.services.search_asking import Question
from archives.services.unit_of_work import UnitOfWork

AT_ONCE = 500  # ids in one statement


class SavedSearchRounds:
    """For the worker."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def make(self) -> int:
        """Ask every search that is not paused and whose account is open; return how many new hits there were."""
        self._work.actor.require_role(Role.SYSTEM)
        live = select(SavedSearch.id).join(Account, Account.id == SavedSearch.account_id)
        live = live.where(SavedSearch.paused_at.is_(None), Account.disabled_at.is_(None)).order_by(SavedSearch.id)
        return sum(self._ask(search_id) for search_id in self._work.session.scalars(live).all())

    def send(self, search_id: UUID, due: datetime) -> None:
        """Send the letter of a search, if it is still wanted; slow, and outside any transaction. `due` is its try."""
        letter = self._prepare(search_id, due)
        if letter is None:
            return
        answer = self._outside.mailer.send(letter)
        with self._work.write():
            if (search := self._locked(search_id)) is not None:
                self._note(search, answer.fate, answer.reason)

    # --- private ---

    def _ask(self, search_id: UUID) -> int:
        search = self._work.get(SavedSearch, search_id)
        found = self._answers(search) - unpacked(search.known)
        if not found and not self._owes_letter(search):
            return 0
        with self._work.write():
            locked = self._locked(search_id)
            return 0 if locked is None or locked.paused_at is not None else self._take(locked, found)

    def _take(self, search: SavedSearch, found: frozenset[UUID]) -> int:
        """Write down what was never known to answer, under the lock; return how many."""
        known = unpacked(search.known)
        new, now = sorted(found - known), self._work.now()
        if new:
            search.known = packed(known.union(new))
            rows = [SavedSearchHit(search_id=search.id, record_id=each, found_at=now) for each in new]
            self._work.session.add_all(rows)
        self._plan_letter(search)
        return len(new)

    def _answers(self, search: SavedSearch) -> frozenset[UUID]:
        """Return what answers, in the index and in the database, with the sight that its person has now."""
        account = self._work.get(Account, search.account_id)
        question = Question(search.question, search.filters, search.sort)
        with self._work.seen_by(actor_of(self._work.session, account)) as theirs:
            return frozenset(SearchService(theirs, self._outside).every_id(question))

    def _locked(self, search_id: UUID) -> SavedSearch | None:
        asked = select(SavedSearch).where(SavedSearch.id == search_id).with_for_update()
        return self._work.session.scalar(asked.execution_options(populate_existing=True))

    def _owes_letter(self, search: SavedSearch) -> bool:
        if search.telling is Telling.DESK or search.letter_due_at is not None or not self._outside.mailer.is_on:
            return False
        untold = exists().where(SavedSearchHit.search_id == search.id, SavedSearchHit.letter_id.is_(None))
        return bool(self._work.session.scalar(select(untold)))

    def _plan_letter(self, search: SavedSearch) -> None:
        self._work.session.flush()
        due = letter_due(search.telling, search.letter_sent_at, self._work.now())
        if due is not None and self._owes_letter(search):
            self._enqueue(search, due)

    def _enqueue(self, search: SavedSearch, due: datetime) -> None:
        """Queue one try. Each has a key of its own: the job that is running still holds that of the last."""
        search.letter_due_at = due
        delay = max(0, int((due - self._work.now()).total_seconds()))
        key = f"search_letter:{search.id}:{due.isoformat()}"
        self._work.enqueue("search_letter", key=key, delay_seconds=delay, search_id=search.id, due=due)

    def _visible(self, search: SavedSearch, account: Account) -> Sequence[UUID]:
        """Return the new hits that the letter counts: those that its person may see now, none of an earlier letter."""
        asked = select(SavedSearchHit.id).join(Record, Record.id == SavedSearchHit.record_id)
        of_letter = SavedSearchHit.letter_id.is_not_distinct_from(search.letter_id)
        asked = asked.where(SavedSearchHit.search_id == search.id, of_letter)
        with self._work.seen_by(actor_of(self._work.session, account)) as theirs:
            return theirs.session.scalars(asked).all()

    def _prepare(self, search_id: UUID, due: datetime) -> Letter | None:
        """Return the letter whose try this is, its hits written down; None when there is none to send any more."""
        search = self._work.session.get(SavedSearch, search_id)
        if search is None or search.letter_due_at != due:
            return None
        account = self._work.get(Account, search.account_id)
        visible = self._visible(search, account)
        with self._work.write():
            locked = self._locked(search_id)
            if locked is None or locked.letter_due_at != due:
                return None
            if not self._begin(locked, account, visible):
                call_off_letter(self._work, locked)
                return None
            return self._letter(locked, account, len(visible))

    def _begin(self, search: SavedSearch, account: Account, visible: Sequence[UUID]) -> bool:
        """Write down which hits the letter counts; False when there is none to send."""
        is_wanted = search.paused_at is None and search.telling is not Telling.DESK and account.disabled_at is None
        if not is_wanted or not account.email or not visible:
            return False
        search.letter_id = search.letter_id or new_id()
        for start in range(0, len(visible), AT_ONCE):
            some = SavedSearchHit.id.in_(visible[start : start + AT_ONCE])
            self._work.session.execute(update(SavedSearchHit).where(some).values(letter_id=search.letter_id))
        return True

    def _letter(self, search: SavedSearch, account: Account, count: int) -> Letter:
        facts = LetterFacts(search.name, count, f"{self._outside.base_url}/searches/{search.id}")
        subject, text = subject_of(facts, account.locale), text_of(facts, account.locale)
        return Letter(f"search.{search.letter_id}", account.email, subject, text, account.locale, self._work.now())

    def _note(self, search: SavedSearch, fate: MailFate, reason: str) -> None:
        """Write down what became of it; what is worth another try gets one, after a pause that grows."""
        search.letter_attempts += 1
        if fate is MailFate.DEFERRED and search.letter_attempts <= len(PAUSES):
            self._enqueue(search, self._work.now() + PAUSES[search.letter_attempts - 1])
            return
        search.letter_fault = "" if fate is MailFate.SENT else reason
        search.letter_sent_at = self._work.now() if fate is MailFate.SENT else search.letter_sent_at
        search.letter_id, search.letter_due_at, search.letter_attempts = None, None, 0
        if fate is MailFate.SENT:
            self._plan_letter(search)
