"""The documents of a transfer, read back from the PDF."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from archives.documents.printer import PdfPrinter
from archives.ports import CarrierDigest
from tests.documents_facts import ARCHIVE, BEIJING, FORM, LONG_NAME, MANIFEST, PACKAGE, UNIT, pages_of, signed, unsigned

PRINTER = PdfPrinter()
FORM_FIELDS = (
    "电子档案移交与接收登记表",
    "编号：JS-2026-7K4M",
    "全宗号：0128",
    "交接工作名称0128全宗2024年度第3批移交",
    "内容描述2024年度形成的文书类电子档案，格式为OFD和PDF/A；在线移交。经办人𠮷野明。",
    "移交电子档案数量文件12,345件；案卷268卷",
    "移交数据量1,234.567GB".replace(",", ""),
    "载体起止顺序号SIP-0001至SIP-0012",
    "移交载体类型、规格在线",
    "检验内容移交单位：市发展和改革委员会接收单位：市档案馆",
    "准确性检验清单核对326/326一致逐件复核326/326一致",
    "完整性检验元数据必填项齐全内容与元数据关联完整",
    "可用性检验格式识别100%，抽检5%可读抽检5%可读",
    "安全性检验未检出病毒隔离区复检未检出",
    "载体外观检验不适用（在线）甲不适用（在线）乙",
    f"数字摘要移交清单SHA-256：{MANIFEST}",
    "填表人（签名）𠮷野明2026年11月20日内部签名，非第三方认证钟𬭼2026年11月21日内部签名，非第三方认证",
    "审核人（签名）朱䶮2026年11月20日手写签署，原件另存李梅2026年11月21日内部签名，非第三方认证",
    "单位（印章）市发展和改革委员会公章2026年11月20日内部签名，非第三方认证市档案馆接收专用章2026年11月22日内部签名",
    "本表一式两份",
    "1GB=1024³字节",
    "制表时间：2026-11-2214:30+08:00",
)
DIGEST_FIELDS = (
    "电子档案数字摘要",
    "单位名称（盖章）市发展和改革委员会",
    "市发展和改革委员会公章2026年11月20日",
    "载体（包）编号内容说明数字摘要（注明算法）实际容量（GB）",
    f"SIP-0001文书类2024年SHA-256：{PACKAGE}102.880",
    f"移交清单SHA-256：{MANIFEST}",
)

PRINT_DIGEST = """
from hashlib import sha256
from tests.documents_facts import FORM
from archives.documents.printer import PdfPrinter
printer = PdfPrinter()
print(sha256(printer.transfer_list(FORM) + printer.transfer_form(FORM)).hexdigest())
"""


@pytest.fixture
def impatient_threads():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_the_register_shows_every_field_in_both_copies():
    first, first_digests, second, second_digests = pages_of(PRINTER.transfer_form(FORM))

    assert [field for page in (first, second) for field in FORM_FIELDS if field not in page] == []
    assert [field for page in (first_digests, second_digests) for field in DIGEST_FIELDS if field not in page] == []


def test_each_copy_says_whose_it_is_and_counts_its_own_pages():
    pages = pages_of(PRINTER.transfer_form(FORM))

    assert [("第一联移交单位留存" in page, "第二联接收单位留存" in page) for page in pages] == [
        (True, False),
        (True, False),
        (False, True),
        (False, True),
    ]
    assert ["第1页共2页" in page for page in pages] == [True, False, True, False]


def test_the_blank_form_leaves_room_for_pen_and_seal():
    page = pages_of(PRINTER.transfer_form(unsigned(FORM)))[0]

    assert page.count("年月日") == 6
    assert "认证" not in page
    assert "公章" not in page


def test_a_signature_without_name_is_a_line_for_the_pen():
    nameless = replace(
        UNIT, filler=signed("", method="wet_ink", on=""), reviewer=signed("李梅", method="wet_ink", on="")
    )
    page = pages_of(PRINTER.transfer_form(replace(FORM, unit=nameless)))[0]

    assert "填表人（签名）年月日钟𬭼" in page
    assert "审核人（签名）李梅年月日手写签署，原件另存李梅" in page


def test_letters_with_separate_accents_are_printed_joined():
    form = replace(FORM, work_name="Zu\u0308rich 友好城市")

    (page, *_) = pages_of(PRINTER.transfer_form(form))

    assert "Zürich友好城市" in page
    assert "〓" not in page


def test_a_demonstration_says_so_on_every_page_in_its_language():
    marks = {"zh-Hans": "演示数据", "zh-Hant": "演示數據", "en": "DEMONSTRATIONDATA"}
    for language, mark in marks.items():
        form = replace(FORM, language=language, is_demo=True)
        pages = pages_of(PRINTER.transfer_form(form)) + pages_of(PRINTER.transfer_list(form))

        assert [mark in page for page in pages] == [True] * len(pages)
    assert "演示" not in "".join(pages_of(PRINTER.transfer_form(FORM)))


def test_the_english_form_is_english_about_chinese_records():
    page = pages_of(PRINTER.transfer_form(replace(FORM, language="en")))[0]

    assert "RegisterofTransferandReceiptofElectronicRecords" in page
    assert "Transferringbody:市发展和改革委员会" in page
    assert "20November2026" in page
    assert "Page1of2" in page


def test_a_name_of_85_characters_stays_whole_on_one_page():
    names = {"party": LONG_NAME, "seal": replace(UNIT.seal, name=LONG_NAME)}
    form = replace(FORM, unit=replace(UNIT, **names), archive=replace(ARCHIVE, **names), work_name=LONG_NAME)
    pages = pages_of(PRINTER.transfer_form(form))

    assert len(pages) == 4
    assert pages[0].count(LONG_NAME) == 5
    assert LONG_NAME in pages_of(PRINTER.transfer_list(form))[0]


def test_a_long_description_goes_on_to_another_page_and_loses_nothing():
    description = "".join(f"第{number}项：文书类电子档案，格式为 OFD；" for number in range(400))
    pages = pages_of(PRINTER.transfer_form(replace(FORM, description=description)))
    first_copy = pages[: len(pages) // 2]

    assert len(first_copy) > 2
    tables = [page.split("全宗号：0128")[1].split(f"第{number}页共")[0] for number, page in enumerate(first_copy, 1)]
    assert "".join(description.split()) in "".join(tables)
    assert "（续）" in first_copy[1]
    assert "市档案馆接收专用章" in first_copy[-2]


def test_many_digests_repeat_their_heads_on_every_page():
    digests = [CarrierDigest(f"SIP-{number:04}", "文书类", "SHA-256", PACKAGE, "1.000") for number in range(60)]
    pages = pages_of(PRINTER.transfer_form(replace(FORM, digests=digests)))
    sheets = [page for page in pages[: len(pages) // 2] if "电子档案数字摘要" in page]

    assert len(sheets) > 1
    assert all("载体（包）编号" in page for page in sheets)
    assert "".join(sheets).count(f"SHA-256：{PACKAGE}") == 60


def test_characters_that_no_font_has_are_named_in_a_note():
    form = replace(FORM, description="经办人\U0002a6a5某，乙\U000323b0某")

    assert "依次为：〓[U+2A6A5]〓[U+323B0]。" in pages_of(PRINTER.transfer_form(form))[0]
    assert "〓" not in "".join(pages_of(PRINTER.transfer_form(FORM)))


def test_the_list_shows_every_row_once_under_repeated_heads():
    pages = pages_of(PRINTER.transfer_list(FORM))

    assert len(pages) > 1
    assert all("序号档号文号责任者题名日期保管期限页数文件数备注" in page for page in pages)
    assert [number for number in range(1, 51) if "".join(pages).count(f"0128-WS·2024-Y-BGS-{number:04}") != 1] == []
    assert "市发展和改革委员会关于印发《档案移交与接收工作规程（试行）》的通知2024-05-14永久122" in pages[0]
    assert "附扫描件" in pages[0]


def test_the_list_sums_up_each_page_and_the_whole():
    pages = pages_of(PRINTER.transfer_list(FORM))
    counts = [int(page.split("本页")[1].split("条")[0]) for page in pages]

    assert sum(counts) == 50
    assert f"本页{counts[0]}条，{2 * counts[0]}个文件；全部50条，100个文件" in pages[0]
    assert f"第1页共{len(pages)}页" in pages[0]


def test_an_empty_list_is_one_page_of_heads():
    (page,) = pages_of(PRINTER.transfer_list(replace(FORM, rows=[])))

    assert "全部0条，0个文件" in page


@settings(deadline=None, max_examples=10)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_breaks_the_printer(text):
    row = replace(FORM.rows[0], title=text, responsible_party=text)
    form = replace(FORM, work_name=text, description=text, rows=[row])

    assert len(PdfReader(BytesIO(PRINTER.transfer_form(form))).pages) >= 4
    assert len(PdfReader(BytesIO(PRINTER.transfer_list(form))).pages) >= 1


def test_a_row_higher_than_a_page_is_split():
    rows = [replace(FORM.rows[0], title="长题名" * 2000)]
    pages = pages_of(PRINTER.transfer_list(replace(FORM, rows=rows)))

    assert len(pages) > 1
    assert "".join(page.split("备注")[1].split("本页")[0] for page in pages).count("长题名") >= 1990
    assert "本页1条，2个文件" in pages[0]
    assert "本页0条，0个文件" in pages[1]


def test_the_document_is_dated_and_titled_by_its_facts():
    reader = PdfReader(BytesIO(PRINTER.transfer_form(FORM)))

    assert reader.metadata.creation_date == datetime(2026, 11, 22, 14, 30, tzinfo=BEIJING)
    assert reader.metadata.title == "电子档案移交与接收登记表 JS-2026-7K4M"
    assert reader.metadata.author == "市档案馆"
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"


def test_no_font_is_left_out_of_the_file():
    reader = PdfReader(BytesIO(PRINTER.transfer_form(FORM)))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]

    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_identical_facts_give_identical_bytes_in_every_process():
    runs = {
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1
    assert PRINTER.transfer_form(FORM) == PdfPrinter().transfer_form(FORM)


def test_one_different_fact_gives_other_bytes():
    assert PRINTER.transfer_form(FORM) != PRINTER.transfer_form(replace(FORM, fonds="0129"))


def test_threads_may_share_a_printer(impatient_threads):
    forms = [replace(FORM, number=f"JS-{number}", language=("zh-Hans", "zh-Hant")[number % 2]) for number in range(6)]
    alone = [PRINTER.transfer_form(form) for form in forms]

    with ThreadPoolExecutor(max_workers=3) as threads:
        assert list(threads.map(PdfPrinter().transfer_form, forms)) == alone
