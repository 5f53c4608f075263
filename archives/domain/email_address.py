"""E-mail addresses: what a server takes without extensions (RFC 5321 4.1.2, without quoted local parts)."""

import re

from archives.domain.errors import InvalidInputError, Problem

LONGEST = 254  # characters (RFC 5321, 4.5.3.1.3)
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,{LONGEST}}}\Z)(?=[^@]{{1,64}}@){_LOCAL}@{_LABEL}(?:\.{_LABEL})*", re.ASCII)


def require_address(text: str, where: str) -> None:
    """Refuse what is no address; empty is none, and allowed."""
    if text and not _ADDRESS.fullmatch(text):
        raise InvalidInputError([Problem("email_form", where, (("value", text[:64]),))])
