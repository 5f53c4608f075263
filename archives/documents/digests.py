"""The sheet 电子档案数字摘要 as rows: the body with its seal, then one row for each carrier or package."""

from collections.abc import Iterator
from itertools import pairwise

from reportlab.lib.units import mm

from archives.documents.faces import Faces
from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT
from archives.documents.signatures import signing
from archives.documents.table import Align, Cell, Row, Scope, Style
from archives.ports import CarrierDigest, TransferForm

LEFT, RIGHT = PORTRAIT.left, PORTRAIT.right
EDGES = (LEFT, LEFT + 34 * mm, LEFT + 76 * mm, RIGHT - 25 * mm, RIGHT)
ROW = 10 * mm  # least height
SEAL = 29 * mm


def body(form: TransferForm, labels: Labels, faces: Faces) -> Row:
    """Return the row with the transferring body's name and the place of its seal."""
    seal = form.unit.seal
    sealed = signing(seal, labels, is_seal=True)
    value = Style(faces.regular, 10.5, padding=5)
    cells = (
        Cell(LEFT, EDGES[1], _label(faces), scope=Scope.ROW),
        Cell(EDGES[1], EDGES[3] - 35 * mm, value),
        Cell(EDGES[3] - 35 * mm, RIGHT, value, sealed),
    )
    return Row(cells, [labels.unit_name, form.unit.party, seal.name if seal else ""], SEAL)


def head(labels: Labels, faces: Faces) -> Row:
    """Return the heads of the columns."""
    cells = (Cell(left, right, _label(faces), scope=Scope.COLUMN) for left, right in pairwise(EDGES))
    return Row(tuple(cells), labels.digest_heads, ROW)


def rows(form: TransferForm, labels: Labels, faces: Faces) -> Iterator[Row]:
    """Yield the digests, the manifest's own last."""
    text, centred = Style(faces.regular, 9.5, padding=4), Style(faces.regular, 9.5, Align.CENTRE, 4)
    styles = (text, text, text, centred)
    cells = tuple(Cell(left, right, style) for (left, right), style in zip(pairwise(EDGES), styles, strict=True))
    yield from (Row(cells, _texts(digest, labels), ROW) for digest in form.digests)
    manifest = (Cell(LEFT, EDGES[1], text, scope=Scope.ROW), Cell(EDGES[1], RIGHT, text))
    yield Row(manifest, [labels.digest, labels.digest_value.format(sha256=form.manifest_sha256)], ROW)


def _texts(digest: CarrierDigest, labels: Labels) -> list[str]:
    said = f"{digest.algorithm}{labels.colon}\n{digest.digest}"
    return [digest.number, digest.description, said, digest.gigabytes]


def _label(faces: Faces) -> Style:
    return Style(faces.regular, 10.5, Align.CENTRE, 4)
