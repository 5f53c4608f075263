"""The address at which anyone checks a receipt, and what a digest that somebody brings belongs to.

The address is printed on paper, so it never changes.
"""

from dataclasses import dataclass
from enum import StrEnum
from hmac import compare_digest
from urllib.parse import quote

_HEXADECIMAL = frozenset("0123456789abcdef")
_SHA256_DIGITS = 64
HASH_DIGITS = 16  # of the manifest's digest: enough to know the receipt, short enough for a code on paper


def verification_url(base_url: str, number: str, manifest_sha256: str) -> str:
    """Return `<base_url>/v/<number>?h=<first 16 hexadecimal digits of the manifest's SHA-256>`."""
    return f"{base_url}/v/{quote(number, safe='')}?h={manifest_sha256[:HASH_DIGITS]}"


class Match(StrEnum):
    """What of a receipt a digest belongs to."""

    FORM = "form"
    LIST = "list"
    MANIFEST = "manifest"
    CODE = "code"  # the digits in the printed address: which receipt a paper is, not that it is whole


@dataclass(frozen=True, slots=True)
class KnownDigests:
    """SHA-256 of what was stored for a receipt, hexadecimal."""

    form: str
    list: str
    manifest: str


NOBODYS = KnownDigests("x", "x", "x")
"""What an unknown number is compared with, so that it takes the same way."""


def read_digest(text: str) -> str:
    """Return a SHA-256 (64 digits), or the first 16 as a printed code has them, in small letters; '' for neither."""
    found = "".join(text.split()).lower()
    is_hexadecimal = _HEXADECIMAL.issuperset(found)
    return found if is_hexadecimal and len(found) in (HASH_DIGITS, _SHA256_DIGITS) else ""


def matched(digest: str, known: KnownDigests) -> Match | None:
    """Return what the digest belongs to. It takes as long whatever it is compared with."""
    asked = digest.encode()
    told = {
        Match.FORM: known.form,
        Match.LIST: known.list,
        Match.MANIFEST: known.manifest,
        Match.CODE: known.manifest[:HASH_DIGITS],
    }
    equal = [match for match, value in told.items() if compare_digest(asked, value.encode()) and value]
    return equal[0] if equal else None
