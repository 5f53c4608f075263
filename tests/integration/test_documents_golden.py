"""The documents as they look: each page beside a picture that somebody has looked at.

After a wanted change, `GOLDEN=write pytest tests/integration/test_documents_golden.py` draws the pictures anew: look at
them before they are committed.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from archives.documents.printer import PdfPrinter
from tests.case_papers_facts import PAPERS
from tests.documents_facts import ARCHIVE, DOCUMENTS, FORM, LONG_NAME, RECEIPT, UNIT, pictures_of, unsigned

GOLDEN = Path(__file__).parent.parent / "golden" / "documents"
PRINTER = PdfPrinter()
LOUD = 64  # of 255: what a pixel may differ where an edge falls a little otherwise
MOST = 0.0002  # of all pixels may differ by more

LONG = replace(
    FORM,
    unit=replace(UNIT, party=LONG_NAME, seal=replace(UNIT.seal, name=LONG_NAME)),
    archive=replace(ARCHIVE, party=LONG_NAME),
    work_name=LONG_NAME,
    description="文书类、会计类电子档案及其元数据，在线移交，经办人\U0002a6a5某；" * 20,
    remarks="附纸质对照件两盒，逐卷清点。",
)
PAGES = {
    "form-zh-Hans": lambda: PRINTER.transfer_form(FORM),
    "form-blank-zh-Hant": lambda: PRINTER.transfer_form(unsigned(replace(FORM, language="zh-Hant"))),
    "form-demo-en": lambda: PRINTER.transfer_form(replace(FORM, language="en", is_demo=True)),
    "receipt-zh-Hans": lambda: PRINTER.transfer_form(RECEIPT),
    "receipt-zh-Hant": lambda: PRINTER.transfer_form(replace(RECEIPT, language="zh-Hant")),
    "receipt-en": lambda: PRINTER.transfer_form(replace(RECEIPT, language="en")),
    "form-long": lambda: PRINTER.transfer_form(LONG),
    "list-zh-Hans": lambda: PRINTER.transfer_list(replace(FORM, is_demo=True)),
    "list-en": lambda: DOCUMENTS["list"](PRINTER, "en"),
    "deed-zh-Hans": lambda: DOCUMENTS["deed"](PRINTER, "zh-Hans"),
    "deed-en": lambda: DOCUMENTS["deed"](PRINTER, "en"),
    "check-report-zh-Hans": lambda: DOCUMENTS["check report"](PRINTER, "zh-Hans"),
    "check-report-en": lambda: DOCUMENTS["check report"](PRINTER, "en"),
    "box-labels-zh-Hans": lambda: DOCUMENTS["box labels"](PRINTER, "zh-Hans"),
    "carrier-labels-zh-Hant": lambda: DOCUMENTS["carrier labels"](PRINTER, "zh-Hant"),
    "return-notice-zh-Hant": lambda: DOCUMENTS["return notice"](PRINTER, "zh-Hant"),
    "return-notice-en": lambda: DOCUMENTS["return notice"](PRINTER, "en"),
    "case-order-zh-Hans": lambda: PRINTER.case_paper(PAPERS["order"]),
    "case-site-record-zh-Hant": lambda: PRINTER.case_paper(replace(PAPERS["site-record"], language="zh-Hant")),
    "case-report-en": lambda: PRINTER.case_paper(replace(PAPERS["report"], language="en")),
    "case-file-zh-Hans": lambda: PRINTER.case_paper(PAPERS["case-file"]),
}


def differing(picture, golden):
    """The part of the pixels that differ loudly, after both have been softened a little."""
    softened = [image.convert("L").filter(ImageFilter.BoxBlur(1)) for image in (picture, golden)]
    counts = ImageChops.difference(*softened).histogram()
    return sum(counts[LOUD:]) / sum(counts)


@pytest.mark.parametrize("name", PAGES)
def test_a_document_looks_as_it_did_when_somebody_looked(name, tmp_path):
    for number, picture in enumerate(pictures_of(PAGES[name](), tmp_path)[:2], 1):
        golden = GOLDEN / f"{name}-{number}.png"
        if os.environ.get("GOLDEN") == "write":
            Image.open(picture).quantize(16).save(golden, optimize=True)

        assert differing(Image.open(picture), Image.open(golden)) < MOST


def test_a_document_that_looks_otherwise_is_noticed(tmp_path):
    (picture, *_) = pictures_of(PRINTER.transfer_form(replace(FORM, work_name="")), tmp_path)

    assert differing(Image.open(picture), Image.open(GOLDEN / "form-zh-Hans-1.png")) > MOST
