"""The 移交退回补正通知书 as rows: a letter, every reason, who returns it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from archives.documents.check_words import WORDS, CheckWords
from archives.documents.faces import Faces
from archives.documents.foot import foot, issued
from archives.documents.grid import SEAL, Grid, Lines, head, heading, signed, value
from archives.documents.labels import Labels
from archives.documents.missing import missing_note
from archives.documents.paper import PORTRAIT
from archives.documents.parts import Part
from archives.documents.signatures import printed_day
from archives.documents.table import Cell, Row, Style
from archives.ports import ReturnNotice

REASONS = Lines((10, 32, 36, 20, 34, 36), "CLLLLL", PORTRAIT, size=9, padding=3)


def notice_parts(notice: ReturnNotice, labels: Labels, faces: Faces) -> list[Part]:
    """Return the notice: its letter and its reasons, then the table in which it is signed."""
    words, face = WORDS[notice.language], faces.regular
    pair = f"{labels.number}{labels.colon}{notice.number}", f"{labels.fonds}{labels.colon}{notice.fonds}"
    missing = missing_note(replace(notice, attachments=()), face, labels)
    notes = foot([issued(notice.issued_at, labels)], "", missing, labels, face)
    above = [heading(pair, face)]
    letter = Row((Cell(PORTRAIT.left, PORTRAIT.right, Style(face, 10.5, padding=6)),), [_letter(notice, labels, words)])
    heads = REASONS.head(faces.bold, words.reason_heads)
    reasons = REASONS.rows(face, _reasons(notice, words), heads)
    rows = [replace(letter, is_ruled=False), heads]
    return [Part(words.notice, above, chain(rows, reasons, _signed(notice, labels, words, Grid(face)), notes))]


def _letter(notice: ReturnNotice, labels: Labels, words: CheckWords) -> str:
    due = words.due.format(day=printed_day(notice.due_on, labels)) if notice.due_on else ""
    return words.letter.format(
        unit=notice.unit, name=notice.transfer_name, round=notice.round, count=len(notice.reasons), due=due
    )


def _reasons(notice: ReturnNotice, words: CheckWords) -> Iterator[list[str]]:
    for number, reason in enumerate(notice.reasons, start=1):
        where = [reason.reference_code or words.whole, reason.title]
        yield [str(number), *where, reason.rule, reason.reason, reason.remedy]


def _signed(notice: ReturnNotice, labels: Labels, words: CheckWords, grid: Grid) -> Iterator[Row]:
    on = printed_day(notice.returned_on, labels)
    if notice.note:
        yield grid.row(head(words.note), value(notice.note, 10))
    if notice.due_on:
        due = printed_day(notice.due_on, labels)
        yield grid.row(head(words.returned_on), value(on, 4), head(words.due_on), value(due, 4))
    else:
        yield grid.row(head(words.returned_on), value(on, 10))
    seal = signed(notice.seal, labels, 4, is_seal=True)
    yield grid.row(head(words.handler), signed(notice.handler, labels, 4), head(labels.seal), seal, least=SEAL)
