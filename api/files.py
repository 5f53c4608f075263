"""Files going out: streamed, with their exact name, never taken for a page."""

from collections.abc import Callable
from contextlib import ExitStack
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import quote

from flask import Response, send_file

PDF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""What a viewer that is made of a page itself needs, and no more."""
IN_MEMORY = 4 << 20  # bytes of a list; a longer one goes by way of a file


def send_written(name: str, mimetype: str, write: Callable[[str, BinaryIO], None]) -> Response:
    """Return what `write` writes under that name, of which no more than IN_MEMORY is held."""
    with ExitStack() as rooms:
        target = cast("BinaryIO", rooms.enter_context(SpooledTemporaryFile(IN_MEMORY)))
        write(name, target)
        size = target.tell()
        target.seek(0)
        if size <= IN_MEMORY:
            return send_stream(target.read(), name, mimetype)
        rooms.pop_all()  # the answer closes it
        return send_stream(target, name, mimetype)


def show_pdf(stream: BinaryIO, name: str) -> Response:
    """Return a PDF for the browser's own viewer; nothing in it may load or send anything, or be taken for a page."""
    answer = send_stream(stream, name, "application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    return answer


def send_stream(data: bytes | BinaryIO, name: str, mimetype: str) -> Response:
    """Return the bytes as a download under `name`, every character of it kept (RFC 5987)."""
    stream = BytesIO(data) if isinstance(data, bytes) else data
    answer = send_file(stream, mimetype=mimetype, as_attachment=True, download_name="download")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"  # send_file says no-cache, which lets a cache keep it
    return answer
