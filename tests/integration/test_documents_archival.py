"""What the archival file says beside its pages: metadata, attachments, structure, the code that leads to its check."""

import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from archives.documents.printer import TAGGED_ROWS, PdfPrinter
from tests.documents_facts import FORM, MANIFEST, RECEIPT, pages_of, pictures_of

PRINTER = PdfPrinter()


def structure_of(pdf, folder):
    """The tags of a document with their words, as poppler reads them, without the blanks at both ends."""
    (folder / "document.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdfinfo", "-struct-text", "document.pdf"], cwd=folder, check=True, capture_output=True, text=True
    )
    return [line.strip() for line in told.stdout.splitlines() if line.strip()]


def text_of(pdf, folder):
    """The words as poppler extracts them, without blanks."""
    (folder / "document.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "document.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True)
    return "".join(told.stdout.split())


def test_attachments_come_out_as_they_went_in():
    with pikepdf.open(BytesIO(PRINTER.transfer_form(RECEIPT))) as pdf:
        files = {name: spec.get_file() for name, spec in pdf.attachments.items()}
        relationships = [str(spec.AFRelationship) for spec in pdf.Root.AF]

        assert {name: (file.read_bytes(), file.mime_type) for name, file in files.items()} == {
            "manifest.json": ('{"transfer":"𠮷"}'.encode(), "application/json"),
            "manifest.csv": (b"name,sha256\r\n", "text/csv"),
        }
        assert relationships == ["/Data", "/Alternative"]


def test_the_metadata_names_the_receipt_and_the_manifest():
    with pikepdf.open(BytesIO(PRINTER.transfer_form(RECEIPT))) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()

    assert "<archives:receiptNumber>JS-2026-7K4M</archives:receiptNumber>" in packet
    assert f"<archives:manifestDigest>{MANIFEST}</archives:manifestDigest>" in packet
    assert "<xmp:CreateDate>2026-11-22T14:30:00+08:00</xmp:CreateDate>" in packet


def test_words_that_mean_something_in_xml_do_not_break_the_metadata():
    form = replace(RECEIPT, number="<A&B>\x00", work_name="甲\r\n</rdf:RDF>\x0c乙")

    with pikepdf.open(BytesIO(PRINTER.transfer_form(form))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["{urn:x-archives:receipt:1#}receiptNumber"] == "<A&B>"
        assert metadata["dc:description"] == "甲 </rdf:RDF> 乙"
        assert str(pdf.docinfo.Subject) == "甲 </rdf:RDF> 乙"


def test_heads_and_values_are_told_apart_for_those_who_do_not_see_them(tmp_path):
    said = structure_of(PRINTER.transfer_form(RECEIPT), tmp_path)

    assert said.count("H1 (block)") == 4
    assert said[said.index('"交接工作名称"') - 2 :][:6] == [
        "TH:",
        "/Scope /Row",
        '"交接工作名称"',
        "TD:",
        "/ColSpan 3",
        '"0128 全宗 2024 年度第 3 批移交"',
    ]


def test_what_a_page_only_repeats_is_read_out_once(tmp_path):
    said = structure_of(PRINTER.transfer_list(FORM), tmp_path)

    assert said.count("TH:") == 10
    assert said.count('"移交目录"') == 1
    assert not [line for line in said if "本页" in line]


def test_a_row_that_goes_on_over_the_page_stays_one_row(tmp_path):
    rows = [replace(FORM.rows[0], title="长题名" * 2000)]

    assert structure_of(PRINTER.transfer_list(replace(FORM, rows=rows)), tmp_path).count("TR") == 2


@pytest.mark.parametrize(("more", "conformance", "is_tagged"), [(0, "A", True), (1, "U", False)])
def test_lists_are_tagged_up_to_a_length(more, conformance, is_tagged):
    rows = [replace(FORM.rows[1], title="题名", responsible_party="")] * (TAGGED_ROWS + more)
    with pikepdf.open(BytesIO(PRINTER.transfer_list(replace(FORM, rows=rows)))) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()

        assert f"<pdfaid:conformance>{conformance}</pdfaid:conformance>" in packet
        assert ("pdfuaid:part" in packet, "/StructTreeRoot" in pdf.Root) == (is_tagged, is_tagged)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_code_on_paper_leads_to_the_check(language, tmp_path):
    pages = pictures_of(PRINTER.transfer_form(replace(RECEIPT, language=language)), tmp_path, resolution=150)
    read = subprocess.run(["zbarimg", "-q", "--raw", "--nodbus", pages[0]], check=True, capture_output=True, text=True)

    assert read.stdout == f"{RECEIPT.verification_url}\n"


def test_the_foot_says_where_to_check_and_what_is_attached():
    page = pages_of(PRINTER.transfer_form(RECEIPT))[0]

    assert "随附移交清单：manifest.json,manifest.csv。" in page
    assert f"查验：{RECEIPT.verification_url}" in page


def test_a_draft_has_no_code():
    page = pages_of(PRINTER.transfer_form(FORM))[0]

    assert "查验" not in page
    assert "随附" not in page


def test_rare_characters_are_extracted_by_poppler(tmp_path):
    text = text_of(PRINTER.transfer_form(RECEIPT), tmp_path)

    assert "经办人𠮷野明。" in text
    assert "钟𬭼" in text
    assert "朱䶮" in text
