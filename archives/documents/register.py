"""The 电子档案移交与接收登记表 as rows (电子档案移交与接收办法, 档发〔2012〕7号, annex; domain 3.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportlab.lib.units import mm

from archives.documents.faces import Faces
from archives.documents.foot import foot, issued
from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT
from archives.documents.signatures import signed_name, signing
from archives.documents.table import Align, Cell, Row, Scope, Style
from archives.ports import FormSignature, TransferForm

LEFT, RIGHT = PORTRAIT.left, PORTRAIT.right
FIRST = LEFT + 36 * mm  # end of the labels
MIDDLE = (FIRST + RIGHT) / 2
SECOND = MIDDLE + 30 * mm  # end of the second label in a row
DIGEST_SIZE = 9.5  # points: 64 hex digits fill one line

Signed = FormSignature | None


@dataclass(frozen=True, slots=True)
class Scale:
    """Measures of a form in points, the last four the least heights of its rows."""

    size: float
    padding: float
    row: float
    description: float
    signature: float
    seal: float


ROOMY = Scale(10.5, 5, 10.5 * mm, 24 * mm, 17 * mm, 29 * mm)
CLOSE = Scale(9.5, 4, 8.5 * mm, 16 * mm, 15 * mm, 25 * mm)
COMPACT = Scale(8.5, 3, 6 * mm, 6 * mm, 13 * mm, 20 * mm)
SCALES = (ROOMY, CLOSE, COMPACT)  # the first that lets the form stand on one page


class Register:
    """A form's facts in the words of its language, at one scale."""

    def __init__(self, form: TransferForm, labels: Labels, faces: Faces, scale: Scale) -> None:
        self._form, self._labels, self._scale = form, labels, scale
        self._value = Style(faces.regular, scale.size, padding=scale.padding)
        self._label = Style(faces.regular, scale.size, Align.CENTRE, scale.padding)

    def rows(self) -> Iterator[Row]:
        """Yield the form from top to bottom."""
        form, labels, scale = self._form, self._labels, self._scale
        yield self._wide(labels.work_name, form.work_name, scale.row)
        yield self._wide(labels.description, form.description, scale.description)
        yield from self._extent()
        yield from self._checks()
        yield self._digest()
        if form.remarks:
            yield self._wide(labels.remarks, form.remarks, scale.row)
        yield from self._signatures()

    def _extent(self) -> Iterator[Row]:
        form, labels = self._form, self._labels
        items = labels.quantity_value.format(items=form.item_count, volumes=form.volume_count)
        data = labels.volume_value.format(gigabytes=form.gigabytes)
        yield self._pairs(labels.quantity, items, labels.volume, data)
        yield self._pairs(labels.carrier_numbers, form.carrier_numbers, labels.carrier_kind, form.carrier_kind)

    def _checks(self) -> Iterator[Row]:
        labels, unit, archive = self._labels, self._form.unit, self._form.archive
        parties = [f"{labels.unit}{labels.colon}{unit.party}", f"{labels.archive}{labels.colon}{archive.party}"]
        yield self._parties(labels.checks, *parties)
        yield self._both(labels.accuracy, unit.accuracy, archive.accuracy)
        yield self._both(labels.integrity, unit.integrity, archive.integrity)
        yield self._both(labels.usability, unit.usability, archive.usability)
        yield self._both(labels.security, unit.security, archive.security)
        yield self._both(labels.carrier, unit.carrier, archive.carrier)

    def _signatures(self) -> Iterator[Row]:
        labels, unit, archive, least = self._labels, self._form.unit, self._form.archive, self._scale.signature
        yield self._signed(labels.filler, unit.filler, archive.filler, least)
        yield self._signed(labels.reviewer, unit.reviewer, archive.reviewer, least)
        yield self._signed(labels.seal, unit.seal, archive.seal, self._scale.seal)

    def _digest(self) -> Row:
        value = replace(self._value, size=min(self._scale.size, DIGEST_SIZE))
        said = self._labels.digest_value.format(sha256=self._form.manifest_sha256)
        cells = (self._head(LEFT, FIRST), Cell(FIRST, RIGHT, value))
        return Row(cells, [self._labels.digest, said], self._scale.row)

    def _wide(self, label: str, value: str, least: float) -> Row:
        return Row((self._head(LEFT, FIRST), Cell(FIRST, RIGHT, self._value)), [label, value], least)

    def _pairs(self, *texts: str) -> Row:
        first, second = Cell(FIRST, MIDDLE, self._value), Cell(SECOND, RIGHT, self._value)
        cells = (self._head(LEFT, FIRST), first, self._head(MIDDLE, SECOND), second)
        return Row(cells, texts, self._scale.row)

    def _parties(self, *texts: str) -> Row:
        edges = ((LEFT, FIRST), (FIRST, MIDDLE), (MIDDLE, RIGHT))
        cells = tuple(self._head(left, right, Scope.COLUMN) for left, right in edges)
        return Row(cells, texts, self._scale.row)

    def _both(self, *texts: str) -> Row:
        cells = (self._head(LEFT, FIRST), Cell(FIRST, MIDDLE, self._value), Cell(MIDDLE, RIGHT, self._value))
        return Row(cells, texts, self._scale.row)

    def _head(self, left: float, right: float, scope: Scope = Scope.ROW) -> Cell:
        return Cell(left, right, self._label, scope=scope)

    def _signed(self, label: str, unit: Signed, archive: Signed, least: float) -> Row:
        is_seal = label == self._labels.seal
        cells = (
            self._head(LEFT, FIRST),
            Cell(FIRST, MIDDLE, self._value, signing(unit, self._labels, is_seal=is_seal)),
            Cell(MIDDLE, RIGHT, self._value, signing(archive, self._labels, is_seal=is_seal)),
        )
        return Row(cells, [label, signed_name(unit), signed_name(archive)], least)


def heading(form: TransferForm, labels: Labels, faces: Faces) -> Row:
    """Return number and fonds, which stand above the table of every page."""
    cells = (
        Cell(LEFT, MIDDLE, Style(faces.regular, 10, padding=3)),
        Cell(MIDDLE, RIGHT, Style(faces.regular, 10, Align.RIGHT, padding=3)),
    )
    texts = [f"{labels.number}{labels.colon}{form.number}", f"{labels.fonds}{labels.colon}{form.fonds}"]
    return Row(cells, texts, is_ruled=False)


def notes(form: TransferForm, labels: Labels, faces: Faces, missing: str) -> Iterator[Row]:
    """Return what stands below the form; `missing` names the characters that no face has."""
    lines = [f"{labels.copies_note}{labels.gigabyte_note}", issued(form.issued_at, labels)]
    if form.supersedes:
        lines.insert(0, labels.supersedes_note.format(number=form.supersedes))
    if form.attachments:
        lines.append(labels.attached_note.format(names=", ".join(file.name for file in form.attachments)))
    return foot(lines, form.verification_url, missing, labels, faces.regular)
