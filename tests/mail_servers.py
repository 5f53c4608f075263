"""Real SMTP servers on the loopback, which keep what they get or answer what they are told."""

import ssl
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from ipaddress import IPv4Address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.databases import _free_port

HOST = "127.0.0.1"


class PostOffice:
    """What a server does with letters: `answers` are given first, as SMTP lines to RCPT; then each letter is taken."""

    def __init__(self, answers=()):
        self.answers = list(answers)
        self.letters = []
        self.asked = 0
        self.was_secure = []

    async def handle_RCPT(self, _server, session, envelope, address, _options):  # noqa: N802 -- aiosmtpd's form
        self.asked += 1
        self.was_secure.append(session.ssl is not None)
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- aiosmtpd's form
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 taken"


@contextmanager
def mail_server(office, **more):
    """Let an office answer on a free port of the loopback; gives the port."""
    controller = Controller(office, hostname=HOST, port=_free_port(), ready_timeout=120, **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


def who_may(user, password):
    """Return aiosmtpd's check of a login."""

    def check(_server, _session, _envelope, _mechanism, said):
        right = (said.login, said.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check


def certificate_in(place):
    """Make a self-signed certificate for the loopback; return its file and a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.fromtimestamp(time.time(), UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=1))
    alternative = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(HOST))])
    builder = builder.add_extension(alternative, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = builder.sign(key, hashes.SHA256())
    path, whole = place / "mail.pem", place / "mail-with-key.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM))
    told = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    whole.write_bytes(made.public_bytes(Encoding.PEM) + told)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return path, context
