"""The bytes of a list on their way in: proved, and kept beside the imports; a list is no content of the archives."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from archives.domain.errors import FixityError, StorageFullError, UnreadableInputError
from archives.services.content import Upload

LARGEST = 512 << 20  # bytes of a list
CHUNK = 1 << 20
NO_SPACE = 28


def receive_bytes(home: Path, upload: Upload) -> Path:
    """Keep exactly the declared bytes in a file of their own and return its path, or refuse: nothing is left then."""
    incoming = home / "imports" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    path = incoming / uuid4().hex
    try:
        with path.open("xb") as target:
            _copy(upload, target)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno == NO_SPACE:
            raise StorageFullError("The disk is full; nothing was kept. Free space, then repeat.") from error
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _copy(upload: Upload, target: BinaryIO) -> None:
    digest, size = hashlib.sha256(), 0
    while size <= min(upload.size, LARGEST) and (chunk := upload.stream.read(min(CHUNK, upload.size + 1 - size))):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    if size > LARGEST:
        raise UnreadableInputError("The list is too large. Divide it.", name=upload.name, reason="too_large")
    for what, declared, actual in (("size", upload.size, size), ("sha256", upload.sha256.lower(), digest.hexdigest())):
        if declared != actual:
            text = f"The list does not match its declared {what}: declared {declared}, actual {actual}. Send it again."
            raise FixityError(text, what=what, expected=str(declared), actual=str(actual))
