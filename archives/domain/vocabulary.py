"""Closed lists of words that the whole house uses with one meaning."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be here. The three administrators (三员, DA/T 92-2022 §9.1.3) are never one person."""

    CLERK = "clerk"  # 经办人 of an organization
    APPROVER = "approver"  # 审核人 of an organization
    ARCHIVIST = "archivist"
    DIRECTOR = "director"  # of a repository
    INSPECTOR = "inspector"  # of an authority
    AUTHORITY = "authority"  # decides for an authority (档案主管部门)
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    SYSTEM = "system"  # the worker; never granted to a person


class RepositoryLevel(StrEnum):
    """Level of a national archive; decides the transfer term (条例 20)."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"


class Level(StrEnum):
    """Level of description, ISAD(G) 3.1.4. A box (盒) is a container, not a level."""

    FONDS = "fonds"  # 全宗
    SERIES = "series"  # 目录, 类
    VOLUME = "volume"  # 案卷, ISAD(G) file
    ITEM = "item"  # 件, or 卷内文件 when its parent is a volume


class Carrier(StrEnum):
    """What a record is kept on."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    MIXED = "mixed"


class RetentionClass(StrEnum):
    """保管期限. The last two are of the three-tier scheme before 2006 (domain 2.2)."""

    PERMANENT = "permanent"  # 永久 Y
    D30 = "D30"  # 定期 30 年
    D10 = "D10"  # 定期 10 年
    LONG = "long"  # 长期
    SHORT = "short"  # 短期


class Classification(StrEnum):
    """密级. The default deployment holds no unreleased secret: only the first two are ever registered."""

    NONE = "none"  # 非密
    RELEASED = "released"  # 已解密
    CONFIDENTIAL = "confidential"  # 秘密
    SECRET = "secret"  # noqa: S105 -- 机密
    TOP_SECRET = "top_secret"  # noqa: S105 -- 绝密


class AccessStatus(StrEnum):
    """开放标识, DA/T 18-2022."""

    OPEN = "open"  # 开放
    RESTRICTED = "restricted"  # 控制
    DEFERRED = "deferred"  # 延期开放
    UNREVIEWED = "unreviewed"  # 未审核


class Disclosure(StrEnum):
    """公开属性 (政府信息公开情况), DA/T 18-2022."""

    PROACTIVE = "proactive"  # 主动公开
    ON_REQUEST = "on_request"  # 依申请公开
    NONE = "none"  # 不予公开


class ClassificationChange(StrEnum):
    """密级变更情况 stated at transfer (条例 30)."""

    NEVER_CLASSIFIED = "never_classified"  # 原未定密
    DECLASSIFIED = "declassified"  # 已解密
    STILL_CLASSIFIED = "still_classified"  # 仍涉密: goes its own way (另行办理)


class Generation(StrEnum):
    """生成方式, DA/T 18-2022."""

    NATIVE = "native"  # 原生
    DIGITISED = "digitised"  # 数字化
    COMPILED = "compiled"  # 编辑


class FileKind(StrEnum):
    """What a content file is to its record."""

    ORIGINAL = "original"  # 原文
    DIGITISED_COPY = "digitised_copy"  # 数字化副本 of a paper original
    ATTACHMENT = "attachment"  # 附件


class Custody(StrEnum):
    """Who keeps the record (保管权)."""

    ORGANIZATION = "organization"
    REPOSITORY = "repository"


class DeliveryState(StrEnum):
    """What became of a letter."""

    WAITING = "waiting"  # to be sent, or to be tried again
    SENT = "sent"  # the mail server took it over
    FAILED = "failed"  # a person must look
    DROPPED = "dropped"  # its receipt does not count any more


class Side(StrEnum):
    """The two columns of the 登记表: two inspections, by two parties."""

    UNIT = "unit"  # 移交单位
    ARCHIVE = "archive"  # 接收单位


class Property(StrEnum):
    """The four properties that Law 39 tests at receipt (DA/T 70-2018)."""

    AUTHENTICITY = "authenticity"  # 真实性
    INTEGRITY = "integrity"  # 完整性
    USABILITY = "usability"  # 可用性
    SECURITY = "security"  # 安全性


class Outcome(StrEnum):
    """What a check found. The last two never pass by themselves: a named person decides them."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    MANUAL_REVIEW = "manual_review"
    NOT_SCANNED = "not_scanned"
