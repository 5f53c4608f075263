"""Files that a browser sends: measured and digested here, so that services can prove what they keep."""

from collections.abc import Mapping
from hashlib import file_digest
from os import SEEK_END
from typing import BinaryIO, cast

from werkzeug.datastructures import FileStorage

from archives.domain.errors import FixityError, InvalidInputError, Problem
from archives.services.content import Upload


def form_upload(files: Mapping[str, FileStorage], declared_size: str = "", name: str = "file") -> Upload:
    """Return the file of a form, or refuse when none was chosen; `declared_size` is what the browser said, or ''."""
    sent = files.get(name)
    if sent is None or not sent.filename:
        raise InvalidInputError([Problem("required", f"/{name}")])
    stream = cast("BinaryIO", sent.stream)
    size = stream.seek(0, SEEK_END)
    if declared_size and declared_size != str(size):
        text = f"The file has {size} bytes instead of the declared {declared_size}. Send it again."
        raise FixityError(text, what=sent.filename, expected=declared_size, actual=str(size))
    stream.seek(0)
    digest = file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # a readable stream
    stream.seek(0)
    return Upload(sent.filename, stream, size, digest)
