"""Words of the check report and of the notice of return, in each language of legal documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckWords:
    """All words of one language; what these documents share with the register stands in `Labels`."""

    report: str
    findings: str
    transfer: str
    side: str
    sides: dict[str, str]
    round: str
    round_value: str
    rulebook: str
    period: str
    extent: str
    extent_value: str
    manifest: str
    property: str
    properties: dict[str, str]
    sums: tuple[str, str, str, str, str, str, str]
    conclusion: str
    passed: str
    failed: str
    open: str
    checker: str
    outcomes: dict[str, str]
    finding_heads: tuple[str, str, str, str, str, str, str]
    notice: str
    letter: str
    due: str
    whole: str
    reason_heads: tuple[str, str, str, str, str, str]
    note: str
    returned_on: str
    due_on: str
    handler: str


SIMPLIFIED = CheckWords(
    report="四性检测报告",
    findings="检测明细",
    transfer="移交",
    side="检测方",
    sides={"unit": "移交单位自检", "archive": "接收单位检验"},
    round="检测轮次",
    round_value="第 {round} 轮",
    rulebook="检测规则版本",
    period="检测起止时间",
    extent="检测范围",
    extent_value="{records:,} 件（卷），{files:,} 个文件，{gigabytes} GB",
    manifest="移交清单\nSHA-256",
    property="检测类别",
    properties={"authenticity": "真实性", "integrity": "完整性", "usability": "可用性", "security": "安全性"},
    sums=("检测项", "通过", "提示", "不通过", "人工认定", "待人工", "不适用"),
    conclusion="检测结论",
    passed="通过",
    failed="不通过",
    open="未完成，尚有检测项待人工认定",
    checker="检测人（签名）",
    outcomes={
        "passed": "通过",
        "warning": "提示",
        "failed": "不通过",
        "not_applicable": "不适用",
        "manual_review": "待人工",
        "not_scanned": "未扫描",
    },
    finding_heads=("检测项", "名称", "结果", "档号", "题名", "说明", "人工认定"),
    notice="移交退回补正通知书",
    letter=(
        "{unit}：\n你单位移交的“{name}”（第 {round} 轮）经检验，有下列 {count} 项需要补正。"
        "{due}补正后请重新提交，已合格的内容不必重传。"
    ),
    due="请于 {day} 前补正。",
    whole="（全批）",
    reason_heads=("序号", "档号", "题名", "检测项", "问题", "补正要求"),
    note="说明",
    returned_on="退回日期",
    due_on="补正期限",
    handler="经办人（签名）",
)

TRADITIONAL = CheckWords(
    report="四性檢測報告",
    findings="檢測明細",
    transfer="移交",
    side="檢測方",
    sides={"unit": "移交單位自檢", "archive": "接收單位檢驗"},
    round="檢測輪次",
    round_value="第 {round} 輪",
    rulebook="檢測規則版本",
    period="檢測起止時間",
    extent="檢測範圍",
    extent_value="{records:,} 件（卷），{files:,} 個檔案，{gigabytes} GB",
    manifest="移交清單\nSHA-256",
    property="檢測類別",
    properties={"authenticity": "真實性", "integrity": "完整性", "usability": "可用性", "security": "安全性"},
    sums=("檢測項", "通過", "提示", "不通過", "人工認定", "待人工", "不適用"),
    conclusion="檢測結論",
    passed="通過",
    failed="不通過",
    open="未完成，尚有檢測項待人工認定",
    checker="檢測人（簽名）",
    outcomes={
        "passed": "通過",
        "warning": "提示",
        "failed": "不通過",
        "not_applicable": "不適用",
        "manual_review": "待人工",
        "not_scanned": "未掃描",
    },
    finding_heads=("檢測項", "名稱", "結果", "檔號", "題名", "說明", "人工認定"),
    notice="移交退回補正通知書",
    letter=(
        "{unit}：\n貴單位移交的「{name}」（第 {round} 輪）經檢驗，有下列 {count} 項需要補正。"
        "{due}補正後請重新提交，已合格的內容不必重傳。"
    ),
    due="請於 {day} 前補正。",
    whole="（全批）",
    reason_heads=("序號", "檔號", "題名", "檢測項", "問題", "補正要求"),
    note="說明",
    returned_on="退回日期",
    due_on="補正期限",
    handler="經辦人（簽名）",
)

ENGLISH = CheckWords(
    report="Report of the Four-Property Check",
    findings="Findings",
    transfer="Transfer",
    side="Checked by",
    sides={"unit": "Transferring body", "archive": "Receiving body"},
    round="Round",
    round_value="{round}",
    rulebook="Version of the rulebook",
    period="From and to",
    extent="Checked",
    extent_value="{records:,} records, {files:,} files, {gigabytes} GB",
    manifest="SHA-256 of\nthe manifest",
    property="Property",
    properties={
        "authenticity": "Authenticity",
        "integrity": "Integrity",
        "usability": "Usability",
        "security": "Security",
    },
    sums=("Checks", "Passed", "Warnings", "Failed", "Decided", "Open", "Not applicable"),
    conclusion="Conclusion",
    passed="Passed",
    failed="Not passed",
    open="Not concluded: checks wait for a person to decide",
    checker="Checker (signature)",
    outcomes={
        "passed": "Passed",
        "warning": "Warning",
        "failed": "Failed",
        "not_applicable": "Not applicable",
        "manual_review": "Open",
        "not_scanned": "Not scanned",
    },
    finding_heads=("Check", "Name", "Outcome", "Reference code", "Title", "What was found", "Decision"),
    notice="Notice of Return for Correction",
    letter=(
        'To {unit}:\nThe check of the transfer "{name}" (round {round}) found {count} points to correct, listed below. '
        "{due}Then please submit it again; what has passed need not be sent again."
    ),
    due="Please correct them by {day}. ",
    whole="(the whole)",
    reason_heads=("No.", "Reference code", "Title", "Check", "What is wrong", "What to do"),
    note="Note",
    returned_on="Returned on",
    due_on="Due on",
    handler="Handled by (signature)",
)

WORDS = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "en": ENGLISH}
