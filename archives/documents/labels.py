"""Words printed on the documents. A legal document has its own language, whoever reads it: no gettext here."""

from dataclasses import dataclass

from archives.domain.errors import InvalidInputError, Problem


@dataclass(frozen=True, slots=True)
class Labels:
    """All words of one language. Braces are filled by `str.format`."""

    form_title: str
    copies: tuple[str, str]
    number: str
    fonds: str
    work_name: str
    description: str
    quantity: str
    quantity_value: str
    volume: str
    volume_value: str
    carrier_numbers: str
    carrier_kind: str
    checks: str
    unit: str
    archive: str
    accuracy: str
    integrity: str
    usability: str
    security: str
    carrier: str
    digest: str
    digest_value: str
    remarks: str
    filler: str
    reviewer: str
    seal: str
    date: str
    blank_date: str
    electronic: str
    wet_ink: str
    copies_note: str
    gigabyte_note: str
    missing_note: str
    attached_note: str
    supersedes_note: str
    verify_note: str
    code: str
    issued: str
    page: str
    continued: str
    demo: str
    digest_title: str
    unit_name: str
    digest_heads: tuple[str, str, str, str]
    list_title: str
    list_heads: tuple[str, str, str, str, str, str, str, str, str, str]
    list_sums: str
    retention: dict[str, str]
    colon: str
    months: tuple[str, ...] = ()


def labels_for(language: str) -> Labels:
    """Return the words of zh-Hans, zh-Hant or en; refuse any other language (InvalidInputError)."""
    if language not in CATALOGUE:
        raise InvalidInputError([Problem("unknown_language", "language", (("value", language),))])
    return CATALOGUE[language]


SIMPLIFIED = Labels(
    form_title="电子档案移交与接收登记表",
    copies=("第一联　移交单位留存", "第二联　接收单位留存"),
    number="编号",
    fonds="全宗号",
    work_name="交接工作名称",
    description="内容描述",
    quantity="移交电子档案数量",
    quantity_value="文件 {items:,} 件；案卷 {volumes:,} 卷",
    volume="移交数据量",
    volume_value="{gigabytes} GB",
    carrier_numbers="载体起止顺序号",
    carrier_kind="移交载体类型、规格",
    checks="检验内容",
    unit="移交单位",
    archive="接收单位",
    accuracy="准确性检验",
    integrity="完整性检验",
    usability="可用性检验",
    security="安全性检验",
    carrier="载体外观检验",
    digest="数字摘要",
    digest_value="移交清单 SHA-256：\n{sha256}",
    remarks="备注",
    filler="填表人（签名）",
    reviewer="审核人（签名）",
    seal="单位（印章）",
    date="{year} 年 {month} 月 {day} 日",
    blank_date="年　　月　　日",
    electronic="内部签名，非第三方认证",
    wet_ink="手写签署，原件另存",
    copies_note="注：本表一式两份，移交单位、接收单位各执一份。",
    gigabyte_note="数据量按 1 GB = 1024³ 字节计。",
    missing_note="字库未收的字以〓代替，依次为：{signs}。",
    attached_note="随附移交清单：{names}。",
    supersedes_note="本表替代 {number}；原表自本表签发起失效，保管责任不变。",
    verify_note="查验：{url}",
    code="查验本表的二维码：{url}",
    issued="制表时间：{at}",
    page="第 {page} 页　共 {pages} 页",
    continued="（续）",
    demo="演示数据　无凭证效力",
    digest_title="电子档案数字摘要",
    unit_name="单位名称（盖章）",
    digest_heads=("载体（包）编号", "内容说明", "数字摘要（注明算法）", "实际容量（GB）"),
    list_title="移交目录",
    list_heads=("序号", "档号", "文号", "责任者", "题名", "日期", "保管期限", "页数", "文件数", "备注"),
    list_sums="本页 {page_rows:,} 条，{page_files:,} 个文件；全部 {rows:,} 条，{files:,} 个文件",
    retention={"permanent": "永久", "D30": "30年", "D10": "10年", "long": "长期", "short": "短期"},
    colon="：",
)

TRADITIONAL = Labels(
    form_title="電子檔案移交與接收登記表",
    copies=("第一聯　移交單位留存", "第二聯　接收單位留存"),
    number="編號",
    fonds="全宗號",
    work_name="交接工作名稱",
    description="內容描述",
    quantity="移交電子檔案數量",
    quantity_value="文件 {items:,} 件；案卷 {volumes:,} 卷",
    volume="移交數據量",
    volume_value="{gigabytes} GB",
    carrier_numbers="載體起止順序號",
    carrier_kind="移交載體類型、規格",
    checks="檢驗內容",
    unit="移交單位",
    archive="接收單位",
    accuracy="準確性檢驗",
    integrity="完整性檢驗",
    usability="可用性檢驗",
    security="安全性檢驗",
    carrier="載體外觀檢驗",
    digest="數字摘要",
    digest_value="移交清單 SHA-256：\n{sha256}",
    remarks="備註",
    filler="填表人（簽名）",
    reviewer="審核人（簽名）",
    seal="單位（印章）",
    date="{year} 年 {month} 月 {day} 日",
    blank_date="年　　月　　日",
    electronic="內部簽名，非第三方認證",
    wet_ink="手寫簽署，原件另存",
    copies_note="註：本表一式兩份，移交單位、接收單位各執一份。",
    gigabyte_note="數據量按 1 GB = 1024³ 字節計。",
    missing_note="字庫未收的字以〓代替，依次為：{signs}。",
    attached_note="隨附移交清單：{names}。",
    supersedes_note="本表替代 {number}；原表自本表簽發起失效，保管責任不變。",
    verify_note="查驗：{url}",
    code="查驗本表的二維碼：{url}",
    issued="製表時間：{at}",
    page="第 {page} 頁　共 {pages} 頁",
    continued="（續）",
    demo="演示數據　無憑證效力",
    digest_title="電子檔案數字摘要",
    unit_name="單位名稱（蓋章）",
    digest_heads=("載體（包）編號", "內容說明", "數字摘要（註明算法）", "實際容量（GB）"),
    list_title="移交目錄",
    list_heads=("序號", "檔號", "文號", "責任者", "題名", "日期", "保管期限", "頁數", "文件數", "備註"),
    list_sums="本頁 {page_rows:,} 條，{page_files:,} 個文件；全部 {rows:,} 條，{files:,} 個文件",
    retention={"permanent": "永久", "D30": "30年", "D10": "10年", "long": "長期", "short": "短期"},
    colon="：",
)

ENGLISH = Labels(
    form_title="Register of Transfer and Receipt of Electronic Records",
    copies=("Copy 1, for the transferring body", "Copy 2, for the receiving body"),
    number="Number",
    fonds="Fonds number",
    work_name="Name of this transfer",
    description="Description of content",
    quantity="Electronic records transferred",
    quantity_value="{items:,} items; {volumes:,} volumes",
    volume="Volume of data",
    volume_value="{gigabytes} GB",
    carrier_numbers="Carrier numbers, first to last",
    carrier_kind="Carrier type and specification",
    checks="Checks",
    unit="Transferring body",
    archive="Receiving body",
    accuracy="Accuracy",
    integrity="Integrity",
    usability="Usability",
    security="Security",
    carrier="Appearance of the carrier",
    digest="Digest",
    digest_value="SHA-256 of the manifest:\n{sha256}",
    remarks="Remarks",
    filler="Filled in by (signature)",
    reviewer="Reviewed by (signature)",
    seal="Body (seal)",
    date="{day} {month} {year}",
    blank_date="Date:　　　　　　　　",
    electronic="Internal signature, not third-party certified",
    wet_ink="Signed by hand, original kept apart",
    copies_note="Note: made out in two copies, one for the transferring body and one for the receiving body. ",
    gigabyte_note="1 GB is 1024³ bytes.",
    missing_note="Characters that no font has are printed as 〓; in order of reading they are: {signs}.",
    attached_note="Attached: {names}.",
    supersedes_note="Issued in place of {number}, which no longer counts; custody is unchanged.",
    verify_note="Verify at {url}",
    code="QR code to verify this form: {url}",
    issued="Made out at {at}",
    page="Page {page} of {pages}",
    continued=" (continued)",
    demo="DEMONSTRATION DATA, NO LEGAL FORCE",
    digest_title="Digests of the Electronic Records",
    unit_name="Name of the body (seal)",
    digest_heads=("Carrier or package", "Content", "Digest (with algorithm)", "Actual size (GB)"),
    list_title="Transfer List",
    list_heads=(
        "No.",
        "Reference code",
        "Document number",
        "Responsible party",
        "Title",
        "Date",
        "Retention",
        "Pages",
        "Files",
        "Remarks",
    ),
    list_sums="This page: entries {page_rows:,}, files {page_files:,}. In all: entries {rows:,}, files {files:,}",
    retention={"permanent": "Permanent", "D30": "30 years", "D10": "10 years", "long": "Long", "short": "Short"},
    colon=": ",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
)

CATALOGUE = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "en": ENGLISH}
