"""Spreadsheets made to hurt, and those that a hurried program wrote: each is read, or refused by name."""

import csv
import io
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from archives.domain.errors import UnreadableInputError
from archives.packaging.tables import TableFiles

SHEET = "xl/worksheets/sheet1.xml"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1")


def workbook(rows=(("题名", "形成日期"), ("关于预算的通知", "2005-03-04"))):
    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


PLAIN = workbook()
PARTS = parts_of(PLAIN)


def read(tmp_path, data, name="list.xlsx"):
    path = tmp_path / "received"
    path.write_bytes(data)
    return list(TableFiles().read(path, name))


def reason(tmp_path, data, name="list.xlsx"):
    with pytest.raises(UnreadableInputError) as refused:
        read(tmp_path, data, name)
    return refused.value.facts["reason"]


def outcome(tmp_path, data, name="list.xlsx"):
    """Return the rows, or the word for why there are none; anything else is a fault, and fails the test."""
    try:
        return read(tmp_path, data, name)
    except UnreadableInputError as refused:
        return refused.facts["reason"]


# --- XLSX ---


def test_an_outer_entity_is_not_fetched(tmp_path):
    """XXE: the part says that a text of it stands in a file of this machine."""
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    outer = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    for part in PARTS:
        if part.endswith((".xml", ".rels")):
            body = re.sub(rb"^<\?xml[^>]*\?>", b"", PARTS[part])
            hostile = packed({**PARTS, part: outer + body.replace("题名".encode(), b"&x;")})
            assert "the secret" not in str(outcome(tmp_path, hostile))


def test_entities_that_breed_are_refused(tmp_path):
    breeding = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
    )
    hostile = breeding + b"]>" + re.sub(rb"^<\?xml[^>]*\?>", b"", PARTS[SHEET]).replace("题名".encode(), b"&j;")

    assert reason(tmp_path, packed({**PARTS, SHEET: hostile})) == "broken_xlsx"


def test_a_bomb_is_refused(tmp_path):
    bomb = packed({**PARTS, SHEET: b" " * (64 << 20)})

    assert len(bomb) < 100_000
    assert reason(tmp_path, bomb) == "too_large_unpacked"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_a_part_whose_packed_bytes_are_damaged_is_refused(tmp_path, part):
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        begins = archive.getinfo(part).header_offset + 30 + len(part)
    damaged = bytearray(PLAIN)
    damaged[begins + 2 : begins + 12] = b"\xff" * 10

    assert reason(tmp_path, bytes(damaged)) == "broken_xlsx"


def test_a_part_behind_a_password_is_refused(tmp_path):
    locked = PLAIN.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")

    assert locked != PLAIN
    assert reason(tmp_path, locked) == "broken_xlsx"


@pytest.mark.parametrize("missing", sorted(PARTS))
def test_a_missing_part_is_refused_or_not_needed(tmp_path, missing):
    left = outcome(tmp_path, packed({name: content for name, content in PARTS.items() if name != missing}))

    assert left in ("broken_xlsx", "no_sheet") or len(left) == 2


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_a_workbook_is_a_fault(tmp_path, data):
    part = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml"]))
    body = PARTS[part]
    at = data.draw(st.integers(0, len(body)))
    inserted = data.draw(
        st.sampled_from([b"", b"<", b'="', b"-1", b"99999999999", b"x", b"<c r='A1'/>", b"&#0;", b"\xff"])
    )
    taken = data.draw(st.integers(0, 8))
    outcome(tmp_path, packed({**PARTS, part: body[:at] + inserted + body[at + taken :]}))


def test_sixteen_thousand_columns_are_cut_to_those_that_are_read(tmp_path):
    rows = read(tmp_path, workbook([["x"] * 16_384]))

    assert [len(row.cells) for row in rows] == [500]


@pytest.mark.filterwarnings("ignore:Cell B2 is marked as a date")
@pytest.mark.parametrize("value", ["1e308", "-1", "2958466", "1e-320", "NaN", "0.1"])
def test_a_number_that_is_no_day_stays_a_text(tmp_path, value):
    """Styled as a date, as spreadsheet programs write days."""
    cell = f'<c r="B2" s="0"><v>{value}</v></c>'.encode()
    styled = PARTS["xl/styles.xml"].replace(b'numFmtId="0"', b'numFmtId="14"')
    body = re.sub(rb'<c r="B2".*?</c>', cell, PARTS[SHEET])

    found = outcome(tmp_path, packed({**PARTS, "xl/styles.xml": styled, SHEET: body}))

    assert found == "broken_xlsx" or len(found) == 2


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_goes_out_runs_nowhere(formula):
    """As CSV it does not begin with what a program runs, in full width neither; as XLSX it is a text."""
    sheet, lines = io.BytesIO(), io.BytesIO()
    TableFiles().write("out.xlsx", [[formula]], sheet)
    TableFiles().write("out.csv", [[formula]], lines)

    assert load_workbook(io.BytesIO(sheet.getvalue())).active["A1"].data_type in ("s", "inlineStr")
    ((cell,),) = csv.reader(io.StringIO(lines.getvalue().decode("utf-8-sig"), newline=""))
    assert cell == f"'{formula}"


# --- CSV ---


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"", []),
        (b"\xef\xbb\xbf", []),
        ("题名,题名\n".encode(), [("题名", "题名")]),
        ("题名\n\ufeff甲\n".encode(), [("题名",), ("\ufeff甲",)]),
        ("题名\n𠮷野\n".encode("gb18030"), [("题名",), ("𠮷野",)]),
        ("题名\r\n甲\r\n".encode("utf-8-sig"), [("题名",), ("甲",)]),
        ("题名\r甲\r".encode(), [("题名",), ("甲",)]),
        (b"a\n" + b"x" * 100 + b"\n", [("a",), ("x" * 100,)]),
    ],
)
def test_plain_lists_are_read_to_the_letter(tmp_path, data, rows):
    assert [row.cells for row in read(tmp_path, data, "list.csv")] == rows


@pytest.mark.parametrize(
    "data",
    [
        "题名\n甲\n".encode() + "乙\n".encode("gb18030") + b"\xff\xff\n",
        "题名".encode("utf-16"),
        b"\x81",
        "题名\n".encode() + b"\xed\xa0\x80",
    ],
)
def test_mixed_and_foreign_encodings_are_refused(tmp_path, data):
    assert reason(tmp_path, data, "list.csv") == "wrong_encoding"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300) | st.text(alphabet='a,"\n\r\t;\0𠮷', max_size=60).map(str.encode))
def test_no_bytes_called_a_list_are_a_fault(tmp_path, data):
    for name in ("list.csv", "list.xlsx", "list.txt"):
        outcome(tmp_path, data, name)


def test_a_hundred_thousand_rows_are_read_in_a_breath(tmp_path):
    data = "题名,形成日期\n".encode() + "关于预算的通知,2005-03-04\n".encode() * 100_000

    assert len(read(tmp_path, data, "list.csv")) == 100_001
