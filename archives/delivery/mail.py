"""Mail by SMTP (RFC 5321), over TLS unless the operator says otherwise.

One letter, one recipient, one connection. The Message-ID is made of the letter's key: a server or a reader that gets
the same letter twice can tell.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from archives.ports import Letter, MailAnswer, MailFate

PATIENCE = 30.0  # seconds for each step of the talk
PERMANENT = 500  # codes from here on mean never
LONGEST_DETAIL = 500  # characters of a server's words
_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (smtplib.SMTPRecipientsRefused, "recipient_refused"),
    (smtplib.SMTPSenderRefused, "sender_refused"),
    (smtplib.SMTPAuthenticationError, "login_refused"),
    (smtplib.SMTPResponseException, "server_refused"),
    (smtplib.SMTPNotSupportedError, "not_supported"),
    (ssl.SSLError, "tls_failed"),
    (OSError, "server_away"),
)
"""What each fault of the libraries is called; the first that fits."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and by whom. Security is starttls, tls or none; `ca` a PEM file, None the system's."""

    host: str
    port: int
    sender: str
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None


class SmtpMailer:
    """Hands letters to one server."""

    is_on = True

    def __init__(self, server: MailServer) -> None:
        self._server = server

    def send(self, letter: Letter) -> MailAnswer:
        """Hand the letter to the server. Whatever goes wrong on the way is an answer, not an exception."""
        try:
            with self._connection() as smtp:
                smtp.send_message(self._written(letter))
        except OSError as fault:  # smtplib's and ssl's own are such
            return _answer(fault)
        return MailAnswer(MailFate.SENT)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """Open, secure, log in. To say goodbye is polite, and may fail: the letter is taken by then."""
        server = self._server
        trusted = ssl.create_default_context(cafile=str(server.ca) if server.ca else None)
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trusted)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        try:
            if server.security == "starttls":
                smtp.starttls(context=trusted)
            if server.user:
                smtp.login(server.user, server.password)
            yield smtp
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
        finally:
            smtp.close()

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        domain = self._server.sender.rpartition("@")[2]
        message["Message-ID"] = f"<{letter.key}@{domain}>"
        message["Date"] = letter.written_at
        message["From"], message["To"] = self._server.sender, Address(addr_spec=letter.to)
        message["Subject"], message["Content-Language"] = letter.subject, letter.language
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
        message.set_content(letter.text)
        for each in letter.enclosures:
            message.add_attachment(each.data, maintype="application", subtype="pdf", filename=each.name)
        return message


class NoMailer:
    """Where no mail server is set: nothing is ever sent."""

    is_on = False

    def send(self, letter: Letter) -> MailAnswer:  # noqa: ARG002 -- the form of a mailer
        """Say that mail is off."""
        return MailAnswer(MailFate.REFUSED, "mail_off")


def _answer(fault: OSError) -> MailAnswer:
    """Say what a fault means: codes of 500 and more are for ever, but for a password that the operator can mend."""
    reason = next(reason for kind, reason in _REASONS if isinstance(fault, kind))
    code, said = getattr(fault, "smtp_code", 0), getattr(fault, "smtp_error", str(fault))
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(fault.recipients.values()))
    is_for_ever = code >= PERMANENT and reason != "login_refused"
    return MailAnswer(
        MailFate.REFUSED if is_for_ever else MailFate.DEFERRED, reason, f"{code or ''} {_text(said)}".strip()
    )


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:LONGEST_DETAIL]
