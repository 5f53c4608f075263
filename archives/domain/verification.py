"""The address at which anyone checks a receipt; it is printed on paper, so it never changes."""

from urllib.parse import quote

HASH_DIGITS = 16  # of the manifest's digest: enough to know the receipt, short enough for a code on paper


def verification_url(base_url: str, number: str, manifest_sha256: str) -> str:
    """Return `<base_url>/v/<number>?h=<first 16 hexadecimal digits of the manifest's SHA-256>`."""
    return f"{base_url}/v/{quote(number, safe='')}?h={manifest_sha256[:HASH_DIGITS]}"
