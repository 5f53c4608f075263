"""The letter that goes with a receipt, in the receipt's language (a legal document's words are not the reader's)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from archives.domain.vocabulary import Carrier, Side

_HANS = {
    "electronic": "电子档案移交与接收登记表",
    "paper": "档案交接文据",
    "mixed": "电子档案移交与接收登记表及档案交接文据",
    "subject": "{document} {receipt}（{transfer}）",
    "greeting": "{body}：",
    "done": "“{work}”（{transfer}）的移交已完成，档案由{archive}接收保管。",
    "attached": "附件为{document} {receipt}，双方签章，请妥善保存。",
    "digest": "附件的 SHA-256：{sha256}",
    "check": "查验地址：{url}",
    "supersedes": "本表替代 {supersedes}；原表自本表签发起失效，保管责任不变。",
    "release_unit": "贵单位应将已移交的电子档案在本单位继续保存；自 {day} 起可不再保存。",
    "release_archive": "移交单位应将已移交的电子档案在本单位继续保存；自 {day} 起可不再保存。",
    "label": "签章为内部签名，非第三方认证。",
    "automatic": "本邮件由系统自动发送，请勿回复。",
}
_HANT = {
    "electronic": "電子檔案移交與接收登記表",
    "paper": "檔案交接文據",
    "mixed": "電子檔案移交與接收登記表及檔案交接文據",
    "subject": "{document} {receipt}（{transfer}）",
    "greeting": "{body}：",
    "done": "「{work}」（{transfer}）的移交已完成，檔案由{archive}接收保管。",
    "attached": "附件為{document} {receipt}，雙方簽章，請妥善保存。",
    "digest": "附件的 SHA-256：{sha256}",
    "check": "查驗地址：{url}",
    "supersedes": "本表替代 {supersedes}；原表自本表簽發起失效，保管責任不變。",
    "release_unit": "貴單位應將已移交的電子檔案在本單位繼續保存；自 {day} 起可不再保存。",
    "release_archive": "移交單位應將已移交的電子檔案在本單位繼續保存；自 {day} 起可不再保存。",
    "label": "簽章為內部簽名，非第三方認證。",
    "automatic": "本郵件由系統自動發送，請勿回覆。",
}
_EN = {
    "electronic": "transfer and receipt form",
    "paper": "deed of handover",
    "mixed": "transfer and receipt form with the deed of handover",
    "subject": "Receipt {receipt}: {document} ({transfer})",
    "greeting": "To {body}:",
    "done": "The handover “{work}” ({transfer}) is complete; the records are in the custody of {archive}.",
    "attached": "Attached is the {document} {receipt}, sealed by both parties. Please keep it safe.",
    "digest": "SHA-256 of the attachment: {sha256}",
    "check": "To check it: {url}",
    "supersedes": "It stands in place of {supersedes}, which no longer counts; custody is unchanged.",
    "release_unit": "Keep your own copies of the records that you handed over; they may be released on {day}.",
    "release_archive": "The transferring body keeps its own copies; they may be released on {day}.",
    "label": "The seals are internal signatures, not certified by a third party.",
    "automatic": "This letter was sent by a machine. Please do not answer it.",
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh-Hans": _HANS, "zh-Hant": _HANT, "en": _EN})


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a letter says."""

    receipt: str
    transfer: str
    work: str
    body: str  # to whom
    archive: str
    sha256: str  # of the form
    url: str  # where it is checked
    released_on: date | None
    carrier: Carrier = Carrier.ELECTRONIC  # of what was handed over: it says which document it is
    supersedes: str = ""  # number of the receipt in whose place it stands


def subject_of(facts: ReceiptFacts, language: str) -> str:
    """Return the subject."""
    words = _WORDS[language]
    document = words[facts.carrier]
    return words["subject"].format(document=document, receipt=facts.receipt, transfer=facts.transfer)


def text_of(facts: ReceiptFacts, side: Side, language: str) -> str:
    """Return the plain text."""
    words = _WORDS[language]
    told = {name: getattr(facts, name) for name in ("receipt", "transfer", "work", "body", "archive", "sha256", "url")}
    replaced = [words["supersedes"].format(supersedes=facts.supersedes)] if facts.supersedes else []
    lines = [
        words["greeting"],
        "",
        words["done"],
        words["attached"],
        *replaced,
        "",
        words["digest"],
        words["check"],
        "",
    ]
    if facts.released_on:
        lines += [words[f"release_{side}"], ""]
    lines += [words["label"], words["automatic"], ""]
    return "\n".join(lines).format(**told, document=words[facts.carrier], day=_day(facts.released_on, language))


def _day(day: date | None, language: str) -> str:
    if day is None:
        return ""
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"
