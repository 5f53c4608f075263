"""Labels as small tables on A4, to be cut out along their frames: boxes (DA/T 22-2015), boxes of carriers."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from reportlab.lib.units import mm

from archives.documents.faces import Faces
from archives.documents.ink import Block
from archives.documents.label_words import LabelWords
from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT
from archives.documents.signatures import printed_day
from archives.documents.table import Align, Cell, LaidRow, Row, Scope, Style, lay
from archives.domain.errors import InvalidInputError, Problem
from archives.ports import BoxLabel, CarrierLabel

Column = list[LaidRow]

GAP = 8 * mm  # between two labels
SPINE, FRONT, CARRIER = 30 * mm, 130 * mm, 80 * mm  # widths
HEADS = 30 * mm  # of a front, and of a carrier's label
LEFT = PORTRAIT.left


def box_shelves(boxes: Sequence[BoxLabel], labels: Labels, words: LabelWords, faces: Faces) -> Iterator[list[Column]]:
    """Yield what stands side by side: spine and front of one box."""
    for box in boxes:
        spine = chain.from_iterable(_upright(faces, *pair) for pair in _spine(box, labels, words))
        name = Cell(LEFT + SPINE + GAP, LEFT + SPINE + GAP + FRONT, Style(faces.bold, 18, Align.CENTRE, 8))
        title = Row((name,), [box.fonds_name], 24 * mm)
        front = (_beside(faces, LEFT + SPINE + GAP, FRONT, pair) for pair in _front(box, labels, words))
        yield [_laid(spine), _laid([title, *front])]


def carrier_shelves(
    carriers: Sequence[CarrierLabel], labels: Labels, words: LabelWords, faces: Faces
) -> Iterator[list[Column]]:
    """Yield what stands side by side: the labels of two carriers."""
    for start in range(0, len(carriers), 2):
        lefts = (LEFT, LEFT + CARRIER + GAP)
        told = (_carrier(one, labels, words) for one in carriers[start : start + 2])
        yield [
            _laid(_beside(faces, left, CARRIER, pair) for pair in pairs)
            for left, pairs in zip(lefts, told, strict=False)
        ]


def note_shelf(note: str, faces: Faces) -> list[Column]:
    """Return the note on characters that no face has, as what stands below the last labels."""
    row = Row((Cell(LEFT, PORTRAIT.right, Style(faces.regular, 8.5, padding=3)),), [note], is_ruled=False)
    return [[lay(row)]]


def sheets_of(shelves: Iterable[list[Column]]) -> list[list[Block]]:
    """Share shelves out over pages; InvalidInputError when a label is higher than a page."""
    pages: list[list[Block]] = []
    top = 0.0
    for shelf in shelves:
        height = max(sum(row.height for row in column) for column in shelf)
        if height > PORTRAIT.room:
            raise InvalidInputError([Problem("label_too_long", "labels", (("millimetres", str(round(height / mm))),))])
        if not pages or top - height < PORTRAIT.bottom:
            pages.append([])
            top = PORTRAIT.top
        pages[-1] += [Block(column, top) for column in shelf]
        top -= height + GAP
    return pages


def _spine(box: BoxLabel, labels: Labels, words: LabelWords) -> list[tuple[str, str, float]]:
    numbers = f"{box.first_number}\n—\n{box.last_number}"
    return [
        (labels.fonds, box.fonds_number, 10 * mm),
        (words.year, box.year, 10 * mm),
        (words.retention, labels.retention.get(box.retention, box.retention), 10 * mm),
        (words.series, box.series, 18 * mm),
        (words.numbers, numbers, 16 * mm),
        (words.box_number, box.box_number, 12 * mm),
    ]


def _front(box: BoxLabel, labels: Labels, words: LabelWords) -> list[tuple[str, str]]:
    told = [
        (labels.fonds, box.fonds_number),
        (words.category, box.category),
        (words.year, box.year),
        (words.retention, labels.retention.get(box.retention, box.retention)),
        (words.series, box.series),
        (words.numbers, f"{box.first_number} — {box.last_number}"),
        (words.items, f"{box.items:,}"),
        (words.box_number, box.box_number),
    ]
    return [*told, (labels.remarks, box.remark)] if box.remark else told


def _carrier(carrier: CarrierLabel, labels: Labels, words: LabelWords) -> list[tuple[str, str]]:
    return [
        (words.carrier_number, carrier.carrier_number),
        (labels.fonds, carrier.fonds_number),
        (words.fonds_name, carrier.fonds_name),
        (words.content, carrier.content),
        (words.kind, carrier.kind),
        (words.amount, words.amount_value.format(items=carrier.items, gigabytes=carrier.gigabytes)),
        (words.set_name, carrier.set_name),
        (words.made_on, printed_day(carrier.made_on, labels)),
        (words.maker, carrier.maker),
        (words.checker, carrier.checker),
        (words.environment, carrier.environment),
        (words.digest, f"{carrier.algorithm}{labels.colon}\n{carrier.digest}"),
    ]


def _upright(faces: Faces, said: str, text: str, least: float) -> list[Row]:
    """Return a head and, below it, its value: a spine is too narrow for both in one row."""
    small, large = Style(faces.regular, 7.5, Align.CENTRE, 1), Style(faces.bold, 10.5, Align.CENTRE, 2)
    return [
        Row((Cell(LEFT, LEFT + SPINE, small, scope=Scope.COLUMN),), [said]),
        Row((Cell(LEFT, LEFT + SPINE, large),), [text], least),
    ]


def _beside(faces: Faces, left: float, width: float, pair: tuple[str, str]) -> Row:
    heads = HEADS if width > CARRIER else HEADS * CARRIER / FRONT
    size = 10.5 if width > CARRIER else 8
    label, value = Style(faces.regular, size, Align.CENTRE, 2), Style(faces.regular, size, padding=4)
    cells = (Cell(left, left + heads, label, scope=Scope.ROW), Cell(left + heads, left + width, value))
    return Row(cells, pair, size * 2.4)


def _laid(rows: Iterable[Row]) -> Column:
    return [lay(row) for row in rows]
