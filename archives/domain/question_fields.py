"""The fields that a question may name, in Chinese and English."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """How a field's value is read."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YEAR = "year"
    NAMED = "named"  # a closed list, or the name of a party


FIELDS: Mapping[str, Kind] = MappingProxyType(
    {
        "title": Kind.TEXT,
        "document_number": Kind.TEXT,
        "responsible_party": Kind.TEXT,
        "description": Kind.TEXT,
        "text": Kind.TEXT,
        "number": Kind.NUMBER,
        "formed_on": Kind.DATE,
        "year": Kind.YEAR,
        "organization_id": Kind.NAMED,
        "repository_id": Kind.NAMED,
        "fonds_id": Kind.NAMED,
        "level": Kind.NAMED,
        "category": Kind.NAMED,
        "retention": Kind.NAMED,
        "access_status": Kind.NAMED,
        "classification": Kind.NAMED,
        "custody": Kind.NAMED,
    }
)

_NAMES = {
    "title": "题名 標題 标题 題名 title",
    "document_number": "文号 文號 文件编号 文件編號 document_number docno",
    "responsible_party": "责任者 責任者 作者 responsible_party author creator",
    "description": "著录 著錄 说明 說明 附注 附註 description",
    "text": "正文 全文 原文 内容 內容 text content",
    "number": "档号 檔號 室编档号 室編檔號 馆编档号 館編檔號 number code reference_code ref",
    "formed_on": "形成日期 成文日期 日期 formed_on date",
    "year": "年度 归档年度 歸檔年度 年份 year",
    "organization_id": "单位 單位 机构 機構 立档单位 立檔單位 移交单位 移交單位 organization org",
    "repository_id": "档案馆 檔案館 馆 館 archive repository",
    "fonds_id": "全宗 全宗号 全宗號 fonds",
    "level": "层级 層級 著录层级 著錄層級 level",
    "category": "门类 門類 类别 類別 category",
    "retention": "保管期限 期限 retention",
    "access_status": "开放状态 開放狀態 开放标识 開放標識 access access_status",
    "classification": "密级 密級 classification",
    "custody": "保管权 保管權 保管 custody",
}
NAMES: Mapping[str, str] = MappingProxyType(
    {name: field for field, names in _NAMES.items() for name in (*names.split(), field)}
)
"""From a name as somebody may write it, in lower case, to the field."""

FIELD_NAMES = tuple(each for names in _NAMES.values() for each in (names.split()[0], names.split()[-1]))
"""Of each field one Chinese and one English name, for who wants to learn them."""

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "and": ("防汛 抗旱", "防汛 且 抗旱", "防汛 AND 抗旱"),
        "or": ("防汛 或 抗旱", "防汛 OR 抗旱"),
        "not": ("防汛 -会议", "防汛 非 会议", "防汛 NOT 会议"),
        "brackets": ("(防汛 OR 抗旱) 通知",),
        "phrase": ('"forest fire"',),
        "field": ("题名:防汛", "title:防汛"),
        "dates": ("形成日期:1998..2003", "日期:2003-05.."),
        "numbers": ("档号:X043-0001..X043-0099",),
        "wildcards": ("X043-WS*", "for?st*"),
        "fuzzy": ("forrest~", "forrest~2"),
        "values": ("保管期限:永久", "单位:财政局"),
    }
)
"""Questions that show the language, by what they show."""
