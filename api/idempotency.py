"""The header Idempotency-Key, or the form field idempotency_key: the same request twice is done once."""

from collections.abc import Callable
from hashlib import sha256

from flask import Response, request

from api.context import services
from archives.domain.errors import InvalidInputError, Problem
from archives.services.idempotency import KeptAnswer

HEADER = "Idempotency-Key"
FIELD = "idempotency_key"
LONGEST_KEY = 255  # characters
LARGEST = 4 * 1024 * 1024  # bytes of a body without files
_BLOCK = 1024 * 1024  # bytes
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")
_NOT_OF_THE_REQUEST = frozenset({FIELD, "csrf_token"})


def answer_once(act: Callable[[], Response]) -> Response:
    """Act, or give again what was answered when this request came before.

    With a key, `act` runs inside the writing transaction: services join it, and it must do nothing slow. Streams of
    bytes do not pass here: their digest makes them idempotent.
    """
    key = _key()
    if not key:
        return act()
    kept = services().idempotency.answer_once(key, _digest(), lambda: _kept(act()))
    response = Response(kept.body, kept.status)
    response.headers.update(kept.headers)
    return response


def _key() -> str:
    key = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise InvalidInputError([Problem("idempotency_key_form", HEADER, (("most", str(LONGEST_KEY)),))])
    return key


def _digest() -> str:
    """Return the SHA-256 of all that makes this request this request."""
    digest = sha256()
    for text in (request.method, request.full_path, request.headers.get("If-Match", "")):
        digest.update(text.encode() + b"\0")
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST
    if not request.form:
        digest.update(request.get_data(cache=True))
    for name, value in sorted(request.form.items(multi=True)):
        if name not in _NOT_OF_THE_REQUEST:
            digest.update(f"{name}={value}\0".encode())
    for name, file in request.files.items(multi=True):
        digest.update(f"{name}={file.filename}\0".encode())
        while part := file.stream.read(_BLOCK):
            digest.update(part)
        file.stream.seek(0)
    return digest.hexdigest()


def _kept(response: Response) -> KeptAnswer:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return KeptAnswer(response.status_code, response.get_data(as_text=True), headers)
