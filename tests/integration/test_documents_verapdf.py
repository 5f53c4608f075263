"""Every document in every language, judged by veraPDF, the reference validator of PDF/A and PDF/UA."""

import os
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from archives.documents.printer import TAGGED_ROWS, PdfPrinter
from archives.ports import Attachment
from tests.case_papers_facts import PAPERS, spoken
from tests.documents_facts import DOCUMENTS, FORM, RECEIPT

ROOT = Path(__file__).parent.parent.parent
LIBRARIES = ROOT / ".venv" / "verapdf"
PROGRAM = ROOT / "tests" / "verapdf" / "Validate.java"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
PRINTER = PdfPrinter()
TAGGED, UNTAGGED = ("3a", "ua1"), ("3u",)

pytestmark = pytest.mark.skipif(not shutil.which("java"), reason="veraPDF needs Java; make test installs it on Debian")


def without(data, *keys):
    """A file that has lost some keys of its catalogue."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for key in keys:
            del pdf.Root[key]
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """What veraPDF says, as {(name, flavour): (verdict, broken rules)}; all files in one Java machine."""
    assert (LIBRARIES / "pom.xml").is_file(), (
        "bring veraPDF: python scripts/from_maven.py tests/verapdf/pom.xml .venv/verapdf"
    )
    folder = tmp_path_factory.mktemp("verapdf")
    asked = []
    for number, ((name, flavours), data) in enumerate({**good(), **bad()}.items()):
        path = folder / f"{number}.pdf"
        path.write_bytes(data)
        asked += [(name, flavour, str(path)) for flavour in flavours]
    arguments = [word for _, flavour, path in asked for word in (flavour, path)]
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{LIBRARIES}/*", str(PROGRAM), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    told = [line.split("\t") for line in done.stdout.splitlines()]
    return {question[:2]: (line[0], line[3]) for question, line in zip(asked, told, strict=True)}


@cache
def good():
    """Every document in every language, and a list that is too long for tags."""
    rows = [replace(FORM.rows[1], title="通知", responsible_party="")] * (TAGGED_ROWS + 1)
    tagged = {
        (f"{name}, {language}", TAGGED): draw(PRINTER, language)
        for name, draw in DOCUMENTS.items()
        for language in LANGUAGES
    }
    return {**tagged, **case_files(), ("a long list", UNTAGGED): PRINTER.transfer_list(replace(FORM, rows=rows))}


def case_files():
    """A case file, which holds a paper of each kind, in every language; with an original attached."""
    original = Attachment("original.pdf", "application/pdf", PRINTER.case_paper(PAPERS["order"]), "Source", "原件")
    return {
        (f"case file, {language}", TAGGED): PRINTER.case_paper(
            replace(spoken(PAPERS["case-file"], language), attachments=[original])
        )
        for language in LANGUAGES
    }


@cache
def bad():
    """A receipt that has lost something."""
    receipt = PRINTER.transfer_form(RECEIPT)
    return {
        ("no colours", ("3a",)): without(receipt, "/OutputIntents"),
        ("no language", ("ua1",)): without(receipt, "/Lang"),
        ("no structure", ("3a",)): without(receipt, "/StructTreeRoot", "/MarkInfo"),
    }


def test_every_document_is_valid_in_every_language(verdicts):
    expected = [(name, flavour) for name, flavours in good() for flavour in flavours]

    assert {question: verdicts[question] for question in expected if verdicts[question] != ("PASS", "")} == {}


def test_the_validator_finds_faults(verdicts):
    assert [verdicts[name, flavour][0] for name, (flavour,) in bad()] == ["FAIL"] * 3
