"""What a finding says in the language of a document (archives.domain.check_rules has the codes).

A report that is kept and signed has one language, whoever reads it: no gettext here. A document states; it asks nobody.
"""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from archives.domain.description_elements import ELEMENTS
from archives.domain.vocabulary import Outcome
from archives.models import CheckFinding
from archives.services.document_language import LANGUAGES

FINDINGS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "digest_differs": (
            "%(name)s 已被改动：数字摘要与登记的不一致。",
            "%(name)s 已被改動：數位摘要與登記的不一致。",
            "%(name)s was changed: its digest is no longer the recorded one.",
        ),
        "size_differs": (
            "%(name)s 实有 %(actual)s 字节，应为 %(expected)s 字节。",
            "%(name)s 實有 %(actual)s 位元組，應為 %(expected)s 位元組。",
            "%(name)s has %(actual)s bytes instead of %(expected)s.",
        ),
        "file_missing": (
            "%(name)s 不存在。",
            "%(name)s 不存在。",
            "%(name)s is not there.",
        ),
        "number_missing": (
            "尚无档号，由档案馆编定。",
            "尚無檔號，由檔案館編定。",
            "It has no reference code yet; the archive assigns one.",
        ),
        "number_repeated": (
            "档号 %(value)s 在本次移交中重复。",
            "檔號 %(value)s 在本次移交中重複。",
            "The reference code %(value)s stands twice in this transfer.",
        ),
        "number_used": (
            "档号 %(value)s 已被“%(where)s”使用。",
            "檔號 %(value)s 已被「%(where)s」使用。",
            "The reference code %(value)s is already used by “%(where)s”.",
        ),
        "document_number_repeated": (
            "文件编号 %(value)s 重复。",
            "文件編號 %(value)s 重複。",
            "The document number %(value)s is repeated.",
        ),
        "title_repeated": (
            "有 %(times)s 件题名相同。",
            "有 %(times)s 件題名相同。",
            "The title is borne by %(times)s records.",
        ),
        "package_differs": (
            "信息包与签章时的不一致。",
            "資訊包與簽章時的不一致。",
            "The package is not the one that was signed.",
        ),
        "count_differs": (
            "实有 %(actual)s 件，与登记的 %(expected)s 件不符。",
            "實有 %(actual)s 件，與登記的 %(expected)s 件不符。",
            "%(actual)s records instead of the declared %(expected)s.",
        ),
        "bytes_differ": (
            "实有 %(actual)s 字节，与登记的 %(expected)s 字节不符。",
            "實有 %(actual)s 位元組，與登記的 %(expected)s 位元組不符。",
            "%(actual)s bytes instead of the declared %(expected)s.",
        ),
        "files_differ": (
            "实有 %(actual)s 个文件，与登记的 %(expected)s 个不符。",
            "實有 %(actual)s 個檔案，與登記的 %(expected)s 個不符。",
            "%(actual)s files instead of the declared %(expected)s.",
        ),
        "process_missing": (
            "缺少管理过程元数据。",
            "缺少管理過程詮釋資料。",
            "The process metadata are missing.",
        ),
        "number_gap": (
            "%(series)s 缺号：%(missing)s。",
            "%(series)s 缺號：%(missing)s。",
            "In %(series)s the numbers %(missing)s are missing.",
        ),
        "content_missing": (
            "电子档案没有原文。",
            "電子檔案沒有原文。",
            "An electronic record without a content file.",
        ),
        "volume_count_differs": (
            "案卷内实有 %(actual)s 件，登记为 %(expected)s 件。",
            "案卷內實有 %(actual)s 件，登記為 %(expected)s 件。",
            "The volume holds %(actual)s items instead of the declared %(expected)s.",
        ),
        "paper_has_original": (
            "纸质档案带有电子原文：应为数字化副本。",
            "紙質檔案帶有電子原文：應為數位化副本。",
            "A paper record with an electronic original: it should be a digitised copy.",
        ),
        "no_approved_schedule": (
            "该单位没有经批准的保管期限表。",
            "該單位沒有經批准的保管期限表。",
            "The organization has no approved retention schedule.",
        ),
        "outside_schedule": (
            "不在经批准的保管期限表内。",
            "不在經批准的保管期限表內。",
            "Not in the approved retention schedule.",
        ),
        "format_exception": (
            "%(name)s：.%(format)s 为约定的例外格式（%(reason)s）。",
            "%(name)s：.%(format)s 為約定的例外格式（%(reason)s）。",
            "%(name)s: .%(format)s is an agreed exception (%(reason)s).",
        ),
        "format_unlisted": (
            "%(name)s：.%(format)s 不在格式清单内。",
            "%(name)s：.%(format)s 不在格式清單內。",
            "%(name)s: .%(format)s is not on the list of formats.",
        ),
        "format_differs": (
            "%(name)s 的内容不是 .%(format)s 格式。",
            "%(name)s 的內容不是 .%(format)s 格式。",
            "%(name)s does not begin as a .%(format)s file does.",
        ),
        "file_encrypted": (
            "%(name)s 已加密，应在移交前解密。",
            "%(name)s 已加密，應在移交前解密。",
            "%(name)s is encrypted; it has to be decrypted before the transfer.",
        ),
        "file_unlisted": (
            "%(name)s 未列入清单。",
            "%(name)s 未列入清單。",
            "%(name)s is not listed.",
        ),
        "content_repeated": (
            "%(name)s 与另一文件内容相同。",
            "%(name)s 與另一檔案內容相同。",
            "%(name)s has the same bytes as another file.",
        ),
        "proved_at_intake": (
            "%(files)s 个大文件未再次读取：一日之内收到时已核对无误。",
            "%(files)s 個大檔案未再次讀取：一日之內收到時已核對無誤。",
            "%(files)s large file(s) were not read again: proved when they came, less than a day ago.",
        ),
        "online_only": (
            "不适用：在线移交。",
            "不適用：線上移交。",
            "Not applicable: handed over online.",
        ),
        "no_carrier": (
            "不适用：没有移交载体。",
            "不適用：沒有移交載體。",
            "Not applicable: there is no carrier.",
        ),
        "no_encapsulation": (
            "不适用：未采用封装包。",
            "不適用：未採用封裝包。",
            "Not applicable: no encapsulation package.",
        ),
        "attachments_by_eye": (
            "附件是否齐全，由人工查看。",
            "附件是否齊全，由人工檢視。",
            "Whether every attachment is there is for a person to see.",
        ),
        "readable_by_eye": (
            "抽样打开，由人工查看能否正常阅读。",
            "抽樣開啟，由人工檢視能否正常閱讀。",
            "Whether a sample can be read is for a person to see.",
        ),
        "environment_by_eye": (
            "软硬件环境是否有说明，由人工查看。",
            "軟硬體環境是否有說明，由人工檢視。",
            "Whether software and hardware are described is for a person to see.",
        ),
        "no_scanner": (
            "未连接病毒扫描程序，尚未检查病毒。",
            "未連線病毒掃描程式，尚未檢查病毒。",
            "No scanner is connected: nobody has looked for viruses.",
        ),
        "procedure_by_eye": (
            "交接过程是否安全，由人工查看。",
            "交接過程是否安全，由人工檢視。",
            "Whether the handover itself went safely is for a person to see.",
        ),
        "bad_date": (
            "“%(value)s”不是有效日期。",
            "「%(value)s」不是有效日期。",
            "“%(value)s” is not a date.",
        ),
        "too_long": (
            "过长：%(length)s 字，最多 %(longest)s 字。",
            "過長：%(length)s 字，最多 %(longest)s 字。",
            "This is too long: %(length)s characters, at most %(longest)s.",
        ),
        "bad_value": (
            "“%(value)s”不在允许的取值内：%(allowed)s。",
            "「%(value)s」不在允許的取值內：%(allowed)s。",
            "“%(value)s” is not one of: %(allowed)s.",
        ),
        "set_aside": (
            "条目涉密：另行办理，此处只计数。",
            "條目涉密：另行辦理，此處只計數。",
            "The entry is classified: it is handled separately, only its number is counted.",
        ),
        "in_the_future": (
            "日期 %(value)s 晚于今天。",
            "日期 %(value)s 晚於今天。",
            "The date %(value)s lies in the future.",
        ),
        "wrong_order": (
            "起始日期 %(value)s 晚于终止日期。",
            "起始日期 %(value)s 晚於終止日期。",
            "The beginning %(value)s lies after the end.",
        ),
        "forbidden_character": (
            "含有不允许的字符：%(characters)s。",
            "含有不允許的字元：%(characters)s。",
            "There is a character that must not be here: %(characters)s.",
        ),
        "bad_reference_code": (
            "“%(value)s”不符合任何编号规则（%(schemes)s）。",
            "「%(value)s」不符合任何編號規則（%(schemes)s）。",
            "“%(value)s” follows none of the numbering schemes (%(schemes)s).",
        ),
        "unknown_element": (
            "没有这一著录项目。",
            "沒有這一著錄項目。",
            "There is no such description element.",
        ),
        "wrong_level": (
            "该层级没有这一著录项目。",
            "該層級沒有這一著錄項目。",
            "This element does not belong to this level.",
        ),
        "required": (
            "此项必填。",
            "此項必填。",
            "This is required.",
        ),
        "empty_name": (
            "文件名为空。",
            "檔案名為空。",
            "The file name is empty.",
        ),
        "path_in_name": (
            "文件名 %(value)s 中有路径。",
            "檔案名 %(value)s 中有路徑。",
            "The file name %(value)s holds a path.",
        ),
        "control_character": (
            "文件名 %(value)s 中有控制字符。",
            "檔案名 %(value)s 中有控制字元。",
            "The file name %(value)s holds control characters.",
        ),
        "name_not_unicode": (
            "文件名 %(value)s 不是有效的 Unicode。",
            "檔案名 %(value)s 不是有效的 Unicode。",
            "The file name %(value)s is not Unicode.",
        ),
        "name_too_long": (
            "文件名 %(value)s 过长。",
            "檔案名 %(value)s 過長。",
            "The file name %(value)s is too long.",
        ),
    }
)
_DECIDED = MappingProxyType(
    {
        "zh-Hans": {Outcome.PASSED: "通过", Outcome.FAILED: "不通过"},
        "zh-Hant": {Outcome.PASSED: "通過", Outcome.FAILED: "不通過"},
        "en": {Outcome.PASSED: "Passed", Outcome.FAILED: "Failed"},
    }
)


def said_of(finding: CheckFinding, language: str) -> str:
    """Return what was found; the code itself where a later rulebook has one that is not known here."""
    known = FINDINGS.get(finding.message)
    said = known[LANGUAGES.index(language)] if known else finding.message.replace("_", " ").replace("%", "%%")
    text = said % defaultdict(lambda: "—", finding.facts)
    element = _element(str(finding.facts.get("element", "")), language)
    return f"{element}{': ' if language == 'en' else '：'}{text}" if element else text


def decision_of(finding: CheckFinding, language: str) -> str:
    """Return what a person decided, who and why; '' where nobody had to."""
    if finding.decided is None:
        return ""
    word = _DECIDED[language].get(finding.decided, str(finding.decided))
    return (", " if language == "en" else "，").join([word, finding.decided_by, finding.decision_note])


def _element(name: str, language: str) -> str:
    """Return the standard's name of an element of description, in English ours."""
    known = ELEMENTS.get(name)
    return known.label if known and language != "en" else name.replace("_", " ")
