"""The faces that documents embed: what reportlab does wrong is mended, what a face lacks comes from the next."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from pypdf import PdfReader
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archives.documents.faces import Typeface, composed, faces_for
from archives.documents.printer import VENDORED_FONTS
from archives.documents.reportlab_defects import load_font, to_unicode_cmap
from archives.domain.errors import MissingFontError

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"  # 2,048 units per em
SERIF = VENDORED_FONTS / "NotoSerifSC_400Regular.ttf"
LONG_METRICS = 200


def document_of(font, text):
    out = BytesIO()
    canvas = Canvas(out, initialFontName=font.fontName)
    canvas.setFont(font.fontName, 12)
    canvas.drawString(100, 100, text)
    canvas.save()
    return PdfReader(out)


def font_with_short_metrics(folder):
    """Vera, in which all glyphs from the 200th on share one advance."""
    data = bytearray(VERA.read_bytes())
    face = TTFont("vera-as-it-is", str(VERA)).face
    at = face.get_table_pos("hhea")[0] + 34
    data[at : at + 2] = struct.pack(">H", LONG_METRICS)
    path = folder / "vera-short.ttf"
    path.write_bytes(data)
    return path, struct.unpack_from(">H", face.get_table("hmtx"), (LONG_METRICS - 1) * 4)[0]


def test_characters_beyond_the_basic_plane_are_copied_as_they_are():
    font = load_font(VENDORED_FONTS / "NotoSerifJP_400Regular.ttf")

    assert document_of(font, "𠮷野𠮷").pages[0].extract_text().strip() == "𠮷野𠮷"


def test_more_characters_than_a_block_of_the_map_are_copied_as_they_are():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 250)))

    assert document_of(load_font(SERIF), text).pages[0].extract_text().strip() == text


def test_the_map_keeps_to_blocks_of_a_hundred():
    cmap = to_unicode_cmap("any", [0, *range(0x4E00, 0x4E00 + 255)])

    assert [line for line in cmap.split("\n") if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]
    assert "<00> <" not in cmap.replace("<00> <FF>", "")


def test_advances_past_the_long_metrics_are_in_font_units(tmp_path):
    path, advance = font_with_short_metrics(tmp_path)

    metrics = load_font(path).face.hmetrics

    assert advance == 1401
    assert {metric[0] for metric in metrics[LONG_METRICS:]} == {advance}
    assert len(metrics) == 268


def test_a_document_embeds_no_character_that_it_does_not_show():
    page = document_of(load_font(SERIF), "档").pages[0]
    fonts = page["/Resources"]["/Font"]
    maps = [font.get_object()["/ToUnicode"].get_object().get_data().decode() for font in fonts.values()]

    assert "<01> <6863>" in "".join(maps)
    assert "0041" not in "".join(maps)  # A


def test_a_character_comes_from_the_first_face_that_has_it():
    face = faces_for("zh-Hans", VENDORED_FONTS, ()).regular
    names = [(Path(name).stem.split("_")[0], text) for name, text in face.runs("档𠮷野鿿𰻝")]

    assert names == [
        ("NotoSerifSC", "档"),
        ("NotoSerifJP", "𠮷"),
        ("NotoSerifSC", "野鿿"),
        ("NotoSansSC", "𰻝"),
    ]


def test_traditional_documents_use_their_own_forms_first():
    face = faces_for("zh-Hant", VENDORED_FONTS, ()).regular

    assert [(Path(name).stem, text) for name, text in face.runs("檔案档")] == [
        ("NotoSerifTC_400Regular", "檔案"),
        ("NotoSerifSC_400Regular", "档"),
    ]


def test_what_no_face_has_is_shown_and_counted_in_the_order_of_reading():
    face = faces_for("zh-Hans", VENDORED_FONTS, ()).regular

    assert face.runs("甲\U0002a6a5乙") == [(str(SERIF), "甲〓乙")]
    assert face.missing(["甲\U0002a6a5", "𪛔\U0002a6a5", "乙"]) == ["\U0002a6a5", "𪛔"]
    assert face.advance("\U0002a6a5") == face.advance("〓")


def test_an_extra_face_is_asked_last():
    face = Typeface([VERA, SERIF])

    assert [(Path(name).stem, text) for name, text in face.runs("A档")] == [
        ("Vera", "A"),
        ("NotoSerifSC_400Regular", "档"),
    ]


def test_signs_that_leave_no_ink_take_no_room_and_miss_no_face():
    face = faces_for("zh-Hans", VENDORED_FONTS, ()).regular

    assert "".join(text for _, text in face.runs("档\u200b案\ufeff\t号\x07")) == "档案 号"
    assert face.advance("档\u200b案") == 2000
    assert face.missing(["\u200b\ufeff\t\x07"]) == []


def test_accents_join_their_letters_and_names_keep_their_characters():
    assert composed("Zu\u0308rich e\u0301") == "Zürich é"
    assert composed("\uf90a档") == "\uf90a档"  # a compatibility ideograph, which NFC would exchange


def test_a_font_that_is_not_there_is_named_with_the_remedy(tmp_path):
    with pytest.raises(MissingFontError, match=r"NotoSerifSC_400Regular\.ttf is not there: run 'make install'"):
        faces_for("zh-Hans", tmp_path, ())
