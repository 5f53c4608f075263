"""Reminders: each stage once, a missed round made up, on desks and by mail."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from archives.delivery.memory import MemoryMailer
from archives.domain.permission import WORKER
from archives.domain.vocabulary import DeliveryState
from archives.models import Job, Reminder
from archives.ports import MailAnswer, MailFate
from archives.services import reminders
from archives.services.reminders import Reminded
from tests.factories import cast as write_cast
from tests.inspecting import act, issued, rectify
from tests.mailing import with_mailer

ADDRESS = "clerk@finance.example"
AWAY, REFUSED = MailAnswer(MailFate.DEFERRED, "server_away"), MailAnswer(MailFate.REFUSED, "recipient_refused")


@pytest.fixture
def mailer():
    return MemoryMailer()


@pytest.fixture
def posting(house, mailer):
    return with_mailer(house, mailer)


@pytest.fixture
def people(posting):
    people = write_cast(posting)
    with posting.open(people.clerk) as services:
        services.contacts.set_organization(people.finance.id, ADDRESS, 1)
    return people


@pytest.fixture
def made(posting, people):
    """An order given on 22 November 2026, with 22 December as its last day."""
    return issued(posting, people)


def sweep(house):
    with house.open(WORKER) as services:
        return services.reminders.sweep()


def post(house):
    """Do the jobs that letters are, as the worker does."""
    with house.open(WORKER) as services:
        jobs = services.work.session.scalars(select(Job).where(Job.kind == "remind", Job.state == "queued")).all()
        told = [dict(job.payload) for job in jobs]
        with services.work.write():
            for job in jobs:
                job.state = "done"
    for each in told:
        with house.open(WORKER) as services:
            row = services.work.session.scalars(select(Reminder).where(Reminder.id == _id(each))).one()
            services.reminders.send(row.id, row.next_at)


def _id(told):
    return UUID(told["reminder_id"])


def rows(house, order):
    with house.open(WORKER) as services:
        return [(each.stage, each.overtaken) for each in services.reminders.of_order(order.id)]


def desk(house, actor):
    with house.open(actor) as services:
        return [each.facts["stage"] for each in services.notices.open().rows if each.kind == "order_reminder"]


def test_each_stage_is_given_once_and_says_which_it_is(posting, people, made, mailer, clock):
    for _ in range(45):
        sweep(posting)
        sweep(posting)
        post(posting)
        clock.move(days=1)

    assert rows(posting, made) == [(stage, False) for stage in (-7, -3, -1, 0, 1, 8)]
    assert [letter.subject for letter in mailer.sent] == [
        f"整改期限提醒（{which}）：{made.number}"
        for which in ("期限前 7 天", "期限前 3 天", "期限前 1 天", "期限当天", "逾期 1 天", "逾期 8 天")
    ]
    assert {letter.to for letter in mailer.sent} == {ADDRESS}
    assert len({letter.key for letter in mailer.sent}) == 6


def test_a_missed_round_is_made_up_by_the_newest_and_the_older_ones_are_overtaken(posting, people, made, mailer, clock):
    clock.move(days=32)

    assert sweep(posting) == Reminded(1, 4)
    post(posting)

    assert rows(posting, made) == [(-7, True), (-3, True), (-1, True), (0, True), (1, False)]
    assert [letter.subject.count("逾期 1 天") for letter in mailer.sent] == [1]
    assert sweep(posting) == Reminded(0, 0)


def test_the_newest_stands_on_the_desk_in_the_place_of_the_last_and_officers_hear_when_it_is_late(
    posting, people, made, clock
):
    clock.move(days=23)
    sweep(posting)
    assert (desk(posting, people.clerk), desk(posting, people.inspector)) == ([-7], [])
    clock.move(days=8)
    sweep(posting)

    assert (desk(posting, people.clerk), desk(posting, people.inspector)) == ([1], [1])
    assert desk(posting, people.other_clerk) == []


def test_a_report_ends_the_reminders(posting, people, made, mailer, clock):
    clock.move(days=23)
    sweep(posting)
    rectify(posting, people, made.id)
    clock.move(days=20)

    assert sweep(posting) == Reminded(0, 0)
    assert desk(posting, people.clerk) == []


def test_a_new_last_day_has_reminders_of_its_own(posting, people, made, clock):
    clock.move(days=23)
    sweep(posting)
    act(posting, people.authority_officer, "extend", made.id, date(2027, 1, 22), "采购周期长")
    clock.move(days=31)

    assert sweep(posting) == Reminded(1, 0)
    assert rows(posting, made) == [(-7, False), (-7, False)]


def test_a_letter_that_cannot_go_now_is_tried_again_and_never_sent_twice(posting, people, made, mailer, clock):
    mailer._answers = [AWAY]
    clock.move(days=23)
    sweep(posting)
    post(posting)
    assert mailer.sent == []
    clock.move(minutes=5)
    post(posting)
    post(posting)

    assert len(mailer.sent) == 1
    with posting.open(WORKER) as services:
        (row,) = services.reminders.of_order(made.id)
        again = services.reminders.send(row.id, clock.instant)
        assert (again.mail_state, again.attempts) == (DeliveryState.SENT, 2)


def test_a_letter_that_is_refused_is_shown_as_not_delivered(posting, people, made, mailer, clock):
    mailer._answers = [REFUSED]
    clock.move(days=23)
    sweep(posting)
    post(posting)

    with posting.open(WORKER) as services:
        (row,) = services.reminders.of_order(made.id)
    assert (row.mail_state, row.reason) == (DeliveryState.FAILED, "recipient_refused")


def test_without_mail_the_desk_is_told_all_the_same(house, clock):
    people = write_cast(house)
    made = issued(house, people)
    clock.move(days=23)
    sweep(house)

    assert desk(house, people.clerk) == [-7]
    with house.open(WORKER) as services:
        (row,) = services.reminders.of_order(made.id)
    assert (row.mail_state, row.address) == (None, "")


class BreakingMailer(MemoryMailer):
    """A mailer that fails when it is asked for the second time, once."""

    asked = 0

    @property
    def is_on(self):
        self.asked += 1
        if self.asked == 2:
            raise ConnectionError("the mail server is gone")
        return True


def test_a_round_that_broke_off_is_resumed_and_nothing_given_twice(house, clock, monkeypatch):
    monkeypatch.setattr(reminders, "AT_ONCE", 1)
    mailer = BreakingMailer()
    posting = with_mailer(house, mailer)
    people = write_cast(posting)
    with posting.open(people.clerk) as services:
        services.contacts.set_organization(people.finance.id, ADDRESS, 1)
    first, second = issued(posting, people), issued(posting, people)
    clock.move(days=23)

    with pytest.raises(ConnectionError):
        sweep(posting)
    assert [len(rows(posting, each)) for each in (first, second)] == [1, 0]
    assert sweep(posting) == Reminded(1, 0)
    post(posting)

    assert [rows(posting, each) for each in (first, second)] == [[(-7, False)]] * 2
    assert sorted(letter.key for letter in mailer.sent) == sorted(
        f"{each.number}.2026-12-22.-7" for each in (first, second)
    )


def test_both_databases_remind_alike(either_house, clock):
    people = write_cast(either_house)
    made = issued(either_house, people)
    clock.move(days=32)

    assert (sweep(either_house), sweep(either_house)) == (Reminded(1, 4), Reminded(0, 0))
    assert [stage for stage, _ in rows(either_house, made)] == [-7, -3, -1, 0, 1]
