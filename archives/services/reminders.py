"""Reminders of last days, on desks and by mail: each stage once, a round that was missed is made up by the next.

When several stages have been missed, the newest is given and the older ones are written down as overtaken: a letter
that says three days are left is wrong when none is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.hazard import InspectedKind
from archives.domain.rectification import INSPECTED, UNDER_DEADLINE
from archives.domain.terms import REMINDED, stages
from archives.domain.vocabulary import DeliveryState, Role
from archives.models import Organization, RectificationOrder, Reminder, Repository, new_id
from archives.ports import Letter, MailAnswer, MailFate
from archives.services.case_notices import settle, tell
from archives.services.deliveries import PAUSES
from archives.services.outside import Outside
from archives.services.reminder_words import ReminderFacts, subject_of, text_of
from archives.services.supervision import OFFICERS, about, today
from archives.services.unit_of_work import UnitOfWork

NOTICE = "order_reminder"


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a round did."""

    given: int
    overtaken: int


class ReminderService:
    """The round over all last days, and its letters; for the worker."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def of_order(self, order_id: UUID) -> Sequence[Reminder]:
        """Return the reminders of an order, in order."""
        self._work.get(RectificationOrder, order_id)
        asked = select(Reminder).where(Reminder.order_id == order_id).order_by(Reminder.id)
        return self._work.session.scalars(asked).all()

    def sweep(self) -> Reminded:
        """Make one round. Finding again what was found before changes nothing."""
        self._work.actor.require_role(Role.SYSTEM)
        day = today(self._work, self._outside)
        with self._work.write():
            orders = self._near(day)
            known = self._known(orders)
            given, overtaken = 0, 0
            for order in orders:
                missed = self._missed(order, known[order.id], day)
                given, overtaken = given + bool(missed), overtaken + max(len(missed) - 1, 0)
                self._remind(order, missed)
            return Reminded(given, overtaken)

    def send(self, reminder_id: UUID, due: datetime) -> Reminder:
        """Send a letter unless it was sent; slow, and outside any transaction. `due` says which try this is."""
        row = self._work.get(Reminder, reminder_id)
        if row.mail_state is not DeliveryState.WAITING or row.next_at != due:
            return row
        letter = self._letter(row)
        answer = self._outside.mailer.send(letter)
        with self._work.write():
            row = self._work.get(Reminder, reminder_id)
            self._note(row, answer)
            return row

    # --- private ---

    def _near(self, day: date) -> Sequence[RectificationOrder]:
        running = RectificationOrder.state.in_(sorted(UNDER_DEADLINE))
        soon = RectificationOrder.due_on <= day - timedelta(days=REMINDED[0])
        return self._work.session.scalars(select(RectificationOrder).where(running, soon)).all()

    def _known(self, orders: Iterable[RectificationOrder]) -> Mapping[UUID, set[tuple[date, int]]]:
        wanted = select(RectificationOrder.id).where(RectificationOrder.id.in_([order.id for order in orders]))
        asked = select(Reminder.order_id, Reminder.due_on, Reminder.stage).where(Reminder.order_id.in_(wanted))
        known: dict[UUID, set[tuple[date, int]]] = defaultdict(set)
        for order_id, due_on, stage in self._work.session.execute(asked):
            known[order_id].add((due_on, stage))
        return known

    def _missed(self, order: RectificationOrder, known: set[tuple[date, int]], day: date) -> list[int]:
        due_on, given_on = order.due_on, order.given_on
        if due_on is None or given_on is None:
            return []
        return [stage for stage in stages(given_on, due_on, day) if (due_on, stage) not in known]

    def _remind(self, order: RectificationOrder, missed: Sequence[int]) -> None:
        for stage in missed:
            row = Reminder(**about(order), id=new_id(), order_id=order.id, due_on=order.due_on, stage=stage)
            row.made_at, row.overtaken, row.attempts = self._work.now(), stage != missed[-1], 0
            self._work.session.add(row)
            if not row.overtaken:
                self._give(order, row)

    def _give(self, order: RectificationOrder, row: Reminder) -> None:
        """Lay it on the desks in the place of the last one, and let the letter go."""
        settle(self._work, order, NOTICE)
        facts: dict[str, Any] = {"number": order.number, "body": order.inspected_name, "due_on": order.due_on}
        roles = INSPECTED if row.stage <= 0 else {*INSPECTED, *OFFICERS}
        tell(self._work, order, NOTICE, roles, f"{row.due_on}:{row.stage}", **facts, stage=row.stage)
        self._work.record("ReminderGiven", order, role=Role.SYSTEM, stage=row.stage, due_on=row.due_on)
        row.address = self._address(order)
        if self._outside.mailer.is_on and row.address:
            row.mail_state = DeliveryState.WAITING
            self._enqueue(row, timedelta(0))

    def _address(self, order: RectificationOrder) -> str:
        if order.inspected_kind is InspectedKind.REPOSITORY:
            return self._work.get(Repository, order.inspected_id).contact_email
        return self._work.get(Organization, order.inspected_id).contact_email

    def _enqueue(self, row: Reminder, pause: timedelta) -> None:
        """Queue one try. Each has a key of its own: the job that is running still holds that of the last."""
        row.next_at = self._work.now() + pause
        key = f"remind:{row.id}:{row.next_at.isoformat()}"
        told: dict[str, Any] = {"reminder_id": row.id, "due": row.next_at}
        self._work.enqueue("remind", key=key, delay_seconds=int(pause.total_seconds()), **told)

    def _letter(self, row: Reminder) -> Letter:
        order, language = self._work.get(RectificationOrder, row.order_id), self._outside.language
        url = f"{self._outside.base_url}/orders/{order.id}"
        document = order.document_number or order.number
        facts = ReminderFacts(order.inspected_name, order.number, document, row.due_on, row.stage, url)
        key = f"{order.number}.{row.due_on}.{row.stage}"
        return Letter(key, row.address, subject_of(facts, language), text_of(facts, language), language, row.made_at)

    def _note(self, row: Reminder, answer: MailAnswer) -> None:
        """Write down what became of it; what is worth another try gets one, after a pause that grows."""
        row.attempts += 1
        row.reason, row.next_at = answer.reason, None
        if answer.fate is MailFate.SENT:
            row.mail_state, row.sent_at = DeliveryState.SENT, self._work.now()
        elif answer.fate is MailFate.DEFERRED and row.attempts <= len(PAUSES):
            self._enqueue(row, PAUSES[row.attempts - 1])
        else:
            row.mail_state = DeliveryState.FAILED
