"""Words of the 档案交接文据 and its 手检目录, in each language of legal documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeedWords:
    """All words of one language; what the deed shares with the register stands in `Labels`."""

    title: str
    volume_list: str
    item_list: str
    copies: tuple[str, str]
    sets: tuple[str, str]
    giver: str
    taker: str
    nature: str
    natures: dict[str, str]
    years: str
    moved_on: str
    category: str
    amounts: tuple[str, str, str, str]
    finding_aids: str
    count: str
    statement: str
    opinion: str
    leader: str
    handler: str
    volume_heads: tuple[str, str, str, str, str, str, str]
    item_heads: tuple[str, str, str, str, str, str, str, str, str, str]
    list_sums: str
    note: str


SIMPLIFIED = DeedWords(
    title="档案交接文据",
    volume_list="手检目录（案卷目录）",
    item_list="手检目录（归档文件目录）",
    copies=("第一联　移出单位留存", "第二联　收进单位留存"),
    sets=("第一套　移出单位留存", "第二套　收进单位留存"),
    giver="移出单位",
    taker="收进单位",
    nature="交接性质",
    natures={"transfer": "移交", "deposit": "寄存", "purchase": "征购或收购", "donation": "捐赠"},
    years="档案所属年度",
    moved_on="移出（收进）\n日期",
    category="档案类别",
    amounts=("卷", "件", "零散（米）", "声像（张、盘）"),
    finding_aids="检索及参考工具",
    count="数量",
    statement="移出说明",
    opinion="接收意见",
    leader="领导人（签名）",
    handler="经办人（签名）",
    volume_heads=("序号", "档号", "案卷题名", "起止日期", "总页数", "保管期限", "备注"),
    item_heads=("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "保管期限", "页数", "备注"),
    list_sums="本页 {page} 条；全部 {all} 条",
    note="注：本文据及手检目录一式两份，移出单位、收进单位各执一份。",
)

TRADITIONAL = DeedWords(
    title="檔案交接文據",
    volume_list="手檢目錄（案卷目錄）",
    item_list="手檢目錄（歸檔文件目錄）",
    copies=("第一聯　移出單位留存", "第二聯　收進單位留存"),
    sets=("第一套　移出單位留存", "第二套　收進單位留存"),
    giver="移出單位",
    taker="收進單位",
    nature="交接性質",
    natures={"transfer": "移交", "deposit": "寄存", "purchase": "徵購或收購", "donation": "捐贈"},
    years="檔案所屬年度",
    moved_on="移出（收進）日期",
    category="檔案類別",
    amounts=("卷", "件", "零散（米）", "聲像（張、盤）"),
    finding_aids="檢索及參考工具",
    count="數量",
    statement="移出說明",
    opinion="接收意見",
    leader="領導人（簽名）",
    handler="經辦人（簽名）",
    volume_heads=("序號", "檔號", "案卷題名", "起止日期", "總頁數", "保管期限", "備註"),
    item_heads=("序號", "檔號", "文號", "責任者", "題名", "日期", "密級", "保管期限", "頁數", "備註"),
    list_sums="本頁 {page} 條；全部 {all} 條",
    note="註：本文據及手檢目錄一式兩份，移出單位、收進單位各執一份。",
)

ENGLISH = DeedWords(
    title="Deed of Handover of Archives",
    volume_list="Hand List of Volumes",
    item_list="Hand List of Items",
    copies=("Copy 1, for the body that gives", "Copy 2, for the body that takes"),
    sets=("Set 1, for the body that gives", "Set 2, for the body that takes"),
    giver="Body that gives",
    taker="Body that takes",
    nature="Nature",
    natures={"transfer": "Transfer", "deposit": "Deposit", "purchase": "Purchase", "donation": "Donation"},
    years="Years of the archives",
    moved_on="Handed over on",
    category="Category",
    amounts=("Volumes", "Items", "Loose (metres)", "Audio-visual (pieces)"),
    finding_aids="Finding aids",
    count="Number",
    statement="Statement of the giver",
    opinion="Opinion of the taker",
    leader="Head (signature)",
    handler="Handled by (signature)",
    volume_heads=("No.", "Reference code", "Title of the volume", "Dates", "Pages", "Retention", "Remarks"),
    item_heads=(
        *("No.", "Reference code", "Document number", "Responsible party", "Title"),
        *("Date", "Secrecy", "Retention", "Pages", "Remarks"),
    ),
    list_sums="This page: {page} entries. In all: {all}",
    note="Note: deed and hand lists are made out in two copies, one for each body.",
)

WORDS = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "en": ENGLISH}
