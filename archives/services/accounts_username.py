"""Names under which people log in: one way of writing each."""

import re
import unicodedata

from archives.domain.errors import InvalidInputError, Problem

_USERNAME = re.compile(r"[\w.@-]{2,64}")


def plain_username(username: str) -> str:
    """Return the name as it is kept: NFKC, without case, without space around it."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def new_username(username: str) -> str:
    """Return the name as it is kept, or refuse one that is not 2 to 64 letters, digits, '.', '_', '-' or '@'."""
    plain = plain_username(username)
    if not _USERNAME.fullmatch(plain):
        raise InvalidInputError([Problem("username_form", "username", (("value", username[:64]),))])
    return plain
