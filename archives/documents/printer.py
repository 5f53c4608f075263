"""The PDF printer: the documents of a transfer, the same bytes for the same facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from threading import Lock

from archives.documents import digests, register, transfer_list
from archives.documents.faces import Faces, faces_for
from archives.documents.front import Front
from archives.documents.labels import Labels, labels_for
from archives.documents.missing import missing_note
from archives.documents.register import SCALES, Register
from archives.documents.sheet import LANDSCAPE, PORTRAIT, Page, Paper, Sheet
from archives.documents.table import LaidRow, Row, lay, paginate
from archives.documents.tagging import columns_of
from archives.ports import TransferForm

VENDORED_FONTS = Path(__file__).parent / "fonts"
TAGGED_ROWS = 5000  # longer lists are PDF/A-3u: tags would cost more time and memory than the drawing

_PRESS = Lock()  # reportlab forbids one font in two documents at the same time; its faces keep a reading position


@dataclass(frozen=True, slots=True)
class Part:
    """A table under one title; `repeated` rows stand on top of each of its pages."""

    title: str
    repeated: Sequence[Row]
    rows: Iterable[Row]

    def pages(self, paper: Paper) -> list[list[LaidRow]]:
        """Return the rows of each page, measured."""
        above = [lay(row) for row in self.repeated]
        again = [replace(row, is_repeated=True) for row in above]
        room = paper.room - sum(row.height for row in above)
        pages = paginate(map(lay, self.rows), room)
        return [[*(again if number else above), *page] for number, page in enumerate(pages)]


class PdfPrinter:
    """Fulfils `DocumentPrinter`. Fonts are read when the first document needs them, once in a process.

    `extra_fonts` are TrueType files with characters that the vendored fonts lack, asked in their order.
    MissingFontError names a font that is not there. Threads may share a printer; they wait for each other.
    """

    def __init__(self, fonts_dir: Path = VENDORED_FONTS, extra_fonts: Sequence[Path] = ()) -> None:
        self._fonts_dir = fonts_dir
        self._extra_fonts = tuple(extra_fonts)
        self._faces: dict[str, Faces] = {}

    def transfer_form(self, form: TransferForm) -> bytes:
        """Return the form in two copies, each with its digest sheet; pages are counted by copy."""
        labels = labels_for(form.language)
        with _PRESS:
            faces = self._faces_for(form.language)
            sheet = Sheet(PORTRAIT, faces, _front(labels.form_title, form.archive.party, form))
            pages = list(_form_pages(form, labels, faces))
            for copy in labels.copies:
                for page in pages:
                    sheet.draw(replace(page, copy=copy + page.copy))
            return sheet.finish()

    def transfer_list(self, form: TransferForm) -> bytes:
        """Return the 移交目录 on landscape A4; its heads repeat, each page shows its sums and the list's.

        Up to TAGGED_ROWS entries it is PDF/A-3a, tagged, above PDF/A-3u.
        """
        labels = labels_for(form.language)
        with _PRESS:
            faces = self._faces_for(form.language)
            front = _front(labels.list_title, form.unit.party, form)
            sheet = Sheet(LANDSCAPE, faces, front, is_tagged=len(form.rows) <= TAGGED_ROWS)
            for page in _list_pages(form, labels, faces):
                sheet.draw(page)
            return sheet.finish()

    def _faces_for(self, language: str) -> Faces:
        if language not in self._faces:
            self._faces[language] = faces_for(language, self._fonts_dir, self._extra_fonts)
        return self._faces[language]


def _front(title: str, author: str, form: TransferForm) -> Front:
    return Front(
        title=f"{title} {form.number}",
        author=author,
        subject=form.work_name,
        language=form.language,
        issued_at=form.issued_at,
        number=form.number,
        manifest_sha256=form.manifest_sha256,
        attachments=form.attachments,
    )


def _form_pages(form: TransferForm, labels: Labels, faces: Faces) -> Iterator[Page]:
    """Yield the pages of one copy, without the copy's name."""
    heading = register.heading(form, labels, faces)
    above = [heading, digests.body(form, labels, faces), digests.head(labels, faces)]
    digest_sheet = Part(labels.digest_title, above, digests.rows(form, labels, faces))
    parts = [
        (labels.form_title, _register_pages(form, labels, faces)),
        (labels.digest_title, digest_sheet.pages(PORTRAIT)),
    ]
    count = sum(len(pages) for _, pages in parts)
    number = 0
    for title, pages in parts:
        columns = columns_of(pages)
        for index, rows in enumerate(pages):
            number += 1
            said = labels.page.format(page=number, pages=count)
            copy = labels.continued if index else ""
            demo = labels.demo if form.is_demo else ""
            yield Page(title, copy, demo, rows, said, is_opening=not index, columns=columns)


def _register_pages(form: TransferForm, labels: Labels, faces: Faces) -> list[list[LaidRow]]:
    """Return the form on one page if any scale allows it."""
    heading = register.heading(form, labels, faces)
    note = missing_note(replace(form, rows=(), attachments=()), faces.regular, labels)
    pages: list[list[LaidRow]] = []
    for scale in SCALES:
        rows = [*Register(form, labels, faces, scale).rows(), *register.notes(form, labels, faces, note)]
        pages = Part(labels.form_title, [heading], rows).pages(PORTRAIT)
        if len(pages) == 1:
            break
    return pages


def _list_pages(form: TransferForm, labels: Labels, faces: Faces) -> Iterator[Page]:
    above = [*transfer_list.heading(form, labels, faces), transfer_list.head(labels, faces)]
    note = missing_note((form.unit.party, form.archive.party, form.rows), faces.regular, labels)
    rows = chain(transfer_list.rows(form.rows, labels, faces), transfer_list.notes(note, faces))
    pages = Part(labels.list_title, above, rows).pages(LANDSCAPE)
    total = transfer_list.Total(len(form.rows), sum(row.files for row in form.rows))
    columns = columns_of(pages)
    for number, page in enumerate(pages, start=1):
        said = labels.page.format(page=number, pages=len(pages))
        sums, demo = transfer_list.sums(page, total, labels), labels.demo if form.is_demo else ""
        yield Page(labels.list_title, "", demo, page, said, sums, is_opening=number == 1, columns=columns)
