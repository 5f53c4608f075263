"""Files going out: streamed, with their exact name, never taken for a page."""

from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, send_file


def send_stream(data: bytes | BinaryIO, name: str, mimetype: str) -> Response:
    """Return the bytes as a download under `name`, every character of it kept (RFC 5987)."""
    stream = BytesIO(data) if isinstance(data, bytes) else data
    answer = send_file(stream, mimetype=mimetype, as_attachment=True, download_name="download")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"  # send_file says no-cache, which lets a cache keep it
    return answer
