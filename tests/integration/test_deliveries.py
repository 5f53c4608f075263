"""Receipts by mail: to both parties after the last signature, once, and visible when it does not go."""

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from api.jobs.worker import Worker
from archives.delivery.mail import MailServer, SmtpMailer
from archives.delivery.memory import MemoryMailer
from archives.domain.errors import InvalidInputError, NotPermittedError, StaleVersionError
from archives.domain.permission import WORKER
from archives.domain.vocabulary import DeliveryState, Side
from archives.models import Job, Organization, Repository
from archives.ports import MailAnswer, MailFate
from archives.services.deliveries import PAUSES
from tests import handover
from tests.factories import cast
from tests.mail_servers import HOST, PostOffice, mail_server
from tests.mailing import with_mailer

CLERK, ARCHIVE = "clerk@finance.example", "archive@county.example"
AWAY = MailAnswer(MailFate.DEFERRED, "server_away", "Connection refused")
UNKNOWN = MailAnswer(MailFate.REFUSED, "recipient_refused", "550 no such user")


@pytest.fixture
def mailer():
    return MemoryMailer()


@pytest.fixture
def posting(house, mailer):
    """A house that sends mail, with both addresses on file."""
    return with_mailer(house, mailer)


@pytest.fixture
def people(posting):
    people = cast(posting)
    with posting.open(people.clerk) as services:
        services.contacts.set_organization(people.finance.id, CLERK, 1)
    with posting.open(people.archivist) as services:
        services.contacts.set_repository(people.archive.id, ARCHIVE, 1)
    return people


def accepted(house, people):
    records = handover.three_records(house, people)
    transfer = handover.plan(house, people)
    handover.submit(house, people, transfer.id)
    return handover.accept(house, people, transfer.id, records)


def work_off(house):
    """Let the worker do every mail job that is due; return how many."""
    worker, done = Worker(house, lanes=1), 0
    while next_mail(house):
        with house.open(WORKER) as services:
            worker._lane(worker._owners[0], services)
        done += 1
    return done


def next_mail(house):
    with house.open(WORKER) as services:
        due = select(Job).where(Job.kind == "mail", Job.state == "queued", Job.run_at <= house.clock())
        return services.work.session.scalar(due)


def told(house, transfer):
    with house.open(WORKER) as services:
        return list(services.deliveries.of_transfer(transfer.id))


def test_the_receipt_goes_to_both_parties_with_the_very_bytes_that_are_kept(posting, people, mailer):
    transfer = accepted(posting, people)

    work_off(posting)

    assert [letter.to for letter in mailer.sent] == [CLERK, ARCHIVE]
    with posting.open(people.clerk) as services:
        receipt = services.receipts.of_transfer(transfer.id)
    for letter in mailer.sent:
        (enclosure,) = letter.enclosures
        assert hashlib.sha256(enclosure.data).hexdigest() == receipt.form_sha256
        assert enclosure.name == f"{receipt.number}.pdf"
        assert receipt.number in letter.subject
        assert f"/v/{receipt.number}?h=" in letter.text
    assert [row.state for row in told(posting, transfer)] == [DeliveryState.SENT] * 2


def test_the_letter_says_when_the_copies_may_be_released_in_the_language_of_the_receipt(posting, people, mailer):
    transfer = accepted(posting, people)
    work_off(posting)

    assert transfer.copies_released_on == date(2031, 11, 23)  # sealed on 2026-11-22
    unit, archive = mailer.sent
    assert "贵单位应将已移交的电子档案在本单位继续保存；自 2031年11月23日 起可不再保存。" in unit.text
    assert "移交单位应将已移交的电子档案在本单位继续保存；自 2031年11月23日 起可不再保存。" in archive.text
    assert unit.text.startswith("青山县财政局：\n")
    assert archive.text.startswith("青山县档案馆：\n")
    assert "内部签名，非第三方认证" in unit.text


def test_what_was_sent_is_never_sent_again(posting, people, mailer):
    transfer = accepted(posting, people)
    work_off(posting)
    rows = told(posting, transfer)

    with posting.open(WORKER) as services:
        for row in rows:
            services.deliveries.send(row.id, row.created_at)
    with posting.open(people.clerk) as services:
        version = services.transfers.read(transfer.id).version
        with pytest.raises(InvalidInputError, match="sent_already"):
            services.deliveries.send_again(transfer.id, version, Side.UNIT)

    assert len(mailer.sent) == 2


def test_a_worker_that_ends_between_the_server_s_yes_and_its_own_note_sends_the_same_message_id_again(
    posting, people, mailer
):
    """The only way that a letter goes twice; whoever gets it can tell."""
    transfer = accepted(posting, people)
    row = told(posting, transfer)[0]
    with posting.open(WORKER) as services:
        letter = services.deliveries._letter(row)
        mailer.send(letter)  # and the worker is killed here

    work_off(posting)

    assert [each.key for each in mailer.sent].count(letter.key) == 2


def test_before_the_transfer_is_accepted_nothing_is_sent(posting, people, mailer):
    handover.three_records(posting, people)
    transfer = handover.plan(posting, people)
    handover.submit(posting, people, transfer.id)

    work_off(posting)

    assert mailer.sent == []
    assert told(posting, transfer) == []
    assert transfer.copies_released_on is None


def test_where_mail_is_off_there_is_the_day_but_no_letter(house):
    people = cast(house)
    transfer = accepted(house, people)

    assert transfer.copies_released_on == date(2031, 11, 23)
    assert told(house, transfer) == []
    with house.open(people.clerk) as services, pytest.raises(InvalidInputError, match="mail_off"):
        services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)


def test_a_server_that_is_away_is_asked_again_with_growing_pauses_for_two_days(posting, people, clock):
    house = with_mailer(posting, MemoryMailer([AWAY] * 100))
    transfer = accepted(house, people)
    began = clock()
    while next_mail(house) or any(row.next_at for row in told(house, transfer)):
        work_off(house)
        waiting = [row.next_at for row in told(house, transfer) if row.next_at]
        clock.instant = min(waiting, default=clock())

    assert [row.attempts for row in told(house, transfer)] == [len(PAUSES) + 1] * 2
    assert timedelta(days=2) <= clock() - began <= timedelta(days=3)
    assert [(row.state, row.reason) for row in told(house, transfer)] == [(DeliveryState.FAILED, "server_away")] * 2
    with house.open(WORKER) as services:
        dead = [job for job in services.jobs.list(state="dead").rows if job.kind == "mail"]
    assert len(dead) == 2
    assert all("server_away" in job.error for job in dead)


def test_a_letter_that_waits_goes_when_the_server_is_back(posting, people, clock):
    mailer = MemoryMailer([AWAY, AWAY])
    house = with_mailer(posting, mailer)
    transfer = accepted(house, people)
    work_off(house)
    assert [(row.state, row.attempts, row.reason) for row in told(house, transfer)] == [
        (DeliveryState.WAITING, 1, "server_away")
    ] * 2
    assert work_off(house) == 0  # not before its time

    clock.move(minutes=1)
    work_off(house)

    assert len(mailer.sent) == 2
    assert [(row.state, row.attempts, row.reason) for row in told(house, transfer)] == [(DeliveryState.SENT, 2, "")] * 2


def test_an_address_that_the_server_does_not_know_is_told_at_once_and_mended_by_a_person(posting, people):
    mailer = MemoryMailer([UNKNOWN])
    house = with_mailer(posting, mailer)
    transfer = accepted(house, people)
    work_off(house)
    unit, archive = told(house, transfer)
    assert (unit.state, unit.reason, unit.answer) == (DeliveryState.FAILED, "recipient_refused", "550 no such user")
    assert archive.state is DeliveryState.SENT

    with house.open(people.clerk) as services:
        services.contacts.set_organization(people.finance.id, "new@finance.example", 2)
        services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)
    work_off(house)

    assert [letter.to for letter in mailer.sent] == [ARCHIVE, "new@finance.example"]
    assert told(house, transfer)[0].state is DeliveryState.SENT
    with house.open(people.audit_admin) as services:
        kinds = [event.kind for event in services.trail.events().rows]
    assert kinds.count("ReceiptMailed") == 2
    assert kinds.count("ReceiptMailFailed") == 1
    assert kinds.count("ReceiptMailRequested") == 1


def test_a_dead_job_that_the_operator_lets_run_again_sends_the_letter(posting, people):
    mailer = MemoryMailer([UNKNOWN])
    house = with_mailer(posting, mailer)
    transfer = accepted(house, people)
    work_off(house)

    with house.open(people.system_admin) as services:
        (dead,) = services.jobs.list(state="dead").rows
        services.jobs.retry(dead.id)
    work_off(house)

    assert told(house, transfer)[0].state is DeliveryState.SENT
    assert len(mailer.sent) == 2


def test_a_try_that_another_has_replaced_does_nothing(posting, people, clock):
    mailer = MemoryMailer([AWAY, AWAY])
    house = with_mailer(posting, mailer)
    transfer = accepted(house, people)
    work_off(house)  # both wait for a minute
    with house.open(people.clerk) as services:
        services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)
    work_off(house)
    assert [letter.to for letter in mailer.sent] == [CLERK]

    clock.move(minutes=1)
    work_off(house)

    assert [letter.to for letter in mailer.sent] == [CLERK, ARCHIVE]


def test_a_try_that_a_later_one_has_replaced_asks_nobody(posting, people, clock):
    mailer = MemoryMailer([AWAY, AWAY, AWAY])
    house = with_mailer(posting, mailer)
    transfer = accepted(house, people)
    work_off(house)  # both wait for a minute
    clock.move(seconds=30)
    with house.open(people.clerk) as services:
        services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)
    work_off(house)  # in vain; the next try is in a minute from here

    clock.move(seconds=30)
    work_off(house)

    assert [letter.to for letter in mailer.sent] == [ARCHIVE]
    assert [row.attempts for row in told(house, transfer)] == [1, 2]


def test_a_body_without_an_address_is_shown_and_gets_it_later(posting, people, mailer):
    with posting.open(people.clerk) as services:
        services.contacts.set_organization(people.finance.id, "", 2)
    transfer = accepted(posting, people)
    work_off(posting)
    assert [(row.side, row.state, row.reason) for row in told(posting, transfer)] == [
        (Side.UNIT, DeliveryState.FAILED, "no_address"),
        (Side.ARCHIVE, DeliveryState.SENT, ""),
    ]
    with posting.open(people.clerk) as services:
        with pytest.raises(InvalidInputError, match="no_address"):
            services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)
        services.contacts.set_organization(people.finance.id, CLERK, 3)
        services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)

    work_off(posting)

    assert [letter.to for letter in mailer.sent] == [ARCHIVE, CLERK]


def test_a_receipt_of_the_time_before_mail_was_on_can_be_sent(house, mailer):
    people = cast(house)
    transfer = accepted(house, people)
    posting = with_mailer(house, mailer)
    with posting.open(people.archivist) as services:
        services.contacts.set_repository(people.archive.id, ARCHIVE, 1)
        services.deliveries.send_again(transfer.id, transfer.version, Side.ARCHIVE)

    work_off(posting)

    assert [letter.to for letter in mailer.sent] == [ARCHIVE]


def test_only_the_parties_send_again_and_only_what_they_saw(posting, people):
    house = with_mailer(posting, MemoryMailer([UNKNOWN]))
    transfer = accepted(house, people)
    work_off(house)

    with house.open(people.inspector) as services, pytest.raises(NotPermittedError):
        services.deliveries.send_again(transfer.id, transfer.version, Side.UNIT)
    with house.open(people.clerk) as services, pytest.raises(StaleVersionError):
        services.deliveries.send_again(transfer.id, transfer.version - 1, Side.UNIT)


def test_only_a_body_s_own_people_and_the_system_administrator_say_where_its_mail_goes(posting, people):
    for person in (people.other_clerk, people.archivist, people.inspector, people.security_admin):
        with posting.open(person) as services, pytest.raises(NotPermittedError):
            services.contacts.set_organization(people.finance.id, "a@b.example", 2)
    for person in (people.clerk, people.city_archivist, people.authority_officer):
        with posting.open(person) as services, pytest.raises(NotPermittedError):
            services.contacts.set_repository(people.archive.id, "a@b.example", 2)
    with posting.open(people.system_admin) as services:
        services.contacts.set_repository(people.archive.id, "a@b.example", 2)
        with pytest.raises(StaleVersionError):
            services.contacts.set_organization(people.finance.id, "a@b.example", 1)
        with pytest.raises(InvalidInputError):
            services.contacts.set_organization(people.finance.id, "a@b.example\r\nBcc: c@d", 2)
        assert services.work.get(Organization, people.finance.id).contact_email == CLERK
        assert services.work.get(Repository, people.archive.id).contact_email == "a@b.example"


def test_over_a_real_server_that_says_later_then_yes(posting, people, clock):
    office = PostOffice(["450 busy", "450 busy"])
    with mail_server(office) as port:
        house = with_mailer(posting, SmtpMailer(MailServer(HOST, port, "archives@county.example", "none")))
        transfer = accepted(house, people)
        work_off(house)
        assert [row.answer for row in told(house, transfer)] == ["450 busy"] * 2
        clock.move(minutes=1)
        work_off(house)

    assert [row.state for row in told(house, transfer)] == [DeliveryState.SENT] * 2
    assert sorted(to for rcpts, _ in office.letters for to in rcpts) == [ARCHIVE, CLERK]
    for _, mail in office.letters:
        assert next(mail.iter_attachments()).get_payload(decode=True).startswith(b"%PDF-")
