"""The papers of an inspection and of a case: which act has which paper, who is shown it, how it is numbered.

An authority's letters bear a 文号 of a series of its own (党政机关公文处理工作条例 9: 机关代字, year, serial);
records and the case file stand under the number of their case. A paper is drawn once, after the act; what is drawn
before is a draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from archives.domain.hazard import Instrument
from archives.domain.inspection import InspectionAction, InspectionState
from archives.domain.plain_mapping import PlainMapping
from archives.domain.rectification import ISSUED, OrderAction, OrderState

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
TYPE = "archives/case-paper/1"
"""What the facts of such a paper, which travel inside of it, call themselves."""
DRAWN_UP = "CasePaperDrawnUp"
"""The event whose proof such a paper carries."""


class PaperKind(StrEnum):
    """What a paper is."""

    INSPECTION_NOTICE = "inspection_notice"  # 检查通知书
    SITE_RECORD = "site_record"  # 现场检查笔录
    ORDER = "order"  # 责令限期整改通知书, 责令限期改正通知书 or 检查意见书, by the instrument
    DELIVERY_RECEIPT = "delivery_receipt"  # 送达回证
    RECTIFICATION_REPORT = "rectification_report"  # 整改情况报告
    RECHECK_RECORD = "recheck_record"  # 复查记录
    CLOSE_OUT_NOTICE = "close_out_notice"  # 销号通知书
    PROPOSAL_LETTER = "proposal_letter"  # 建议函, to the employer
    CASE_FILE = "case_file"  # 案卷


_K, _A, _I = PaperKind, OrderAction, InspectionAction
OF_INSPECTION: Mapping[InspectionAction, PaperKind] = MappingProxyType(
    {_I.NOTIFY: _K.INSPECTION_NOTICE, _I.CONCLUDE: _K.SITE_RECORD}
)
"""The paper that follows an act on an inspection."""
OF_ORDER: Mapping[OrderAction, tuple[PaperKind, ...]] = MappingProxyType(
    {
        _A.ISSUE: (_K.ORDER,),
        _A.ACKNOWLEDGE: (_K.DELIVERY_RECEIPT,),
        _A.NOTE_SERVICE: (_K.DELIVERY_RECEIPT,),
        _A.REPORT: (_K.RECTIFICATION_REPORT,),
        _A.PASS: (_K.RECHECK_RECORD,),
        _A.FAIL: (_K.RECHECK_RECORD,),
        _A.ESCALATE: (_K.PROPOSAL_LETTER,),  # of a proposal to the employer only
        _A.CLOSE_OUT: (_K.CLOSE_OUT_NOTICE, _K.CASE_FILE),
    }
)
"""The papers that follow an act on an order."""
LETTERS = frozenset({_K.INSPECTION_NOTICE, _K.ORDER, _K.CLOSE_OUT_NOTICE, _K.PROPOSAL_LETTER})
"""What the authority sends: with a 文号, and its seal to be seen."""
NOT_SHOWN = frozenset({_K.PROPOSAL_LETTER, _K.CASE_FILE})
"""What goes past the inspected: they never see it."""
INSPECTION_DRAFTS: Mapping[InspectionState, frozenset[PaperKind]] = MappingProxyType(
    {InspectionState.OPEN: frozenset({_K.SITE_RECORD})}
)
ORDER_DRAFTS: Mapping[OrderState, frozenset[PaperKind]] = MappingProxyType(
    {
        **{
            state: frozenset({_K.RECTIFICATION_REPORT})
            for state in ISSUED - {OrderState.REPORTED, OrderState.RECHECKED}
        },
        OrderState.ORDERED: frozenset({_K.DELIVERY_RECEIPT, _K.RECTIFICATION_REPORT}),
        OrderState.REPORTED: frozenset({_K.RECHECK_RECORD}),
    }
)
"""Forms that may be printed for the pen before the act, by state."""


@dataclass(frozen=True, slots=True)
class PaperRules:
    """What a jurisdiction says on such papers: its numbers, and where to object. Texts by language, '' for none."""

    number: str  # with {authority}, {mark}, {year}, {serial}
    marks: Mapping[str, str]  # by PaperKind of a letter, an order's by its Instrument
    authorities: Mapping[str, str]  # 机关代字 by the code of the authority's place
    objections: Mapping[str, str]  # with {authority}
    remedies: Mapping[str, str]  # with {place}; of orders only, an opinion can be appealed nowhere

    def series(self, kind: PaperKind, instrument: Instrument | None) -> str:
        """Return the mark of the series to which a letter belongs."""
        return self.marks[instrument if kind is _K.ORDER and instrument else kind]

    def sign_of(self, code: str, place: str) -> str:
        """Return the 机关代字 of the authority of a place; the first character of its name where none is given."""
        return self.authorities.get(code, place[:1])

    def document_number(self, sign: str, mark: str, year: int, serial: int) -> str:
        """Return a 文号, such as 青档改〔2026〕1号."""
        told = {"authority": sign, "mark": mark, "year": str(year), "serial": str(serial)}
        return _filled(self.number, told)

    def objection(self, language: str, authority: str) -> str:
        """Return where one is heard."""
        return _filled(self.objections[language], {"authority": authority})

    def remedy(self, language: str, place: str) -> str:
        """Return where an order is taken to review or to court."""
        return _filled(self.remedies[language], {"place": place})


def read_paper_rules(plain: PlainMapping) -> PaperRules:
    """Read the table `inspection.papers`; what is wrong is noted in it."""
    number = plain.text("number")
    lost = [each for each in ("{year}", "{serial}") if each not in number]
    if lost:
        plain.fault("unknown_value", "number", value=number, allowed=", ".join(lost))
    marks, signs = plain.table("marks"), plain.table("authorities")
    named = [*sorted(LETTERS - {_K.ORDER}), *Instrument]
    return PaperRules(
        number=number,
        marks={str(each): marks.text(each) for each in named},
        authorities={code: signs.text(code) for code in signs.names()},
        objections=_spoken(plain.table("objections")),
        remedies=_spoken(plain.table("remedies")),
    )


def _spoken(plain: PlainMapping) -> dict[str, str]:
    return {language: plain.text(language) for language in LANGUAGES}


def _filled(text: str, told: Mapping[str, str]) -> str:
    for name, value in told.items():
        text = text.replace(f"{{{name}}}", value)
    return text
