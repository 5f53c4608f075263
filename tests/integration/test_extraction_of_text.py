"""Text of content files of every kind, and of files that mean harm."""

import io
import os
import stat
import sys
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from archives.extraction import limits, reader, text
from archives.extraction.encoding import decode
from archives.extraction.paging import joined
from archives.extraction.text import FileTextExtractor
from archives.ports import ExtractedText

WORDS = "关于档案移交的通知\nForest fire 2006"


@pytest.fixture
def extract(tmp_path):
    def text_of(name, content):
        path = tmp_path / "content"  # kept content has no ending: the name says it
        path.write_bytes(content)
        return FileTextExtractor().read(path, name).text

    return text_of


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# --- plain text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "通知.MD", "目录.Csv"])
def test_plain_text_is_read(extract, name):
    assert extract(name, WORDS.encode()) == WORDS


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
        WORDS.encode("gb18030"),
        WORDS.encode("gbk"),
    ],
)
def test_the_encoding_is_found(extract, content):
    assert extract("a.txt", content) == WORDS


def test_rare_characters_survive_in_gb18030(extract):
    assert extract("a.txt", "𠮷永吉".encode("gb18030")) == "𠮷永吉"


def test_a_character_cut_at_the_end_is_left_out(monkeypatch, extract):
    assert decode("档案".encode()[:-1]) == "档"
    monkeypatch.setattr(text, "MOST_CHARACTERS", 3)
    assert extract("a.txt", "档案移交".encode()) == "档案移"


def test_binary_content_called_text_has_none(extract):
    assert extract("a.txt", b"\0\1\2\0\0\0\xff\0" * 9) == ""


@given(st.binary(max_size=200))
def test_any_bytes_can_be_decoded(data):
    assert isinstance(decode(data), str)


# --- documents -----------------------------------------------------------------------------------


def pdf(*pages):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for lines in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_a_pdf_is_read_and_its_broken_lines_are_joined(extract):
    found = extract("a.PDF", pdf(["关于档案移", "交的通知"], ["Forest fire"]))

    assert "关于档案移交的通知" in found
    assert "Forest fire" in found


def test_a_docx_is_read_with_its_notes(extract):
    def part(*paragraphs):
        runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
        return f'<w:d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{runs}</w:d>'

    split = part("X").replace("X", "档</w:t></w:r><w:r><w:t>案")
    content = zipped({"word/footnotes.xml": part("脚注"), "word/document.xml": split, "word/styles.xml": part("no")})

    assert extract("a.docx", content).split() == ["档案", "脚注"]


def test_an_xlsx_is_read_whatever_size_it_declares(extract, tmp_path):
    book = Workbook()
    book.active.title = "目录"
    book.active.append(["题名", 2006])
    book.create_sheet("卷内").append(["防洪"])
    book.save(tmp_path / "book.xlsx")
    members = zipfile.ZipFile(tmp_path / "book.xlsx")
    lying = {name: members.read(name).replace(b'ref="A1:B1"', b'ref="A1:A1"') for name in members.namelist()}

    assert extract("a.xlsx", zipped(lying)) == "目录\n题名\t2006\n卷内\n防洪"


def ofd(**changes):
    members = {
        "OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": '<o:Document xmlns:o="http://www.ofdspec.org/2016"><o:CommonData>'
        '<o:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/></o:CommonData>'
        '<o:Pages><o:Page ID="1" BaseLoc="Pages/P/Content.xml"/></o:Pages></o:Document>',
        "Doc_0/Tpls/t.xml": "<Page><TextObject><TextCode>红头</TextCode></TextObject></Page>",
        "Doc_0/Pages/P/Content.xml": '<Page><Template TemplateID="7"/><TextObject><TextCode>档</TextCode>'
        "<TextCode>案</TextCode></TextObject></Page>",
    }
    return zipped({**members, **changes})


def test_an_ofd_is_read_with_its_templates_whatever_case_its_names_have(extract):
    assert extract("a.ofd", ofd()) == "红头\n档案"


def test_a_template_that_refers_to_itself_ends(extract):
    looping = '<Page><Template TemplateID="7"/><TextObject><TextCode>红头</TextCode></TextObject></Page>'

    assert extract("a.ofd", ofd(**{"Doc_0/Tpls/t.xml": looping})) == "红头\n档案"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_html_is_read_as_it_is_seen(extract, encoding):
    page = "<html><title>题名</title><style>p{}</style><p>档<b>案</b>&amp;<script>x()</script><p>移交</html>"

    assert extract("a.html", page.encode(encoding)) == "题名\n档案&\n移交"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_xml_is_read_in_its_encoding(extract, encoding):
    written = f'<?xml version="1.0" encoding="{encoding}"?><a b="c"><d>档案</d><e>移交</e></a>'

    assert extract("a.xml", written.encode(encoding)) == "档案\n移交"


def test_xml_that_is_not_well_formed_is_read_leniently(extract):
    assert extract("a.xml", '<?xml version="1.0"?><a>档案<b></a>'.encode()) == "档案"


def test_mail_is_read_with_what_it_carries(extract):
    message = EmailMessage()
    message["Subject"] = "移交目录"
    message["From"] = "clerk@example.org"
    message.set_content("请查收", charset="gb18030")
    message.add_alternative("<p>档案</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="目录.pdf")

    found = extract("a.eml", bytes(message)).split("\n")

    assert [line for line in found if line] == ["移交目录", "clerk@example.org", "请查收", "档案", "目录.pdf"]


# --- what has no text ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.mp4", "a", ".pdf.exe", "", "a.tif"])
def test_other_kinds_have_no_text(extract, name):
    assert extract(name, WORDS.encode()) == ""


@pytest.mark.parametrize("name", [f"a{ending}" for ending in reader.READERS if ending in {".pdf", ".docx", ".ofd"}])
@pytest.mark.parametrize("content", [b"", b"garbage" * 99, b"%PDF-1.7\n" + b"\xff" * 400, b"PK\3\4" + b"\0" * 99])
def test_a_broken_file_has_no_text(extract, name, content):
    assert extract(name, content) == ""


def test_a_missing_file_has_no_text(tmp_path):
    for name in ("a.txt", "a.pdf"):
        assert FileTextExtractor().read(tmp_path / "missing", name) == ExtractedText()


def test_a_pdf_tells_where_its_pages_begin(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["关于档案的通"], ["知。"], ["Forest fire"]))

    found = FileTextExtractor().read(path, "a.pdf")

    assert (found.text, found.page_starts) == ("关于档案的通知。\nForest fire", (0, 6, 9))


@pytest.mark.parametrize(
    ("pages", "text", "starts"),
    [
        ("防汛\f通知", "防汛通知", (0, 2)),
        ("防汛\r\n\f\f通\r\n知", "防汛\n通知", (0, 3, 3)),
        ("end\fstart\f", "end\nstart\n", (0, 4, 10)),
        ("一\n二", "一二", (0,)),
    ],
)
def test_what_runs_over_a_page_is_joined_and_every_page_has_a_beginning(pages, text, starts):
    assert joined(pages) == ExtractedText(text, starts)


def test_a_truncated_pdf_has_no_text_or_what_is_left(extract):
    whole = pdf(["Forest fire"])

    assert extract("a.pdf", whole[: len(whole) // 2]) in {"", "Forest fire"}


def test_entities_that_multiply_are_refused(extract):
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d><t>&b;</t></d>'

    assert extract("a.docx", zipped({"word/document.xml": bomb})) == ""
    assert "aaaa" not in extract("a.xml", ('<?xml version="1.0"?>' + bomb).encode())


def test_a_file_that_unpacks_beyond_the_limit_is_refused(extract):
    large = "<a>" + " " * (limits.MOST_UNPACKED_BYTES // 2) + "</a>"

    assert extract("a.docx", zipped({"word/document.xml": large, "word/header1.xml": large})) == ""


@pytest.mark.parametrize(
    ("harm", "left"),
    [
        ("pass", "x\n"),
        ("os.kill(os.getpid(), 11)", ""),
        ("__import__('mmap').mmap(-1, 3 << 30)", ""),
        ("time.sleep(60)", ""),
        ("sys.stdout.write('x' * (21 << 20))", ""),
        ("os._exit(3)", ""),
    ],
)
def test_a_reader_that_is_brought_down_takes_nothing_with_it(monkeypatch, extract, tmp_path, harm, left):
    fake = tmp_path / "python"
    script = f"import sys, os, time, runpy; from archives.extraction import reader; reader._limit(); {harm}; print('x')"
    fake.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{script}"\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(text.sys, "executable", os.fspath(fake))
    monkeypatch.setattr(text, "MOST_SECONDS", 2.0)

    assert extract("a.pdf", b"%PDF") == left


@settings(max_examples=10, deadline=None)
@given(st.binary(max_size=100))
def test_no_html_makes_it_fail(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("html") / "content"
    path.write_bytes(b"<!DOCTYPE html><![CDATA[" + content)

    assert isinstance(FileTextExtractor().read(path, "a.html").text, str)
