"""The letter of a reminder, in the language of legal documents; each says which reminder it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

_HANS = {
    "subject": "整改期限提醒（{which}）：{number}",
    "greeting": "{body}：",
    "order": "贵单位收到的 {document}（系统编号 {number}）整改期限为 {due}。",
    "before": "距期限还有 {days} 天。请按期完成整改并提交整改报告和证明材料。",
    "today": "今天是期限最后一天。请今天提交整改报告和证明材料。",
    "after": "已逾期 {days} 天，尚未收到整改报告。请立即整改并报告。",
    "which_before": "期限前 {days} 天",
    "which_today": "期限当天",
    "which_after": "逾期 {days} 天",
    "link": "查看与办理：{url}",
    "automatic": "本邮件由系统自动发送，请勿回复。",
}
_HANT = {
    "subject": "整改期限提醒（{which}）：{number}",
    "greeting": "{body}：",
    "order": "貴單位收到的 {document}（系統編號 {number}）整改期限為 {due}。",
    "before": "距期限還有 {days} 天。請按期完成整改並提交整改報告和證明材料。",
    "today": "今天是期限最後一天。請今天提交整改報告和證明材料。",
    "after": "已逾期 {days} 天，尚未收到整改報告。請立即整改並報告。",
    "which_before": "期限前 {days} 天",
    "which_today": "期限當天",
    "which_after": "逾期 {days} 天",
    "link": "檢視與辦理：{url}",
    "automatic": "本郵件由系統自動發送，請勿回覆。",
}
_EN = {
    "subject": "Reminder of a rectification deadline ({which}): {number}",
    "greeting": "To {body}:",
    "order": "The last day of order {document} (number {number} here) is {due}.",
    "before": "{days} day(s) are left. Please rectify in time and report with evidence.",
    "today": "Today is the last day. Please report today, with evidence.",
    "after": "It is {days} day(s) overdue and no report has come. Please rectify at once and report.",
    "which_before": "{days} day(s) before",
    "which_today": "on the day",
    "which_after": "{days} day(s) overdue",
    "link": "To look and to act: {url}",
    "automatic": "This letter was sent by a machine. Please do not answer it.",
}
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh-Hans": _HANS, "zh-Hant": _HANT, "en": _EN})


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """What a reminder says; `stage` in days from the last day, negative before it."""

    body: str
    number: str
    document: str
    due_on: date
    stage: int
    url: str


def subject_of(facts: ReminderFacts, language: str) -> str:
    """Return the subject: it names the reminder."""
    words = _WORDS[language]
    which = words[f"which_{_side(facts.stage)}"].format(days=abs(facts.stage))
    return words["subject"].format(which=which, number=facts.number)


def text_of(facts: ReminderFacts, language: str) -> str:
    """Return the plain text."""
    words = _WORDS[language]
    lines = [
        words["greeting"],
        "",
        words["order"],
        words[_side(facts.stage)],
        "",
        words["link"],
        words["automatic"],
        "",
    ]
    told = {"body": facts.body, "number": facts.number, "document": facts.document, "url": facts.url}
    return "\n".join(lines).format(**told, days=abs(facts.stage), due=_day(facts.due_on, language))


def _side(stage: int) -> str:
    if stage == 0:
        return "today"
    return "before" if stage < 0 else "after"


def _day(day: date, language: str) -> str:
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"
