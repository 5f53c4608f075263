"""Text of mail messages (RFC 5322)."""

from collections.abc import Iterator
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path

from archives.extraction.encoding import decode
from archives.extraction.markup import from_html

_HEADERS = ("Subject", "From", "To", "Cc", "Date")


def text(path: Path) -> str:
    """Return the headers a reader sees, the bodies, and the names of the attachments."""
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    headers = [str(message[name]) for name in _HEADERS if message[name]]
    return "\n".join([*headers, *_parts(message)])


def _parts(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_filename():
            yield str(part.get_filename())
        elif part.get_content_maintype() == "text":
            body = _body(part)
            yield from_html(body) if part.get_content_subtype() == "html" else body


def _body(part: EmailMessage) -> str:
    """Decode by the declared character set, else by looking at the bytes."""
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    try:
        return data.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        return decode(data)
