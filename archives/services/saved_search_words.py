"""The letter of a saved search, in its person's language. It names no record: mail is read by whoever carries it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_HANS = {
    "subject": "检索“{name}”有 {count} 条新记录",
    "told": "您保存的检索“{name}”有 {count} 条新记录。",
    "link": "登录后查看：{url}",
    "change": "在同一页面可以更名、暂停、删除，或改变通知方式。",
    "automatic": "本邮件由系统自动发送，请勿回复。",
}
_HANT = {
    "subject": "檢索「{name}」有 {count} 筆新紀錄",
    "told": "您儲存的檢索「{name}」有 {count} 筆新紀錄。",
    "link": "登入後檢視：{url}",
    "change": "在同一頁面可以更名、暫停、刪除，或改變通知方式。",
    "automatic": "本郵件由系統自動發送，請勿回覆。",
}
_EN = {
    "subject": "Saved search “{name}”: {count} new record(s)",
    "told": "{count} new record(s) answer the search that you saved as “{name}”.",
    "link": "Log in to look: {url}",
    "change": "There you can rename, pause or delete it, or choose how you are told.",
    "automatic": "This letter was sent by a machine. Please do not answer it.",
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh-Hans": _HANS, "zh-Hant": _HANT, "en": _EN})


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the letter says: the search by its name, how many records, where they are looked at."""

    name: str
    count: int
    url: str


def subject_of(facts: LetterFacts, language: str) -> str:
    """Return the subject."""
    return _WORDS[language]["subject"].format(name=facts.name, count=facts.count)


def text_of(facts: LetterFacts, language: str) -> str:
    """Return the plain text."""
    words = _WORDS[language]
    told = {"name": facts.name, "count": facts.count, "url": facts.url}
    said = [words[each].format(**told) for each in ("told", "link", "change", "automatic")]
    return "\n".join([said[0], "", *said[1:], ""])
