"""Every document in every language is archival by our own gate, and the gate sees each fault that we plant."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Stream, StreamDecodeLevel, String

from archives.documents.printer import TAGGED_ROWS, PdfPrinter
from tests.documents_facts import DOCUMENTS, FORM, RECEIPT
from tests.pdfa_lint import RULES, lint

PRINTER = PdfPrinter()
AS_IT_IS = {"compress_streams": False, "stream_decode_level": StreamDecodeLevel.none}
LZW = b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"  # the example of ISO 32000-1 7.4.4.2


@cache
def good():
    """A receipt without any fault."""
    return PRINTER.transfer_form(RECEIPT)


def broken(change, **saving):
    """The receipt after somebody has changed it with pikepdf."""
    with pikepdf.open(BytesIO(good())) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out, fix_metadata_version=False, **(saving or AS_IT_IS))
        return out.getvalue()


def faults(data):
    """The names of the rules that a file breaks."""
    return {rule for rule, _ in lint(data)}


def packet(old, new):
    """A change of the metadata."""

    def change(pdf):
        said = pdf.Root.Metadata.read_bytes()
        assert old in said
        pdf.Root.Metadata.write(said.replace(old, new))

    return change


def font_of(pdf):
    """The font that shows the most codes."""
    fonts = [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font]
    return max(fonts, key=lambda font: len(font.Widths))


def elements(pdf, tag):
    """The elements of a type."""
    return [
        thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/S") == tag and "/P" in thing
    ]


def content(old, new):
    """A change of the first page's content."""

    def change(pdf):
        page = pdf.pages[0].obj
        said = page.Contents.read_bytes()
        assert re.search(old, said)
        page.Contents = Stream(pdf, re.sub(old, new, said, count=1))

    return change


def unicode_map(old, new):
    """A change of a font's map to Unicode."""

    def change(pdf):
        font = font_of(pdf)
        said = font.ToUnicode.read_bytes()
        assert re.search(old, said)
        font.ToUnicode = Stream(pdf, re.sub(old, new, said, count=1))

    return change


def set_key(where, key, value):
    """A change of one key of the object that a function finds."""
    return lambda pdf: where(pdf).__setitem__(key, value)


def drop_key(where, key):
    """The loss of one key."""
    return lambda pdf: where(pdf).__delitem__(key)


def root(pdf):
    return pdf.Root


def spec(pdf):
    return pdf.Root.AF[0]


def wrong_width(pdf):
    font = font_of(pdf)
    font.Widths[10] = int(font.Widths[10]) + 2


def lost_glyph(pdf):
    """Show a code that the embedded program does not have."""
    content(rb"\(", rb"(\\377")(pdf)


def another_intent(pdf):
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def grey_profile(pdf):
    profile = bytearray(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())
    profile[16:20] = b"GRAY"
    pdf.Root.OutputIntents[0].DestOutputProfile.write(bytes(profile))


def swapped_parents(pdf):
    leaf = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    leaf[0], leaf[1] = leaf[1], leaf[0]


def lost_element(pdf):
    elements(pdf, Name.H1)[0].K = Array()


def see_through(pdf):
    pdf.pages[0].Resources["/ExtGState"] = Dictionary(G=Dictionary(ca=0.5))


def old_compression(pdf):
    pdf.Root["/X"] = Stream(pdf, LZW, Filter=Name.LZWDecode)


def stream_elsewhere(pdf):
    pdf.Root["/X"] = Stream(pdf, b"", F=String("x.bin"))


MUTATIONS = {
    "another part": ("identified", packet(b"<pdfaid:part>3<", b"<pdfaid:part>2<")),
    "no claim of PDF/UA": ("identified", packet(b"<pdfuaid:part>1</pdfuaid:part>", b"")),
    "another title": ("metadata_equals_info", packet(b"JS-2026-7K4M</rdf:li>", b"JS-2026-0000</rdf:li>")),
    "another date": ("metadata_equals_info", packet(b"14:30:00+08:00</xmp:ModifyDate>", b"14:30:00Z</xmp:ModifyDate>")),
    "an undescribed property": ("schemas_described", packet(b"name>manifestDigest<", b"name>other<")),
    "no output intent": ("colours_intended", drop_key(root, "/OutputIntents")),
    "two output intents": ("colours_intended", another_intent),
    "a grey profile": ("colours_intended", grey_profile),
    "no embedded font": ("fonts_embedded", drop_key(lambda pdf: font_of(pdf).FontDescriptor, "/FontFile2")),
    "a glyph that is not there": ("glyphs_there text_extractable", lost_glyph),
    "a wrong width": ("widths_agree", wrong_width),
    "no map to Unicode": ("text_extractable", drop_key(font_of, "/ToUnicode")),
    "a code without Unicode": ("text_extractable", unicode_map(rb"<05> <[0-9A-F]+>", b"<FF> <0041>")),
    "five digits of Unicode": ("text_extractable", unicode_map(rb"<05> <[0-9A-F]+>", b"<05> <20BB7>")),
    "a mark instead of a character": ("text_extractable", unicode_map(rb"<05> <[0-9A-F]+>", b"<05> <FEFF>")),
    "a script": ("nothing_forbidden", set_key(root, "/OpenAction", Dictionary(S=Name.JavaScript, JS=String("x")))),
    "transparency": ("nothing_forbidden", see_through),
    "an old compression": ("nothing_forbidden", old_compression),
    "a stream elsewhere": ("nothing_forbidden", stream_elsewhere),
    "files without association": ("files_associated", drop_key(root, "/AF")),
    "a file without relationship": ("files_associated", drop_key(spec, "/AFRelationship")),
    "a file without Unicode name": ("files_associated", drop_key(spec, "/UF")),
    "a file without type": ("files_associated", drop_key(lambda pdf: spec(pdf).EF.F, "/Subtype")),
    "no language": ("language_said", drop_key(root, "/Lang")),
    "no title in the window": ("language_said", drop_key(root, "/ViewerPreferences")),
    "no mark": ("content_marked", drop_key(root, "/MarkInfo")),
    "unmarked content": ("content_marked", content(rb"(?s)(/Artifact BMC)(.*?)EMC", rb"/Span BMC\2EMC")),
    "swapped parents": ("parents_agree", swapped_parents),
    "content without element": ("parents_agree", lost_element),
    "a head without scope": ("heads_scoped", drop_key(lambda pdf: elements(pdf, Name.TH)[0].A, "/Scope")),
    "a ragged table": ("tables_regular", set_key(lambda pdf: elements(pdf, Name.TH)[0].A, "/ColSpan", 2)),
    "a figure without words": ("pictures_told", drop_key(lambda pdf: elements(pdf, Name.Figure)[0], "/Alt")),
}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_archival_in_every_language(name, language):
    assert lint(DOCUMENTS[name](PRINTER, language)) == []


def test_a_long_list_is_archival_without_tags():
    rows = [FORM.rows[0]] * (TAGGED_ROWS + 1)

    assert lint(PRINTER.transfer_list(replace(FORM, rows=rows))) == []


@pytest.mark.parametrize("fault", MUTATIONS)
def test_the_gate_names_a_planted_fault_and_nothing_else(fault):
    rule, change = MUTATIONS[fault]

    assert faults(broken(change)) == set(rule.split())


def test_an_encrypted_file_is_refused():
    data = broken(lambda pdf: None, encryption=Encryption(owner="owner", user=""))

    assert "nothing_forbidden" in faults(data)


def test_metadata_that_is_no_xml_is_refused():
    assert faults(broken(packet(b"</rdf:RDF>", b""))) == {"metadata_readable"}


def test_every_rule_has_been_seen_to_fail():
    assert {name for rule, _ in MUTATIONS.values() for name in rule.split()} == RULES.keys()
