"""Which paper of a case is drawn by whom."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from archives.documents import case_forms, case_letters
from archives.documents.case_file import file_parts
from archives.documents.case_hand import Hand
from archives.documents.faces import Faces
from archives.documents.labels import Labels
from archives.documents.parts import Part
from archives.documents.table import Row
from archives.domain.case_paper import PaperKind
from archives.ports import CasePaper

_K = PaperKind
_ROWS: Mapping[str, Callable[[Hand], Iterator[Row]]] = MappingProxyType(
    {
        _K.INSPECTION_NOTICE: case_letters.notice_rows,
        _K.ORDER: case_letters.order_rows,
        _K.CLOSE_OUT_NOTICE: case_letters.closing_rows,
        _K.PROPOSAL_LETTER: case_letters.proposal_rows,
        _K.SITE_RECORD: case_forms.site_rows,
        _K.DELIVERY_RECEIPT: case_forms.delivery_rows,
        _K.RECTIFICATION_REPORT: case_forms.report_rows,
        _K.RECHECK_RECORD: case_forms.recheck_rows,
    }
)


def paper_parts(paper: CasePaper, labels: Labels, faces: Faces) -> list[Part]:
    """Return the parts of a paper; those of a case file are many, counted together."""
    if paper.kind == _K.CASE_FILE:
        return file_parts(paper, labels, faces, lambda each: paper_parts(each, labels, faces))
    hand = Hand(paper, labels, faces)
    return [hand.part(_ROWS[paper.kind](hand))]


def title_of(paper: CasePaper, labels: Labels, faces: Faces) -> str:
    """Return what a paper is called."""
    return Hand(paper, labels, faces).title
