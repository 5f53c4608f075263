"""Finding records in a browser without script."""

import csv
import hashlib
import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from api.pages.question_words import EXAMPLE_WORDS, NOTES
from archives.domain import question_terms
from archives.domain.permission import WORKER
from archives.domain.question_fields import EXAMPLES, FIELD_NAMES, NAMES
from archives.domain.question_reading import read
from archives.models import Record
from archives.services import search_names
from archives.services.content import Upload
from tests.handover import register, three_records


def _paged(*lines):
    out = io.BytesIO()
    canvas = Canvas(out)
    for line in lines:
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


PDF = _paged("The first page", "The second page")


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


def test_a_hit_in_a_pdf_opens_it_at_its_page_and_no_other_file_opens_in_a_page(clerk, house, people, records):
    with house.open(people.clerk) as services:
        record_id = services.work.session.scalars(select(Record.id).order_by(Record.id)).first()
    attached = {}
    for name, data in (("甲.pdf", PDF), ("乙.pdf", b"<script>alert(1)</script>%PDF-1.4")):
        with house.open(people.clerk) as services:
            upload = Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
            attached[name] = services.content.attach(record_id, upload).id
    with house.open(WORKER) as services:
        while services.indexing.extract() or services.indexing.drain():
            pass

    found = clerk.get("/search?q=" + quote('"second page"'))
    shown = clerk.get(f"/records/{record_id}/files/{attached['甲.pdf']}/view")
    kept = clerk.get(f"/records/{record_id}/files/{attached['乙.pdf']}/view")

    assert f'href="/records/{record_id}/files/{attached["甲.pdf"]}/view#page=2"' in found.text
    assert "第 2 页" in found.text
    assert (shown.mimetype, shown.headers["Content-Disposition"].partition(";")[0]) == ("application/pdf", "inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.mimetype == "application/octet-stream"
    assert (shown.data[:5], kept.data[:7]) == (b"%PDF-", b"<script")
    shown.close()
    kept.close()


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


def test_what_is_wrong_with_a_question_is_explained_and_the_rest_is_answered(clerk):
    page = clerk.get("/search?q=" + quote("防汛 日期:昨天"))

    assert len(hits(page)) == 1
    assert "这不是日期" in page.text
    assert "防汛 日期:<mark>昨天</mark>" in page.text


def test_a_question_may_name_fields_and_values_as_people_do(clerk):
    for words, count in (("题名:防汛 保管期限:永久", 1), ("单位:财政", 3), ("单位:卫生", 0), ("保管期限:十年", 0)):
        assert len(hits(clerk.get("/search?q=" + quote(words)))) == count, words


def test_the_page_teaches_the_language_of_questions(clerk):
    page = clerk.get("/search")

    assert "形成日期:1998..2003" in page.text
    assert all(f"<code>{name}</code>" in page.text for name in FIELD_NAMES)


def test_every_name_on_the_page_is_a_field_and_every_note_has_words():
    source = Path(question_terms.__file__).parent
    written = "".join(path.read_text("utf-8") for path in source.glob("question_*.py"))
    written += Path(search_names.__file__).read_text("utf-8")

    assert set(FIELD_NAMES) <= set(NAMES)
    assert set(EXAMPLES) == set(EXAMPLE_WORDS)
    assert [each for several in EXAMPLES.values() for each in several if read(each).notes] == []
    assert set(re.findall(r'ote\(\s*"([a-z_]+)"', written)) == set(NOTES)


def test_suggestions_come_as_one_types_over_every_door(clerk, house):
    with house.open(WORKER) as services:
        services.indexing.catch_up()

    told = clerk.get(f"/search/suggestions?q={quote('防汛')}").json

    assert [each["kind"] for each in told] == ["title"]
    assert clerk.get(f"/api/v1/search/suggestions?q={quote('防汛')}").json["items"] == told


def test_a_word_that_nothing_has_is_set_right(clerk, house, people):
    register(house, people, "A001-WS·2005-Y-0008", "Forest fire", carrier="paper")
    with house.open(WORKER) as services:
        services.indexing.catch_up()

    assert '<a href="/search?q=forest">forest</a>' in clerk.get("/search?q=forrest").text


def test_all_hits_are_downloaded_as_a_list_with_the_filters(clerk):
    asked = f"?q={quote('题名:的')}&retention=permanent"
    page, listed = clerk.get(f"/search{asked}"), clerk.get(f"/search/hits.csv{asked}")
    rows = list(csv.DictReader(listed.data.decode("utf-8-sig").splitlines()))

    assert "/search/hits.xlsx?" in page.text
    assert len(rows) == len(hits(page)) > 0
    assert all(row["title"] in unescape(re.sub("<.*?>", "", page.text)) for row in rows)
    assert clerk.get(f"/api/v1/search/hits.csv{asked}").data == listed.data
    assert clerk.get(f"/search/hits.xlsx{asked}").data[:2] == b"PK"
