"""The PDF printer: the documents of a transfer, the same bytes for the same facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from threading import Lock

from archives.documents import digests, register, transfer_list
from archives.documents.faces import Faces, faces_for
from archives.documents.labels import Labels, labels_for
from archives.documents.missing import missing_note
from archives.documents.register import SCALES, Register
from archives.documents.sheet import LANDSCAPE, PORTRAIT, Front, Page, Paper, Sheet
from archives.documents.table import LaidRow, Row, lay, paginate
from archives.ports import TransferForm

VENDORED_FONTS = Path(__file__).parent / "fonts"

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
        room = paper.room - sum(row.height for row in above)
        return [[*above, *page] for page in paginate(map(lay, self.rows), room)]


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
            front = Front(f"{labels.form_title} {form.number}", form.archive.party, form.language, form.issued_at)
            sheet = Sheet(PORTRAIT, faces, front)
            pages = list(_form_pages(form, labels, faces))
            for copy in labels.copies:
                for page in pages:
                    sheet.draw(replace(page, copy=copy + page.copy))
            return sheet.finish()

    def transfer_list(self, form: TransferForm) -> bytes:
        """Return the 移交目录 on landscape A4; its heads repeat, each page shows its sums and the list's."""
        labels = labels_for(form.language)
        with _PRESS:
            faces = self._faces_for(form.language)
            front = Front(f"{labels.list_title} {form.number}", form.unit.party, form.language, form.issued_at)
            sheet = Sheet(LANDSCAPE, faces, front)
            for page in _list_pages(form, labels, faces):
                sheet.draw(page)
            return sheet.finish()

    def _faces_for(self, language: str) -> Faces:
        if language not in self._faces:
            self._faces[language] = faces_for(language, self._fonts_dir, self._extra_fonts)
        return self._faces[language]


def _form_pages(form: TransferForm, labels: Labels, faces: Faces) -> Iterator[Page]:
    """Yield the pages of one copy, without the copy's name."""
    heading = register.heading(form, labels, faces)
    above = [heading, digests.body(form, labels, faces), digests.head(labels, faces)]
    digest_sheet = Part(labels.digest_title, above, digests.rows(form, labels, faces))
    register_pages = [(labels.form_title, rows) for rows in _register_pages(form, labels, faces)]
    digest_pages = [(labels.digest_title, rows) for rows in digest_sheet.pages(PORTRAIT)]
    pages = [*register_pages, *digest_pages]
    for number, (title, rows) in enumerate(pages, start=1):
        continued = labels.continued if number > 1 and title == pages[number - 2][0] else ""
        said = labels.page.format(page=number, pages=len(pages))
        yield Page(title, continued, labels.demo if form.is_demo else "", rows, said)


def _register_pages(form: TransferForm, labels: Labels, faces: Faces) -> list[list[LaidRow]]:
    """Return the form on one page if any scale allows it."""
    heading = register.heading(form, labels, faces)
    note = missing_note(replace(form, rows=()), faces.regular, labels)
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
    for number, page in enumerate(pages, start=1):
        said = labels.page.format(page=number, pages=len(pages))
        sums = transfer_list.sums(page, total, labels)
        yield Page(labels.list_title, "", labels.demo if form.is_demo else "", page, said, sums)
