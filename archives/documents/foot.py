"""What stands below a form: its notes, and the QR code that leads to its check."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm

from archives.documents.faces import Typeface
from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT
from archives.documents.table import Cell, QrCode, Row, Style

CODE = 20 * mm  # side of the QR code
CODE_MARGIN = 3 * mm  # white around it: at least four modules
LEFT, RIGHT = PORTRAIT.left, PORTRAIT.right


def foot(lines: Sequence[str], url: str, missing: str, labels: Labels, face: Typeface) -> Iterator[Row]:
    """Yield the notes, with a code where there is an address, then the note on characters that no face has."""
    style = Style(face, 8.5, padding=3)
    if url:
        yield _with_code("\n".join([*lines, labels.verify_note.format(url=url)]), url, labels, style)
    else:
        yield Row((Cell(LEFT, RIGHT, style),), ["\n".join(lines)], is_ruled=False)
    if missing:
        yield Row((Cell(LEFT, RIGHT, style),), [missing], is_ruled=False)


def issued(at: datetime, labels: Labels) -> str:
    """Return when a document was made out, in its own zone."""
    return labels.issued.format(at=at.isoformat(" ", "minutes"))


def _with_code(text: str, url: str, labels: Labels, style: Style) -> Row:
    cells = (Cell(LEFT, RIGHT - CODE - CODE_MARGIN, style), Cell(RIGHT - CODE - CODE_MARGIN, RIGHT, style))
    code = QrCode(url, labels.code.format(url=url), CODE)
    return Row(cells, [text, ""], CODE + 2 * CODE_MARGIN, is_ruled=False, code=code)
