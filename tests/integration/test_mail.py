"""Mail over real servers: what is sent, how it is secured, and what each trouble is called."""

from datetime import UTC, datetime

import pytest

from archives.delivery.mail import MailServer, NoMailer, SmtpMailer
from archives.delivery.memory import MemoryMailer
from archives.ports import Enclosure, Letter, MailAnswer, MailFate
from tests.mail_servers import HOST, PostOffice, certificate_in, mail_server, who_may

SENDER = "archives@archives.example"
LETTER = Letter(
    key="JS-2026-7K4M.unit.0123456789abcdef",
    to="clerk@finance.example",
    subject="电子档案移交与接收登记表 JS-2026-7K4M（ZG-2026-0001）",
    text="青山县财政局：\n\n附件为登记表，𠮷。\n",
    language="zh-Hans",
    written_at=datetime(2026, 11, 22, 4, tzinfo=UTC),
    enclosures=(Enclosure("JS-2026-7K4M.pdf", b"%PDF-1.7\n\xff\x00\r\n.\r\n%%EOF"),),
)


def mailer(port, security="none", **more):
    return SmtpMailer(MailServer(HOST, port, SENDER, security, **more))


@pytest.fixture(params=["smtp", "memory"])
def sending(request):
    """A mailer of each kind, and what it sent: keys and addresses."""
    if request.param == "memory":
        twin = MemoryMailer()
        yield twin, lambda: [(each.key, each.to) for each in twin.sent]
        return
    office = PostOffice()
    with mail_server(office) as port:
        yield (
            mailer(port),
            lambda: [(mail["Message-ID"][1:].partition("@")[0], *rcpts) for rcpts, mail in office.letters],
        )


def test_a_letter_is_taken_and_bears_its_key(sending):
    mailer, sent = sending

    assert mailer.send(LETTER) == MailAnswer(MailFate.SENT)
    assert mailer.is_on
    assert sent() == [(LETTER.key, LETTER.to)]


def test_a_letter_arrives_whole(tmp_path):
    office = PostOffice()
    with mail_server(office) as port:
        mailer(port).send(LETTER)

    ((to, mail),) = office.letters
    (enclosed,) = mail.iter_attachments()
    assert to == ["clerk@finance.example"]
    assert mail["Subject"] == LETTER.subject
    assert mail["From"] == SENDER
    assert mail["Message-ID"] == f"<{LETTER.key}@archives.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == LETTER.written_at
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.text
    assert (enclosed.get_content_type(), enclosed.get_filename()) == ("application/pdf", "JS-2026-7K4M.pdf")
    assert enclosed.get_payload(decode=True) == LETTER.enclosures[0].data


def test_the_same_letter_has_the_same_message_id_however_often_it_is_sent():
    office = PostOffice()
    with mail_server(office) as port:
        for _ in range(2):
            mailer(port).send(LETTER)

    first, second = (mail["Message-ID"] for _, mail in office.letters)
    assert first == second


def test_over_starttls_with_a_login_nothing_goes_in_clear(tmp_path):
    trusted, context = certificate_in(tmp_path)
    office = PostOffice()
    login = {"authenticator": who_may("ams", "secret"), "auth_required": True}
    with mail_server(office, tls_context=context, require_starttls=True, **login) as port:
        answer = mailer(port, "starttls", user="ams", password="secret", ca=trusted).send(LETTER)

    assert answer == MailAnswer(MailFate.SENT)
    assert office.was_secure == [True]


def test_over_tls_from_the_start(tmp_path):
    trusted, context = certificate_in(tmp_path)
    office = PostOffice()
    with mail_server(office, ssl_context=context) as port:
        answer = mailer(port, "tls", ca=trusted).send(LETTER)

    assert answer == MailAnswer(MailFate.SENT)
    assert len(office.letters) == 1


def test_a_server_whose_certificate_nobody_trusts_gets_nothing(tmp_path):
    _trusted, context = certificate_in(tmp_path)
    office = PostOffice()
    with mail_server(office, tls_context=context, require_starttls=True) as port:
        answer = mailer(port, "starttls").send(LETTER)

    assert (answer.fate, answer.reason) == (MailFate.DEFERRED, "tls_failed")
    assert office.asked == 0


def test_a_server_without_starttls_gets_nothing():
    office = PostOffice()
    with mail_server(office) as port:
        answer = mailer(port, "starttls").send(LETTER)

    assert (answer.fate, answer.reason, office.asked) == (MailFate.DEFERRED, "not_supported", 0)


def test_a_wrong_password_is_worth_another_try_once_the_operator_has_mended_it(tmp_path):
    trusted, context = certificate_in(tmp_path)
    login = {"authenticator": who_may("ams", "secret"), "auth_required": True}
    with mail_server(PostOffice(), tls_context=context, **login) as port:
        answer = mailer(port, "starttls", user="ams", password="wrong", ca=trusted).send(LETTER)

    assert (answer.fate, answer.reason) == (MailFate.DEFERRED, "login_refused")


@pytest.mark.parametrize(
    ("line", "fate", "reason"),
    [
        ("450 mailbox busy", MailFate.DEFERRED, "recipient_refused"),
        ("452 too many", MailFate.DEFERRED, "recipient_refused"),
        ("550 no such user", MailFate.REFUSED, "recipient_refused"),
        ("553 bad name", MailFate.REFUSED, "recipient_refused"),
    ],
)
def test_what_a_server_says_of_the_address_decides_whether_it_is_worth_another_try(line, fate, reason):
    office = PostOffice([line])
    with mail_server(office) as port:
        answer = mailer(port).send(LETTER)

    assert answer == MailAnswer(fate, reason, line)
    assert office.letters == []


def test_a_server_that_is_down_is_called_so():
    answer = mailer(9).send(LETTER)

    assert (answer.fate, answer.reason) == (MailFate.DEFERRED, "server_away")


def test_a_server_that_finds_the_letter_too_big_refuses_it():
    with mail_server(PostOffice(), data_size_limit=100) as port:
        answer = mailer(port).send(LETTER)

    assert (answer.fate, answer.reason) == (MailFate.REFUSED, "sender_refused")


def test_where_mail_is_off_nothing_is_sent():
    assert not NoMailer().is_on
    assert NoMailer().send(LETTER).fate is MailFate.REFUSED
