"""Finding records in a browser without script."""

import re
from html import unescape

import pytest

from archives.domain.permission import WORKER
from tests.handover import register, three_records


@pytest.fixture
def records(house, people):
    return three_records(house, people)


@pytest.fixture
def clerk(client_as, records):
    return client_as("clerk")


def hits(page):
    return re.findall(r'<h2><a href="/records/', page.text)


def test_what_was_just_saved_is_found_and_the_match_is_marked(clerk):
    page = clerk.get("/search?q=防汛")

    assert len(hits(page)) == 1
    assert "关于<mark>防汛</mark>经费的通知" in page.text
    assert "青山县财政局" in page.text
    assert "A001-WS·2005-Y-0001" in page.text


def test_a_word_of_the_text_is_found_once_the_machine_has_read_it(clerk, house):
    with house.open(WORKER) as services:
        while services.indexing.extract() or services.indexing.drain():
            pass

    assert "<mark>的全文</mark>" in clerk.get("/search?q=的全文").text


def test_a_title_is_never_markup(clerk, house, people):
    register(house, people, "A001-WS·2005-Y-0009", "关于<script>的通知", carrier="paper")

    page = clerk.get("/search?q=script")

    assert "<script>的" not in page.text
    assert "&lt;" in page.text


def test_a_facet_narrows_and_is_left_again(clerk, house, people):
    register(
        house, people, "A001-WS·2006-Y-0001", "关于决算的通知", carrier="paper", year="2006", formed_on="2006-03-04"
    )

    narrow = re.search(r'href="(/search\?[^"]*year=2006[^"]*)"', clerk.get("/search?q=A001").text)[1]
    page = clerk.get(unescape(narrow))

    assert len(hits(page)) == 1
    leave = re.search(r'href="(/search\?[^"]*)" aria-current="true"', page.text)[1]
    assert len(hits(clerk.get(unescape(leave)))) == 4


def test_no_words_and_no_hits_say_how_to_go_on(clerk):
    assert 'id="hints-title"' in clerk.get("/search").text
    assert 'id="nothing-title"' in clerk.get("/search?q=没有这样的词").text


@pytest.mark.parametrize(
    "query", ["q=%22(", "q=a&offset=999999", "q=a&sort=nonsense", "q=a&offset=x", "q=" + "很" * 900]
)
def test_no_question_breaks_the_page(clerk, query):
    assert clerk.get(f"/search?{query}").status_code == 200


def test_nobody_finds_what_is_not_his(client_as, records):
    assert hits(client_as("other_clerk").get("/search?q=防汛")) == []
    assert hits(client_as("archivist").get("/search?q=防汛")) == []
