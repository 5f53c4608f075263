"""Labels for boxes and for the boxes of carriers."""

from dataclasses import replace

import pytest

from archives.documents.printer import PdfPrinter
from archives.domain.errors import InvalidInputError
from tests.documents_facts import BOXES, CARRIERS, PACKAGE, pages_of

PRINTER = PdfPrinter()


def test_each_box_has_its_spine_and_its_front():
    first, second = pages_of(PRINTER.box_labels(BOXES))

    spine = "全宗号0128年度1999保管期限永久机构（问题）办公室𠮷起止件号0001—0030盒号1"
    front = "市发展和改革委员会全宗号0128门类文书年度1999保管期限永久机构（问题）办公室𠮷起止件号0001—0030件数30盒号1"
    assert spine + front in first
    assert "盒号2备注含照片2张" in first
    assert "0061—0090" in second


def test_each_carrier_has_its_label_with_the_digest():
    first, second = pages_of(PRINTER.carrier_labels(CARRIERS))

    assert "载体编号0128-GP-0001全宗号0128全宗名称市发展和改革委员会内容2024年度文书类电子档案" in first
    assert "数量326件，20.480GB套别第一套（封存）制作日期2026年11月20日" in first
    assert first.count(PACKAGE) == 4
    assert second.count(PACKAGE) == 1
    assert "不得贴于盘面" in first


def test_labels_name_the_characters_that_no_font_has():
    box = replace(BOXES.labels[0], series="\U0002a6a5科")

    (page,) = pages_of(PRINTER.box_labels(replace(BOXES, labels=[box])))

    assert "依次为：〓[U+2A6A5]。" in page


def test_no_labels_are_one_sheet_with_a_title():
    (page,) = pages_of(PRINTER.box_labels(replace(BOXES, labels=[])))

    assert "档案盒标签（盒脊、封面）" in page


def test_a_label_higher_than_a_page_is_refused():
    box = replace(BOXES.labels[0], series="机构" * 500)

    with pytest.raises(InvalidInputError) as refusal:
        PRINTER.box_labels(replace(BOXES, labels=[box]))

    assert [problem.code for problem in refusal.value.problems] == ["label_too_long"]
