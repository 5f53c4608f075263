"""Bytes coming in over HTTP: size and digest are declared in headers, and compared before anything is kept."""

import re
from base64 import b64decode

from flask import request

from archives.domain.errors import InvalidInputError, Problem
from archives.services.content import Upload

DIGEST_HEADERS = ("Repr-Digest", "Content-Digest")
_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):")


def upload_of(name: str) -> Upload:
    """Return the request's body as an upload, or refuse (InvalidInputError) what is not declared.

    Demands Content-Length, and the SHA-256 in `Repr-Digest` or `Content-Digest` (RFC 9530): a body that was cut off
    looks like a whole one.
    """
    digest = next((found[1] for each in DIGEST_HEADERS if (found := _SHA256.search(request.headers.get(each, "")))), "")
    missing = [] if digest else [Problem("digest_required", "Repr-Digest")]
    missing += [Problem("required", "Content-Length")] if request.content_length is None else []
    if missing:
        raise InvalidInputError(missing)
    return Upload(name, request.stream, request.content_length or 0, b64decode(digest).hex())  # type: ignore[arg-type]
