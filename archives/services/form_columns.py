"""A column of the 登记表 in words: each side's from its own check run and its own signatures (domain 3.2).

A legal document has the archive's language, not the reader's; so its few words are here and not in a catalogue.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from archives.domain.vocabulary import Carrier, Property, Side
from archives.models import Record, Transfer, TransferItem
from archives.ports import FormColumn, FormSignature
from archives.services.check_sums import ORDER, counts_of, worst_of
from archives.services.gaps import check_run
from archives.services.signing import valid_signatures
from archives.services.unit_of_work import UnitOfWork

_HANS = {
    "online": "在线",
    "paper": "纸质",
    "manifest": "移交清单（manifest.json），列 {files} 个文件",
    "contains": "内含 {items} 件",
    "permanent": "永久",
    "D30": "30年",
    "D10": "10年",
    "long": "长期",
    "short": "短期",
    "checked": "检测 {rules} 项：{parts}",
    "passed": "通过 {count}",
    "warning": "提示 {count}",
    "failed": "不通过 {count}",
    "decided": "人工认定 {count}",
    "not_applicable": "不适用 {count}",
    "open": "待人工 {count}",
    "unchecked": "未检测",
    "no_carrier": "不适用（在线）",
    "paper_by_unit": "纸质 {all} 卷（件），附移交目录",
    "paper_counted": "逐卷（件）清点纸质 {all}：相符 {present}，破损 {damaged}，页数不符 {pages_differ}",
    "comma": "，",
}
_HANT = {
    **_HANS,
    "online": "線上",
    "paper": "紙質",
    "manifest": "移交清單（manifest.json），列 {files} 個檔案",
    "D30": "30年",
    "long": "長期",
    "checked": "檢測 {rules} 項：{parts}",
    "passed": "通過 {count}",
    "failed": "不通過 {count}",
    "decided": "人工認定 {count}",
    "not_applicable": "不適用 {count}",
    "open": "待人工 {count}",
    "unchecked": "未檢測",
    "no_carrier": "不適用（線上）",
    "paper_by_unit": "紙質 {all} 卷（件），附移交目錄",
    "paper_counted": "逐卷（件）清點紙質 {all}：相符 {present}，破損 {damaged}，頁數不符 {pages_differ}",
}
_EN = {
    "online": "online",
    "paper": "paper",
    "manifest": "transfer manifest (manifest.json) of {files} files",
    "contains": "contains {items} items",
    "permanent": "permanent",
    "D30": "30 years",
    "D10": "10 years",
    "long": "long-term",
    "short": "short-term",
    "checked": "{rules} checks: {parts}",
    "passed": "{count} passed",
    "warning": "{count} with remarks",
    "failed": "{count} failed",
    "decided": "{count} decided by a person",
    "not_applicable": "{count} not applicable",
    "open": "{count} awaiting a person",
    "unchecked": "not checked",
    "no_carrier": "not applicable (online)",
    "paper_by_unit": "{all} unit(s) on paper, with the transfer list",
    "paper_counted": "{all} on paper counted: {present} present, {damaged} damaged, {pages_differ} pages differ",
    "comma": ", ",
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh-Hans": _HANS, "zh-Hant": _HANT, "en": _EN})


def words_of(language: str) -> Mapping[str, str]:
    """Return the words of a legal document in zh-Hans, zh-Hant or en."""
    return _WORDS[language]


class Columns:
    """Writes the two columns of one transfer's form."""

    def __init__(self, work: UnitOfWork, transfer: Transfer, zone: ZoneInfo, language: str) -> None:
        self._work, self._transfer, self._zone = work, transfer, zone
        self._words = words_of(language)

    def column(self, side: Side, party: str, *, blank: bool) -> FormColumn:
        """Return one side's column; a blank one has no signatures, for signing on paper."""
        said = _findings(self._work, self._transfer, side, self._words)
        lines = {} if blank else _signed(self._work, self._transfer, side, self._zone)
        return FormColumn(
            party=party,
            accuracy=said[Property.AUTHENTICITY],
            integrity=said[Property.INTEGRITY],
            usability=said[Property.USABILITY],
            security=said[Property.SECURITY],
            carrier=self._carrier(side),
            filler=lines.get("filler"),
            reviewer=lines.get("reviewer"),
            seal=_sealed(lines.get("seal"), party),
        )

    def _carrier(self, side: Side) -> str:
        """载体外观检验: nothing to look at online; paper was counted one by one."""
        counted = _paper(self._work, self._transfer)
        if not counted:
            return self._words["no_carrier"]
        said = self._words["paper_by_unit" if side is Side.UNIT else "paper_counted"]
        found = {name: counted[name] for name in ("present", "damaged", "pages_differ")}
        return said.format(all=counted.total(), **found)


def _paper(work: UnitOfWork, transfer: Transfer) -> Counter[str]:
    """Count the units with paper by what counting found of them (逐卷/件清点, domain 3.7)."""
    asked = (
        select(TransferItem.counted, func.count(TransferItem.id))
        .join(Record, Record.id == TransferItem.record_id)
        .where(TransferItem.transfer_id == transfer.id, Record.carrier.in_([Carrier.PAPER, Carrier.MIXED]))
        .group_by(TransferItem.counted)
    )
    return Counter(dict(work.session.execute(asked).all()))


def _sealed(seal: FormSignature | None, party: str) -> FormSignature | None:
    """An electronic seal is the body's, whoever pressed it; on paper it is what the paper shows."""
    return replace(seal, name=party) if seal and seal.method == "electronic" else seal


def _signed(work: UnitOfWork, transfer: Transfer, side: Side, zone: ZoneInfo) -> dict[str, FormSignature]:
    return {
        signature.line: FormSignature(
            signature.name, signature.signed_at.astimezone(zone).date().isoformat(), signature.method
        )
        for signature in valid_signatures(work, transfer, side)
    }


def _findings(work: UnitOfWork, transfer: Transfer, side: Side, words: Mapping[str, str]) -> dict[Property, str]:
    """Say for each property how many rules passed, were remarked on, decided by a person, or did not apply."""
    run = check_run(work, transfer, side)
    if run is None:
        return dict.fromkeys(Property, words["unchecked"])
    worst = worst_of(work, run.id)
    return {each: _summary(counts_of(worst, each), words) for each in Property}


def _summary(counts: Counter[str], words: Mapping[str, str]) -> str:
    if not counts:
        return words["unchecked"]
    parts = [words[name].format(count=counts[name]) for name in ORDER if counts[name]]
    return words["checked"].format(rules=counts.total(), parts=words["comma"].join(parts))
