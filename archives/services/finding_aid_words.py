"""The words of a finding aid that are ours, in the reader's language; everything else is as records say it."""

from collections.abc import Mapping
from types import MappingProxyType

from archives.domain.vocabulary import AccessStatus, Classification, RetentionClass

_HANS = {
    "title": "检索结果：{question}",
    "all": "全部记录",
    "pages": "页",
    "items": "件",
    "retention": "保管期限：{value}",
    "access": "开放状态：{value}",
    "classification": "密级：{value}",
    "document_number": "文件编号：{value}",
    AccessStatus.OPEN: "开放",
    AccessStatus.RESTRICTED: "控制",
    AccessStatus.DEFERRED: "延期开放",
    AccessStatus.UNREVIEWED: "未审核",
    RetentionClass.PERMANENT: "永久",
    RetentionClass.D30: "定期30年",
    RetentionClass.D10: "定期10年",
    RetentionClass.LONG: "长期",
    RetentionClass.SHORT: "短期",
    Classification.RELEASED: "已解密",
    Classification.CONFIDENTIAL: "秘密",
    Classification.SECRET: "机密",
    Classification.TOP_SECRET: "绝密",
}
_HANT = {
    **_HANS,
    "title": "檢索結果：{question}",
    "all": "全部紀錄",
    "pages": "頁",
    "retention": "保管期限：{value}",
    "access": "開放狀態：{value}",
    "classification": "密級：{value}",
    "document_number": "文件編號：{value}",
    AccessStatus.OPEN: "開放",
    AccessStatus.RESTRICTED: "控制",
    AccessStatus.DEFERRED: "延期開放",
    AccessStatus.UNREVIEWED: "未審核",
    RetentionClass.LONG: "長期",
    Classification.SECRET: "機密",
    Classification.TOP_SECRET: "絕密",
}
_EN = {
    "title": "Records found: {question}",
    "all": "all records",
    "pages": "pages",
    "items": "items",
    "retention": "Retention period: {value}",
    "access": "Access: {value}",
    "classification": "Classification: {value}",
    "document_number": "Document number: {value}",
    AccessStatus.OPEN: "open",
    AccessStatus.RESTRICTED: "restricted",
    AccessStatus.DEFERRED: "opening deferred",
    AccessStatus.UNREVIEWED: "not yet reviewed",
    RetentionClass.PERMANENT: "permanent",
    RetentionClass.D30: "30 years",
    RetentionClass.D10: "10 years",
    RetentionClass.LONG: "long term",
    RetentionClass.SHORT: "short term",
    Classification.RELEASED: "declassified",
    Classification.CONFIDENTIAL: "confidential",
    Classification.SECRET: "secret",
    Classification.TOP_SECRET: "top secret",
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({"zh-Hans": _HANS, "zh-Hant": _HANT, "en": _EN})
