"""Reminders of last days, on desks and by mail: each stage once, a round that was missed is made up by the next.

When several stages have been missed, the newest is given and the older ones are written down as overtaken: a letter
that says three days are left is wrong when none is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from archives.domain.canonical import plain
from archives.domain.rectification import INSPECTED, UNDER_DEADLINE
from archives.domain.terms import REMINDED, stages
from archives.domain.vocabulary import DeliveryState, Role
from archives.models import Base, Job, Notice, Organization, RectificationOrder, Reminder, Repository, new_id
from archives.ports import Letter, MailAnswer, MailFate
from archives.services.case_notices import lines_for
from archives.services.deliveries import PAUSES
from archives.services.outside import Outside
from archives.services.reminder_words import ReminderFacts, subject_of, text_of
from archives.services.supervision import OFFICERS, about, today
from archives.services.unit_of_work import UnitOfWork

NOTICE = "order_reminder"
AT_ONCE = 200  # orders in one write
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a round did."""

    given: int
    overtaken: int


@dataclass(frozen=True, slots=True)
class _Missed:
    due_on: date
    stages: list[int]


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
        """Make one round, in short writes. Finding again what was found before changes nothing."""
        self._work.actor.require_role(Role.SYSTEM)
        day = today(self._work, self._outside)
        missed = self._missed(day)
        ids = list(missed)
        for first in range(0, len(ids), AT_ONCE):
            with self._work.write():
                self._remind({each: missed[each] for each in ids[first : first + AT_ONCE]})
        return Reminded(len(missed), sum(len(each.stages) - 1 for each in missed.values()))

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

    def _missed(self, day: date) -> Mapping[UUID, _Missed]:
        """Return the stages that have fallen due and were never written down, by order."""
        running = RectificationOrder.state.in_(sorted(UNDER_DEADLINE))
        near = running & (RectificationOrder.due_on <= day - timedelta(days=REMINDED[0]))
        given = select(Reminder.order_id, Reminder.due_on, func.max(Reminder.stage))
        given = given.join(RectificationOrder, RectificationOrder.id == Reminder.order_id).where(near)
        rows = self._work.session.execute(given.group_by(Reminder.order_id, Reminder.due_on))
        newest = {(row[0], row[1]): row[2] for row in rows}
        asked = select(RectificationOrder.id, RectificationOrder.due_on, RectificationOrder.given_on).where(near)
        found = {}
        for order_id, due_on, given_on in self._work.session.execute(asked.order_by(RectificationOrder.id)):
            if due_on is None or given_on is None:
                continue
            fallen = [
                stage for stage in stages(given_on, due_on, day) if stage > newest.get((order_id, due_on), stage - 1)
            ]
            if fallen:
                found[order_id] = _Missed(due_on, fallen)
        return found

    def _remind(self, missed: Mapping[UUID, _Missed]) -> None:
        """Write every stage down and give the newest; an order that moved on meanwhile is left alone."""
        same = select(RectificationOrder).where(RectificationOrder.id.in_(list(missed)))
        orders = [
            order
            for order in self._work.session.scalars(same)
            if order.state in UNDER_DEADLINE and order.due_on == missed[order.id].due_on
        ]
        self._close_earlier(orders)
        addresses = self._addresses(orders)
        rows: dict[type[Base], list[Row]] = {Reminder: [], Notice: [], Job: []}
        for order in orders:
            *overtaken, newest = missed[order.id].stages
            rows[Reminder] += [self._row(order, stage, overtaken=True) for stage in overtaken]
            row = self._row(order, newest, overtaken=False) | {"address": addresses.get(order.inspected_id, "")}
            rows[Notice] += self._lines(order, row)
            rows[Job] += self._letters(row)
            rows[Reminder].append(row)
        for model, made in rows.items():
            if made:
                self._work.session.execute(insert(model), made, execution_options={"render_nulls": True})

    def _row(self, order: RectificationOrder, stage: int, *, overtaken: bool) -> Row:
        facts = {"order_id": order.id, "due_on": order.due_on, "stage": stage, "overtaken": overtaken}
        waiting = {"address": "", "mail_state": None, "next_at": None, "attempts": 0}
        return {**about(order), "id": new_id(), **facts, "made_at": self._work.now(), **waiting}

    def _close_earlier(self, orders: Iterable[RectificationOrder]) -> None:
        ids = [order.id for order in orders]
        earlier = update(Notice).where(Notice.subject_id.in_(ids), Notice.kind == NOTICE, Notice.closed_at.is_(None))
        quietly = {"synchronize_session": False}
        self._work.session.execute(earlier.values(closed_at=self._work.now()), execution_options=quietly)

    def _lines(self, order: RectificationOrder, row: Row) -> list[Row]:
        """Write the reminder on the trail; return its lines on the desks."""
        facts: dict[str, Any] = {"number": order.number, "body": order.inspected_name, "due_on": order.due_on}
        stage = row["stage"]
        roles = INSPECTED if stage <= 0 else {*INSPECTED, *OFFICERS}
        self._work.record("ReminderGiven", order, role=Role.SYSTEM, stage=stage, due_on=row["due_on"])
        return lines_for(self._work, order, NOTICE, roles, f"{row['due_on']}:{stage}", **facts, stage=stage)

    def _letters(self, row: Row) -> list[Row]:
        """Return the job of its letter, if there is one; the row then waits for it."""
        if not (self._outside.mailer.is_on and row["address"]):
            return []
        now = self._work.now()
        row |= {"mail_state": DeliveryState.WAITING, "next_at": now}
        told = plain({"reminder_id": row["id"], "due": now})
        job = {"kind": "remind", "key": _key(row["id"], now), "payload": told, "state": "queued"}
        return [{**job, "run_at": now, "created_at": now}]

    def _addresses(self, orders: Iterable[RectificationOrder]) -> Mapping[UUID, str]:
        """Return where mail goes, by body."""
        ids = [order.inspected_id for order in orders]
        found: dict[UUID, str] = {}
        for model in (Organization, Repository):
            rows = self._work.session.execute(select(model.id, model.contact_email).where(model.id.in_(ids)))
            found |= {row[0]: row[1] for row in rows}
        return found

    def _enqueue(self, row: Reminder, pause: timedelta) -> None:
        """Queue one try. Each has a key of its own: the job that is running still holds that of the last."""
        row.next_at = self._work.now() + pause
        key = _key(row.id, row.next_at)
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


def _key(reminder_id: UUID, due: datetime) -> str:
    return f"remind:{reminder_id}:{due.isoformat()}"
