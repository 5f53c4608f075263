"""The papers of a case as PDF: archival in three languages, whole however long, the pages of a file counted through."""

from dataclasses import replace

import pytest

from archives.documents.printer import PdfPrinter
from tests.case_papers_facts import BASE, FIRE, MANY, PAPERS, spoken
from tests.documents_facts import LONG_NAME, pages_of
from tests.pdfa_lint import lint

PRINTER = PdfPrinter()


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_paper_is_archival(language):
    faults = {name: lint(PRINTER.case_paper(spoken(paper, language))) for name, paper in PAPERS.items()}

    assert {name: each for name, each in faults.items() if each} == {}


def test_thirty_items_and_the_longest_names_go_over_pages_whole():
    pages = [page.replace("\n", "") for page in pages_of(PRINTER.case_paper(MANY))]
    text = "".join(pages)

    assert len(pages) > 3
    assert [each.number for each in MANY.items if each.number not in text] == []
    assert all("责令限期整改通知书" in page and "青档改〔2026〕1号" in page for page in pages)
    assert all("（续）" in page for page in pages[1:])
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1))
    assert LONG_NAME in text


def test_a_character_that_no_face_has_is_named():
    said = "".join(pages_of(PRINTER.case_paper(BASE)))

    assert "〓[U+2A6A5]" in said
    assert "朱䶮" in said


def test_an_item_higher_than_a_page_is_split_and_nothing_of_it_is_lost():
    facts = "".join(f"第{number:04}条事实不符合要求；" for number in range(400))

    text = "".join(pages_of(PRINTER.case_paper(replace(BASE, items=[replace(FIRE, facts=facts)])))).replace("\n", "")

    assert [number for number in range(400) if f"{number:04}条" not in text] == []


def test_an_index_of_many_papers_keeps_its_pages_right():
    short = replace(PAPERS["order"], verification_url="", sha256="b" * 64)
    long = replace(short, items=MANY.items)
    file = replace(PAPERS["case-file"], enclosed=[long, *([short] * 45)])

    pages = [page.replace("\n", "") for page in pages_of(PRINTER.case_paper(file))]
    begins = [n for n, page in enumerate(pages, 1) if page.startswith("责令限期整改通知书") and "（续）" not in page]
    index = "".join(pages[1 : begins[0] - 1])

    assert begins[0] == 4  # a cover, an index of two pages
    assert len(begins) == 46
    assert f"2026-11-22{begins[0]}—{begins[1] - 1}" in index
    assert f"2026-11-22{begins[-1]}" in index
    assert f"共{len(pages)}页" in pages[0]
