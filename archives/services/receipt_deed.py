"""The facts of the 档案交接文据 and its 手检目录: what of a transfer is on paper (GB/T 13968-1992; domain 3.7).

A legal document has the archive's language, not the reader's; so its few words are here and not in a catalogue.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from archives.domain.vocabulary import Classification, Level
from archives.models import Transfer
from archives.ports import DeedHolding, DeedSide, FindingAid, FormColumn, HandListRow, HandoverDeed, TransferForm
from archives.services.form_columns import words_of
from archives.services.outside import Outside
from archives.services.packages import Unit
from archives.services.receipt_form import ON_PAPER, Package

_HANS = {
    "WS": "文书档案（纸质）",
    "other": "{category} 档案（纸质）",
    "none": "档案（纸质）",
    "volumes": "案卷目录",
    "items": "归档文件目录",
    "sets": "2 套",
    "accepted": "{counted}。同意接收。",
    "damaged": "破损",
    "missing": "缺失",
    "pages_differ": "清点为 {pages} 页",
    "released": "已解密",
    "confidential": "秘密",
    "secret": "机密",
    "top_secret": "绝密",
    "semicolon": "；",
}
_HANT = {
    **_HANS,
    "WS": "文書檔案（紙質）",
    "other": "{category} 檔案（紙質）",
    "none": "檔案（紙質）",
    "volumes": "案卷目錄",
    "items": "歸檔文件目錄",
    "damaged": "破損",
    "pages_differ": "清點為 {pages} 頁",
    "confidential": "秘密",
    "secret": "機密",
    "top_secret": "絕密",
}
_EN = {
    "WS": "Administrative records (paper)",
    "other": "{category} (paper)",
    "none": "Records (paper)",
    "volumes": "Hand list of volumes",
    "items": "Hand list of items",
    "sets": "2 sets",
    "accepted": "{counted}. Accepted.",
    "damaged": "damaged",
    "missing": "missing",
    "pages_differ": "{pages} pages counted",
    "released": "released",
    "confidential": "confidential",
    "secret": "secret",
    "top_secret": "top secret",
    "semicolon": "; ",
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh-Hans": _HANS, "zh-Hant": _HANT, "en": _EN})


def deed_of(outside: Outside, package: Package, form: TransferForm, *, blank: bool) -> HandoverDeed:
    """Return the deed of the paper in a package, under the number of its form and with the same signatures."""
    transfer, words = package.transfer, _WORDS[form.language]
    units = [unit for unit in package.units if unit.record.carrier in ON_PAPER]
    volumes, items = (list(_hand_list(units, level, form.language)) for level in (Level.VOLUME, Level.ITEM))
    named = {"volumes": volumes, "items": items}
    return HandoverDeed(
        number=form.number,
        fonds=form.fonds,
        nature="transfer",
        years=_years([unit.record.year for unit in units]),
        moved_on=_moved_on(outside, transfer),
        giver=_side(form.unit),
        taker=_side(form.archive),
        holdings=_holdings(units, words),
        finding_aids=[FindingAid(words[name], words["sets"]) for name, entries in named.items() if entries],
        statement=transfer.description,
        opinion="" if blank else words["accepted"].format(counted=form.archive.carrier),
        volumes=volumes,
        items=items,
        issued_at=form.issued_at,
        language=form.language,
        manifest_sha256=form.manifest_sha256,
        is_demo=form.is_demo,
    )


def _side(column: FormColumn) -> DeedSide:
    """Who reviewed answers for his body (领导人), who filled in has handled it (经办人)."""
    return DeedSide(column.party, column.reviewer, column.filler, column.seal)


def _moved_on(outside: Outside, transfer: Transfer) -> str:
    return outside.profile.day_of(transfer.custody_from).isoformat() if transfer.custody_from else ""


def _years(years: Sequence[int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}—{last}"


def _holdings(units: Sequence[Unit], words: Mapping[str, str]) -> list[DeedHolding]:
    """Count volumes and items by category; metres and media are not kept of a record."""
    counts: dict[str, Counter[Level]] = {}
    for unit in units:
        counts.setdefault(unit.record.category, Counter())[unit.record.level] += 1
    return [
        DeedHolding(_category(name, words), _number(found[Level.VOLUME]), _number(found[Level.ITEM]), "", "")
        for name, found in sorted(counts.items())
    ]


def _category(name: str, words: Mapping[str, str]) -> str:
    if not name:
        return words["none"]
    return words[name] if name == "WS" else words["other"].format(category=name)


def _number(count: int) -> str:
    return str(count) if count else ""


def _hand_list(units: Sequence[Unit], level: Level, language: str) -> Iterator[HandListRow]:
    listed = (unit for unit in units if unit.record.level is level)
    return (_entry(sequence, unit, language) for sequence, unit in enumerate(listed, start=1))


def _entry(sequence: int, unit: Unit, language: str) -> HandListRow:
    record, is_secret = unit.record, unit.record.classification is not Classification.NONE
    return HandListRow(
        sequence=sequence,
        reference_code=record.archive_number or record.unit_number or "",
        document_number=record.document_number,
        responsible_party=record.responsible_party,
        title=record.title,
        dates=_dates(record.formed_from, record.formed_on),
        classification=_WORDS[language][record.classification] if is_secret else "",
        retention=str(record.retention),
        pages="" if record.pages is None else str(record.pages),
        remark=_remark(unit, language),
    )


def _dates(since: date | None, until: date | None) -> str:
    """Write a day with eight digits, as the lists have it; of a volume from and to."""
    written = [f"{day:%Y%m%d}" for day in (since, until) if day]
    return "–".join(dict.fromkeys(written))


def _remark(unit: Unit, language: str) -> str:
    words, item = _WORDS[language], unit.item
    inside = len(unit.children) or unit.record.item_count
    told = [words_of(language)["contains"].format(items=inside)] if unit.record.level is Level.VOLUME and inside else []
    if item.counted in ("damaged", "missing", "pages_differ"):
        told.append(words[item.counted].format(pages=item.counted_pages))
    return words["semicolon"].join([*told, *filter(None, [item.counted_note])])
