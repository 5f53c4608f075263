"""The programs that are given away with what they verify; their text, for nothing of ours runs them."""

from collections.abc import Iterator
from importlib.resources import files

PACKAGE = "verifiers"
OF_TRAIL, OF_RECEIPT = "verify_trail.py", "verify_receipt.py"


def trail_verifier() -> bytes:
    """Return the program that verifies an exported trail; it needs nothing else of ours."""
    return files(PACKAGE).joinpath(OF_TRAIL).read_bytes()


def receipt_verifier() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the program that verifies a receipt, by their paths: itself, and its package beside it."""
    yield OF_RECEIPT, files(PACKAGE).joinpath(OF_RECEIPT).read_bytes()
    for each in sorted(files(PACKAGE).iterdir(), key=lambda found: found.name):
        if each.name.endswith(".py") and each.name not in (OF_TRAIL, OF_RECEIPT):
            yield f"{PACKAGE}/{each.name}", each.read_bytes()
