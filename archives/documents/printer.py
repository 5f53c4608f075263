"""The PDF printer: the documents of a transfer, the same bytes for the same facts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from threading import Lock

from archives.documents import digests, register, transfer_list
from archives.documents.box_labels import Column, box_shelves, carrier_shelves, note_shelf, sheets_of
from archives.documents.case_papers import paper_parts, title_of
from archives.documents.check_report import report_parts
from archives.documents.check_words import WORDS as CHECK_WORDS
from archives.documents.deed import deed_parts
from archives.documents.deed_words import WORDS as DEED_WORDS
from archives.documents.faces import Faces, faces_for
from archives.documents.front import Front, Introduced, front_of
from archives.documents.label_words import WORDS as LABEL_WORDS
from archives.documents.labels import Labels, labels_for
from archives.documents.missing import missing_note
from archives.documents.paper import LANDSCAPE
from archives.documents.parts import Part, pages_of
from archives.documents.register import SCALES, Register
from archives.documents.return_notice import notice_parts
from archives.documents.sheet import Page, Sheet
from archives.domain.errors import InvalidInputError, Problem
from archives.ports import (
    BoxLabel,
    CarrierLabel,
    CasePaper,
    CheckReport,
    HandoverDeed,
    LabelSheets,
    ReturnNotice,
    TransferForm,
)

VENDORED_FONTS = Path(__file__).parent / "fonts"
TAGGED_ROWS = 5000  # longer lists are PDF/A-3u: tags would cost more time and memory than the drawing

Copy = tuple[str, Sequence[Part]]  # whose it is, and what it consists of

_PRESS = Lock()  # reportlab forbids one font in two documents at the same time; its faces keep a reading position


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
        front = front_of(form, labels.form_title, form.archive.party, form.work_name)
        with _PRESS:
            parts = _form_parts(form, labels, self._faces_for(form.language))
            return self._bound(form, front, zip(labels.copies, (parts, parts), strict=True))

    def transfer_list(self, form: TransferForm) -> bytes:
        """Return the 移交目录 on landscape A4; its heads repeat, each page shows its sums and the list's.

        Up to TAGGED_ROWS entries it is PDF/A-3a, tagged, above PDF/A-3u.
        """
        labels = labels_for(form.language)
        front = front_of(form, labels.list_title, form.unit.party, form.work_name)
        with _PRESS:
            part = _list_part(form, labels, self._faces_for(form.language))
            return self._bound(form, front, [("", [part])], rows=len(form.rows))

    def handover_deed(self, deed: HandoverDeed) -> bytes:
        """Return the 档案交接文据 in two copies, each with its set of the 手检目录."""
        labels, words = labels_for(deed.language), DEED_WORDS[deed.language]
        front = front_of(deed, words.title, deed.taker.party, f"{words.giver}{labels.colon}{deed.giver.party}")
        with _PRESS:
            faces = self._faces_for(deed.language)
            copies = (deed_parts(deed, labels, faces, copy) for copy in (0, 1))
            return self._bound(
                deed, front, zip(words.copies, copies, strict=True), rows=len(deed.volumes) + len(deed.items)
            )

    def mixed_form(self, form: TransferForm, deed: HandoverDeed) -> bytes:
        """Return both under one number, for a transfer of electronic archives and paper: in each copy form, then deed.

        InvalidInputError when they differ in number or language.
        """
        if (form.number, form.language) != (deed.number, deed.language):
            raise InvalidInputError([Problem("two_numbers", "number", (("form", form.number), ("deed", deed.number)))])
        labels = labels_for(form.language)
        front = front_of(form, labels.form_title, form.archive.party, form.work_name)
        with _PRESS:
            faces = self._faces_for(form.language)
            parts = _form_parts(form, labels, faces)
            copies = ([*parts, *deed_parts(deed, labels, faces, copy)] for copy in (0, 1))
            return self._bound(
                form, front, zip(labels.copies, copies, strict=True), rows=len(deed.volumes) + len(deed.items)
            )

    def check_report(self, report: CheckReport) -> bytes:
        """Return the report of a four-property check: its sums, then every finding."""
        labels, words = labels_for(report.language), CHECK_WORDS[report.language]
        front = front_of(report, words.report, report.archive, report.transfer_name)
        with _PRESS:
            parts = report_parts(report, labels, self._faces_for(report.language))
            return self._bound(report, front, [("", parts)], rows=len(report.findings))

    def return_notice(self, notice: ReturnNotice) -> bytes:
        """Return the 移交退回补正通知书, which names every reason at once."""
        labels, words = labels_for(notice.language), CHECK_WORDS[notice.language]
        front = front_of(notice, words.notice, notice.archive, notice.transfer_name)
        with _PRESS:
            parts = notice_parts(notice, labels, self._faces_for(notice.language))
            return self._bound(notice, front, [("", parts)], rows=len(notice.reasons))

    def case_paper(self, paper: CasePaper) -> bytes:
        """Return a paper of an inspection or of a case; pages are counted through all of its parts."""
        labels = labels_for(paper.language)
        with _PRESS:
            faces = self._faces_for(paper.language)
            front = front_of(paper, title_of(paper, labels, faces), paper.authority, paper.inspected)
            return self._bound(paper, front, [("", paper_parts(paper, labels, faces))], rows=len(paper.items))

    def box_labels(self, sheets: LabelSheets[BoxLabel]) -> bytes:
        """Return spine and front of each box, two boxes on a sheet, to be cut out."""
        labels, words = labels_for(sheets.language), LABEL_WORDS[sheets.language]
        with _PRESS:
            shelves = box_shelves(sheets.labels, labels, words, self._faces_for(sheets.language))
            return self._cut_out(sheets, words.boxes, shelves)

    def carrier_labels(self, sheets: LabelSheets[CarrierLabel]) -> bytes:
        """Return a label for the box of each carrier, to be cut out."""
        labels, words = labels_for(sheets.language), LABEL_WORDS[sheets.language]
        with _PRESS:
            shelves = carrier_shelves(sheets.labels, labels, words, self._faces_for(sheets.language))
            return self._cut_out(sheets, words.carriers, shelves)

    def _cut_out(
        self, sheets: LabelSheets[BoxLabel] | LabelSheets[CarrierLabel], title: str, shelves: Iterable[list[Column]]
    ) -> bytes:
        labels, faces = labels_for(sheets.language), self._faces_for(sheets.language)
        sheet = Sheet(faces, front_of(sheets, title, sheets.archive, title))
        note = missing_note(replace(sheets, attachments=()), faces.regular, labels)
        pages = sheets_of(chain(shelves, [note_shelf(note, faces)] if note else [])) or [[]]
        demo = labels.demo if sheets.is_demo else ""
        for number, blocks in enumerate(pages, start=1):
            said = labels.page.format(page=number, pages=len(pages))
            sheet.draw(Page(title, sheets.number, demo, (), said, is_opening=number == 1, blocks=blocks))
        return sheet.finish()

    def _bound(self, facts: Introduced, front: Front, copies: Iterable[Copy], rows: int = 0) -> bytes:
        """Draw the copies, each with its mark, one after the other."""
        labels = labels_for(facts.language)
        sheet = Sheet(self._faces_for(facts.language), front, is_tagged=rows <= TAGGED_ROWS)
        for mark, parts in copies:
            for page in pages_of(parts, labels, is_demo=facts.is_demo):
                sheet.draw(replace(page, copy=mark + page.copy))
        return sheet.finish()

    def _faces_for(self, language: str) -> Faces:
        if language not in self._faces:
            self._faces[language] = faces_for(language, self._fonts_dir, self._extra_fonts)
        return self._faces[language]


def _listed(deed: HandoverDeed) -> int:
    return len(deed.volumes) + len(deed.items)


def _form_parts(form: TransferForm, labels: Labels, faces: Faces) -> list[Part]:
    """Return the form, on one page if any scale allows it, and its digest sheet."""
    heading = register.heading(form, labels, faces)
    above = [heading, digests.body(form, labels, faces), digests.head(labels, faces)]
    note = missing_note(replace(form, rows=(), attachments=()), faces.regular, labels)
    for scale in SCALES:
        rows = [*Register(form, labels, faces, scale).rows(), *register.notes(form, labels, faces, note)]
        part = Part(labels.form_title, [heading], rows)
        if len(part.laid) == 1:
            break
    return [part, Part(labels.digest_title, above, digests.rows(form, labels, faces))]


def _list_part(form: TransferForm, labels: Labels, faces: Faces) -> Part:
    above = [*transfer_list.heading(form, labels, faces), transfer_list.head(labels, faces)]
    note = missing_note((form.unit.party, form.archive.party, form.rows), faces.regular, labels)
    rows = chain(transfer_list.rows(form.rows, labels, faces), transfer_list.notes(note, faces))
    total = transfer_list.Total(len(form.rows), sum(row.files for row in form.rows))
    return Part(labels.list_title, above, rows, LANDSCAPE, lambda page: transfer_list.sums(page, total, labels))
