"""The deed of handover with its hand lists, both forms of a mixed transfer, the check report, the notice of return."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from archives.documents.printer import PdfPrinter
from archives.domain.errors import InvalidInputError
from tests.documents_facts import DEED, NOTICE, RECEIPT, REPORT, pages_of, signed

PRINTER = PdfPrinter()
DEED_FIELDS = (
    "档案交接文据",
    "编号：JS-2026-7K4M全宗号：0128市发展和改革委员会",
    "移出单位市发展和改革委员会收进单位市档案馆",
    "交接性质移交档案所属年度1998—1999",
    "移出（收进）日期2026年11月22日",
    "档案类别卷件零散（米）声像（张、盘）文书档案（纸质）60121.8照片档案240张",
    "检索及参考工具数量案卷目录2套全宗指南1份",
    "移出说明全宗内1998至1999年度文书档案，系统整理，已逐卷清点；随附全宗介绍、组织沿革。",
    "接收意见经逐卷清点，与目录相符，同意接收。",
    "领导人（签名）王立2026年11月20日内部签名，非第三方认证周馆2026年11月20日内部签名，非第三方认证",
    "经办人（签名）𠮷野明2026年11月20日手写签署，原件另存李梅",
    "市档案馆接收专用章2026年11月22日",
)


def test_the_deed_shows_every_field_in_both_copies():
    pages = pages_of(PRINTER.handover_deed(DEED))
    first, second = pages[0], pages[len(pages) // 2]

    assert [field for page in (first, second) for field in DEED_FIELDS if field not in page] == []
    assert ("第一联移出单位留存" in first, "第二联收进单位留存" in second) == (True, True)


def test_each_copy_has_its_set_of_the_hand_lists():
    pages = pages_of(PRINTER.handover_deed(DEED))
    first, second = pages[: len(pages) // 2], pages[len(pages) // 2 :]

    for copy, mark in ((first, "第一套移出单位留存"), (second, "第二套收进单位留存")):
        lists = [page for page in copy if "手检目录（" in page]
        assert len(lists) == 3
        assert all(mark in page for page in lists)
        assert [number for number in range(1, 61) if "".join(lists).count(f"0128-002-{number:04}") != 1] == []
        assert "附𠮷野某说明" in lists[-1]
    assert "本页30条；全部60条" in first[1]
    assert "本页12条；全部12条" in first[3]


def test_a_deed_before_the_handover_leaves_room_for_pens_seals_and_dates():
    nobody = {"leader": None, "handler": None, "seal": None}
    blank = replace(DEED, giver=replace(DEED.giver, **nobody), taker=replace(DEED.taker, **nobody), moved_on="")

    assert pages_of(PRINTER.handover_deed(blank))[0].count("年月日") == 7


def test_a_deed_without_lists_is_one_sheet_for_each_side():
    assert len(pages_of(PRINTER.handover_deed(replace(DEED, volumes=[], items=[])))) == 2


def test_a_mixed_transfer_has_both_forms_under_one_number_in_each_copy():
    pages = pages_of(PRINTER.mixed_form(RECEIPT, DEED))
    half = len(pages) // 2

    for copy, mark in ((pages[:half], "第一联移交单位留存"), (pages[half:], "第二联接收单位留存")):
        assert ["电子档案移交与接收登记表" in page for page in copy] == [True, *[False] * (half - 1)]
        assert "档案交接文据" in copy[2]
        assert all(mark in page and "编号：JS-2026-7K4M" in page for page in copy)
        assert f"第{half}页共{half}页" in copy[-1]


def test_two_numbers_are_refused():
    with pytest.raises(InvalidInputError):
        PRINTER.mixed_form(RECEIPT, replace(DEED, number="JS-2026-0000"))


def test_the_check_report_sums_up_and_lists_every_finding():
    summary, findings = pages_of(PRINTER.check_report(REPORT))

    assert "检测方接收单位检验检测轮次第2轮" in summary
    assert "检测起止时间2026-11-2109:00:05+08:00—2026-11-2109:12:40+08:00" in summary
    assert "完整性141211000" in summary
    assert "安全性9600210" in summary
    assert "检测结论不通过" in summary
    assert (
        "YJ-2-3元数据与内容关联不通过0128-WS·2024-Y-BGS-0017关于𠮷野项目的批复元数据所列文件不存在：正文.ofd"
        in findings
    )
    assert "YJ-4-1病毒待人工须由人工认定通过，李梅，隔离区复检未检出" in findings


def test_a_check_without_findings_is_one_sheet():
    (page,) = pages_of(PRINTER.check_report(replace(REPORT, findings=[], is_passed=True)))

    assert "检测结论通过" in page


def test_the_notice_names_every_reason_and_the_term():
    (page,) = pages_of(PRINTER.return_notice(NOTICE))

    assert "有下列2项需要补正。请于2026年12月6日前补正。补正后请重新提交" in page
    assert (
        "10128-WS·2024-Y-BGS-0017关于𠮷野项目的批复YJ-2-3元数据所列文件不存在：正文.ofd补交正文，或改正元数据" in page
    )
    assert "2（全批）YJ-2-9目录326件，说明文件写325件核对后改正说明文件" in page
    assert "市档案馆接收专用章2026年11月22日内部签名，非第三方认证" in page


HEADS = "序号档号题名检测项问题补正要求"


def test_reasons_on_further_pages_have_their_heads_again_and_the_signatures_below_have_none():
    pages = pages_of(PRINTER.return_notice(replace(NOTICE, reasons=NOTICE.reasons * 40)))

    assert [page.count(HEADS) for page in pages] == [1 if "YJ-2" in page else 0 for page in pages]
    assert (len(pages) > 2, "80（全批）" in "".join(pages)) == (True, True)


def test_heads_never_end_a_page():
    """However long the letter above them is, they stand on the page of the first reason."""
    for lines in range(30, 45):
        pages = pages_of(PRINTER.return_notice(replace(NOTICE, transfer_name="某批" * 18 * lines)))

        assert [page.count(HEADS) for page in pages] == [1 if "YJ-2" in page else 0 for page in pages], lines


def test_heads_that_stand_again_are_read_aloud_once():
    notice = PRINTER.return_notice(replace(NOTICE, reasons=NOTICE.reasons * 40))

    with pikepdf.open(BytesIO(notice)) as pdf:
        heads = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
    of_columns = [each for each in heads if each.A.Scope == "/Column"]
    assert len(of_columns) == 6


def test_a_notice_without_a_term_speaks_of_none():
    (page,) = pages_of(PRINTER.return_notice(replace(NOTICE, due_on="", handler=signed("", on=""))))

    assert "前补正" not in page
    assert "补正期限" not in page


def test_a_report_with_open_questions_is_not_concluded():
    failed, waiting = (pages_of(PRINTER.check_report(replace(REPORT, is_open=is_open)))[0] for is_open in (False, True))

    assert "检测结论不通过" in failed
    assert "检测结论未完成，尚有检测项待人工认定" in waiting


def test_who_is_named_without_having_signed_has_no_way_of_signing():
    page = pages_of(PRINTER.check_report(replace(REPORT, checker=signed("李梅", method=""))))[0]

    assert "检测人（签名）李梅2026年11月20日" in page
    assert ("内部签名" in page, "手写" in page) == (False, False)


@pytest.mark.parametrize(("language", "words"), [("zh-Hant", "四性檢測報告"), ("en", "ReportoftheFour-PropertyCheck")])
def test_the_report_speaks_the_language_of_the_archive(language, words):
    assert words in pages_of(PRINTER.check_report(replace(REPORT, language=language)))[0]


def test_identical_facts_give_identical_bytes():
    assert PRINTER.mixed_form(RECEIPT, DEED) == PdfPrinter().mixed_form(RECEIPT, DEED)
    assert PRINTER.return_notice(NOTICE) == PdfPrinter().return_notice(NOTICE)
