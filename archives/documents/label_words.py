"""Words of the labels for boxes and carriers, in each language of legal documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelWords:
    """All words of one language; what labels share with the register stands in `Labels`."""

    boxes: str
    carriers: str
    fonds_name: str
    category: str
    year: str
    retention: str
    series: str
    numbers: str
    items: str
    box_number: str
    carrier_number: str
    content: str
    kind: str
    amount: str
    amount_value: str
    set_name: str
    made_on: str
    maker: str
    checker: str
    environment: str
    digest: str


SIMPLIFIED = LabelWords(
    boxes="档案盒标签（盒脊、封面）",
    carriers="载体盒标签（不得贴于盘面）",
    fonds_name="全宗名称",
    category="门类",
    year="年度",
    retention="保管期限",
    series="机构（问题）",
    numbers="起止件号",
    items="件数",
    box_number="盒号",
    carrier_number="载体编号",
    content="内容",
    kind="类型、规格",
    amount="数量",
    amount_value="{items:,} 件，{gigabytes} GB",
    set_name="套别",
    made_on="制作日期",
    maker="制作单位",
    checker="检查人",
    environment="软硬件环境",
    digest="数字摘要",
)

TRADITIONAL = LabelWords(
    boxes="檔案盒標籤（盒脊、封面）",
    carriers="載體盒標籤（不得貼於盤面）",
    fonds_name="全宗名稱",
    category="門類",
    year="年度",
    retention="保管期限",
    series="機構（問題）",
    numbers="起止件號",
    items="件數",
    box_number="盒號",
    carrier_number="載體編號",
    content="內容",
    kind="類型、規格",
    amount="數量",
    amount_value="{items:,} 件，{gigabytes} GB",
    set_name="套別",
    made_on="製作日期",
    maker="製作單位",
    checker="檢查人",
    environment="軟硬件環境",
    digest="數字摘要",
)

ENGLISH = LabelWords(
    boxes="Labels for Boxes (Spine and Front)",
    carriers="Labels for Boxes of Carriers (Never on a Disc)",
    fonds_name="Fonds",
    category="Category",
    year="Year",
    retention="Retention",
    series="Office or subject",
    numbers="Items from – to",
    items="Items",
    box_number="Box",
    carrier_number="Carrier number",
    content="Content",
    kind="Type",
    amount="Amount",
    amount_value="{items:,} items, {gigabytes} GB",
    set_name="Set",
    made_on="Made on",
    maker="Made by",
    checker="Checked by",
    environment="Software, hardware",
    digest="Digest",
)

WORDS = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "en": ENGLISH}
