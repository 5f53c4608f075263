"""A list is checked whole, published at once or not at all, and registered once however often it comes."""

import csv
import hashlib
import io
import json
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from archives.domain.canonical import canonical_json
from archives.domain.errors import FixityError, IllegalTransitionError, NotFoundError, NotPermittedError
from archives.domain.permission import WORKER
from archives.domain.registration import ImportMode, ImportState
from archives.models import (
    ContentFile,
    Event,
    Import,
    Job,
    Obligation,
    OutboxMessage,
    Record,
    SetAsideCount,
)
from archives.services import registration as registration_module
from archives.services import registration_check
from archives.services.content import Upload
from archives.services.registration import ImportOptions
from tests.factories import cast

HEADING = ["档号", "题名", "责任者", "成文日期", "门类", "机构或问题", "保管期限", "密级", "层级", "载体", "页数"]
GOOD_ROWS = ImportOptions(ImportMode.GOOD_ROWS)


def row(number, **changes):
    values = {
        "档号": "",
        "题名": f"关于第{number}号事项的通知",
        "责任者": "青山县财政局",
        "成文日期": "1998-03-04",
        "门类": "WS",
        "机构或问题": "BGS",
        "保管期限": "永久",
        "密级": "",
        "层级": "件",
        "载体": "纸质",
        "页数": "3",
    }
    return {**values, **changes}


def as_csv(rows, encoding="utf-8"):
    text = io.StringIO()
    heading = list(dict.fromkeys(name for each in rows for name in each))
    writer = csv.DictWriter(text, heading)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def upload(data, name="list.csv"):
    return Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def clerk(house, people):
    with house.open(people.clerk) as services:
        yield services


@pytest.fixture
def bring(clerk, people):
    def brought(data, options=registration_module.STANDARD, name="list.csv"):
        received = clerk.registrations.receive(people.finance_fonds.id, upload(data, name), options)
        return clerk.registrations.check(received.id) if received.state == "received" else received

    return brought


def everything(house, model):
    with house.open(WORKER) as services:
        return services.work.session.scalars(select(model)).all()


def count(house, model):
    with house.open(WORKER) as services:
        return services.work.session.scalar(select(func.count()).select_from(model))


def findings(clerk, row):
    return [(f.row, f.label, f.code) for f in clerk.registrations.findings(row.id) if f.severity == "error"]


def test_a_sound_list_becomes_records_with_trail_batches_and_messages(house, clerk, bring):
    checked = bring(as_csv([row(n) for n in range(1, 1204)]))
    assert (checked.state, checked.rows_good, checked.problems) == (ImportState.CHECKED, 1203, 0)
    published = clerk.registrations.publish(checked.id)
    assert (published.state, published.rows_published) == (ImportState.PUBLISHED, 1203)
    records = everything(house, Record)
    assert sorted(r.unit_number for r in records)[::601] == [
        "A001-WS·1998-Y-BGS-0001",
        "A001-WS·1998-Y-BGS-0602",
        "A001-WS·1998-Y-BGS-1203",
    ]
    assert {(r.due_on.isoformat(), r.pages, r.custody.value) for r in records} == {("2008-03-04", 3, "organization")}
    assert [(o.year, o.records_pending) for o in everything(house, Obligation)] == [(1998, 1203)]
    sizes = [len(m.payload["record_ids"]) for m in everything(house, OutboxMessage) if m.topic == "index"]
    assert (sum(sizes), max(sizes)) == (1203, 500)


def test_the_trail_of_a_bulk_registration_is_like_that_of_single_ones(house, clerk, people, bring):
    clerk.registrations.publish(bring(as_csv([row(1)])).id)
    single = {
        "title": "关于第1号事项的通知",
        "responsible_party": "青山县财政局",
        "formed_on": "1998-03-04",
        "category": "WS",
        "series": "BGS",
        "retention": "永久",
        "level": "件",
        "carrier": "纸质",
        "pages": "3",
    }
    clerk.records.register(people.finance_fonds.id, single)
    events = [e for e in everything(house, Event) if e.kind == "RecordRegistered"]
    bulk, one = (json.loads(e.leaf) for e in events)
    for event in (bulk, one):
        event["subject"].pop("id")
        for name in ("unit_number", "import_id", "import_row"):
            event["facts"]["after"].pop(name, None)
    assert bulk == one
    assert [canonical_json(json.loads(e.leaf)) for e in events] == [e.leaf for e in events]
    sequences = sorted(e.sequence for e in everything(house, Event))
    assert sequences == list(range(1, len(sequences) + 1))


def test_every_wrong_cell_of_every_row_is_named(clerk, bring):
    rows = [
        row(1, 题名="", 成文日期="1998-02-30", 页数="three"),
        row(2),
        row(3, 保管期限="百年", 档号="A001/3"),
        row(4, 档号="A002-WS·1998-Y-BGS-0001"),
    ]
    checked = bring(as_csv(rows))
    assert (checked.state, checked.rows_good) == (ImportState.REFUSED, 1)
    assert set(findings(clerk, checked)) == {
        (2, "题名", "required"),
        (2, "成文日期", "bad_value"),
        (2, "页数", "bad_value"),
        (4, "保管期限", "bad_value"),
        (4, "档号", "bad_reference_code"),
        (5, "档号", "number_of_other_fonds"),
    }
    excerpts = {f.label: f.value for f in clerk.registrations.findings(checked.id) if f.row == 2}
    assert excerpts["成文日期"] == "1998-02-30"


def test_all_or_nothing_registers_nothing_and_good_rows_the_rest(house, clerk, bring):
    data = as_csv([row(1), row(2, 题名=""), row(3)])
    refused = bring(data)
    with pytest.raises(IllegalTransitionError):
        clerk.registrations.publish(refused.id)
    assert count(house, Record) == 0
    good = bring(data, GOOD_ROWS)
    clerk.registrations.publish(good.id)
    assert sorted(r.unit_number for r in everything(house, Record)) == [
        "A001-WS·1998-Y-BGS-0001",
        "A001-WS·1998-Y-BGS-0002",
    ]


def test_numbers_taken_twice_are_named_with_their_holder(house, clerk, people, bring):
    number = "A001-WS·1998-Y-BGS-0001"
    first = bring(as_csv([row(1, 档号=number), row(2, 档号="A001—WS・1998-Y-BGS-0001")]))
    assert findings(clerk, first) == [(3, "档号", "duplicate_number")]
    clerk.registrations.publish(bring(as_csv([row(1, 档号=number)])).id)
    second = bring(as_csv([row(9, 档号=number)]))
    (found,) = clerk.registrations.findings(second.id)
    assert (found.code, found.facts["other"][:7]) == ("duplicate_number", "record ")


def test_a_repeated_title_is_a_warning_only(clerk, bring):
    checked = bring(as_csv([row(1), row(1, 成文日期="1998-03-05")]))
    assert checked.state == ImportState.CHECKED
    assert [(f.row, f.code, f.facts["other"]) for f in clerk.registrations.findings(checked.id)] == [
        (3, "repeated_title", "row 2")
    ]


def test_the_same_file_again_is_the_same_import_and_changes_nothing(house, clerk, bring):
    data = as_csv([row(1), row(2)])
    first = clerk.registrations.publish(bring(data).id)
    events = count(house, Event)
    again = bring(data)
    assert (again.id, again.state) == (first.id, ImportState.PUBLISHED)
    assert (count(house, Record), count(house, Event)) == (2, events)


def test_rows_registered_by_an_earlier_list_are_known_and_change_nothing(house, clerk, bring):
    clerk.registrations.publish(bring(as_csv([row(1), row(2)])).id)
    later = bring(as_csv([row(2), row(3), row(1)]))
    assert (later.rows_known, later.rows_good, later.state) == (2, 1, ImportState.CHECKED)
    clerk.registrations.publish(later.id)
    assert sorted(r.title for r in everything(house, Record)) == [f"关于第{n}号事项的通知" for n in (1, 2, 3)]


def test_of_a_secret_row_only_a_count_is_kept(house, clerk, bring, tmp_path):
    rows = [row(1), row(2, 题名="某项绝密事由", 密级="绝密★30年"), row(3, 题名="机密★另一事由")]
    checked = bring(as_csv(rows))
    assert (checked.state, checked.rows_set_aside, checked.rows_good) == (ImportState.CHECKED, 2, 1)
    clerk.registrations.publish(checked.id)
    assert [(each.year, each.count) for each in everything(house, SetAsideCount)] == [(1998, 2)]
    house.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert "事由".encode() not in path.read_bytes(), path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings_are_read(house, clerk, bring, encoding):
    clerk.registrations.publish(bring(as_csv([row(1, 题名="关于𠮷林的通知")], encoding)).id)
    assert [r.title for r in everything(house, Record)] == ["关于𠮷林的通知"]


def test_a_wrong_encoding_is_named_with_its_byte(clerk, bring):
    data = as_csv([row(1)])
    checked = bring(data + b"\xff\xff\n")
    (found,) = clerk.registrations.findings(checked.id)
    assert (checked.state, found.code, found.facts["byte"]) == (ImportState.REFUSED, "wrong_encoding", str(len(data)))


def test_headings_are_read_in_chinese_english_and_as_identifiers(house, clerk, bring):
    english = {
        "Title": "甲",
        "Responsible party": "某局",
        "formed_on": "1998",
        "category": "WS",
        "retention": "Y",
        "level": "item",
        "carrier": "paper",
    }
    clerk.registrations.publish(bring(as_csv([english])).id)
    assert [(r.title, r.responsible_party, r.elements["formed_on"]) for r in everything(house, Record)] == [
        ("甲", "某局", "1998")
    ]


def test_missing_and_repeated_and_unknown_columns_are_said_once(clerk, bring):
    rows = [{"题名": f"第{n}件", "标题": "x", "颜色": "红"} for n in range(3)]
    checked = bring(as_csv(rows))
    top = [(f.label, f.code) for f in clerk.registrations.findings(checked.id) if f.row == 1]
    assert ("标题", "repeated_column") in top
    assert ("颜色", "unknown_column") in top
    assert {label for label, code in top if code == "missing_column"} == {
        "载体形态",
        "日期",
        "责任者",
        "保管期限",
    }
    assert not [f for f in clerk.registrations.findings(checked.id) if f.code == "required" and f.row > 1]


def test_broken_and_overlong_rows_are_named(clerk, bring):
    data = as_csv([row(1)]) + b'"a"b,c\r\n' + ("," * 20 + "x\r\n").encode() + '"开口\r\n'.encode()
    codes = {(number, code) for number, _, code in findings(clerk, bring(data))}
    assert {(3, "broken_row"), (4, "too_many_cells"), (5, "broken_row")} <= codes


def test_defaults_fill_what_a_list_leaves_out(house, clerk, bring):
    rows = [{"title": "某条例", "formed_on": "2001-02-03", "retention": "永久", "series": "行政法"}]
    defaults = {
        "responsible_party": "国务院",
        "category": "WS",
        "level": "item",
        "carrier": "electronic",
        "generation": "digitised",
        "activity": "公布",
        "activity_on": "@formed_on",
    }
    checked = bring(as_csv(rows), ImportOptions(defaults=defaults))
    clerk.registrations.publish(checked.id)
    (record,) = everything(house, Record)
    assert record.elements["activity_on"] == "2001-02-03"
    assert record.unit_number == "A001-WS·2001-Y-行政法-0001"
    assert record.process[-1]["action"] == "registered"


def test_volumes_and_their_items_come_in_one_list(house, clerk, bring):
    volume = row(0, 层级="案卷", 档号="A001-WS·1998·Y-001", 题名="预算材料", 成文日期="1998", 页数="")
    items = [row(n, 成文日期=f"1998-0{n}-01", 所属案卷="A001-WS·1998·Y-001") for n in (1, 2, 3)]
    stray = row(7, 所属案卷="A001-WS·1998·Y-009")
    checked = bring(as_csv([{**volume, "所属案卷": ""}, *items, stray]), GOOD_ROWS)
    assert findings(clerk, checked) == [(6, "所属案卷", "unknown_parent")]
    clerk.registrations.publish(checked.id)
    records = {r.unit_number: r for r in everything(house, Record)}
    volume = records["A001-WS·1998·Y-001"]
    assert sorted(records) == ["A001-WS·1998·Y-001", *(f"A001-WS·1998·Y-001-00{n}" for n in (1, 2, 3))]
    assert (volume.item_count, f"{volume.formed_on}", f"{volume.due_on}") == (3, "1998-03-01", "2008-03-01")
    assert records["A001-WS·1998·Y-001-002"].parent_id == volume.id


def test_files_come_along_and_missing_ones_are_named(house, clerk, bring, tmp_path):
    root = tmp_path / "files"
    (root / "1998").mkdir(parents=True)
    (root / "1998" / "甲.md").write_text("甲的正文", encoding="utf-8")
    (root / "1998" / "附件.md").write_text("附件", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("no", encoding="utf-8")
    (root / "link").symlink_to(tmp_path / "secret.txt")
    options = ImportOptions(ImportMode.GOOD_ROWS, files=root)
    rows = [
        row(1, 文件="1998/甲.md|1998/附件.md"),
        row(2, 文件="1998/无.md"),
        row(3, 文件="../secret.txt"),
        row(4, 文件="link"),
    ]
    checked = bring(as_csv(rows), options)
    assert findings(clerk, checked) == [
        (3, "文件", "missing_file"),
        (4, "文件", "path_escapes"),
        (5, "文件", "path_escapes"),
    ]
    clerk.registrations.publish(checked.id)
    files = everything(house, ContentFile)
    assert [(f.name, f.position, f.kind.value) for f in files] == [
        ("甲.md", 1, "digitised_copy"),
        ("附件.md", 2, "digitised_copy"),
    ]
    assert house.outside.holding.verify(files[0].sha256)


def test_a_list_that_did_not_come_whole_is_refused(house, clerk, people):
    data = as_csv([row(1)])
    short = Upload("list.csv", io.BytesIO(data[:-9]), len(data), hashlib.sha256(data).hexdigest())
    with pytest.raises(FixityError):
        clerk.registrations.receive(people.finance_fonds.id, short)
    assert count(house, Import) == 0
    assert [p for p in (house.outside.home / "imports").rglob("*") if p.is_file()] == []


def test_an_interrupted_check_goes_on_where_it_stopped(house, clerk, people, bring, monkeypatch):
    monkeypatch.setattr(registration_check, "BATCH", 10)
    data = as_csv([row(n) for n in range(35)] + [row(99, 题名="")])
    received = clerk.registrations.receive(people.finance_fonds.id, upload(data), GOOD_ROWS)
    seen = []

    def interrupted(self, row, count, counts):
        seen.append(count)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return True

    with monkeypatch.context() as patch:
        patch.setattr(registration_module.RegistrationService, "_progress", interrupted)
        with pytest.raises(KeyboardInterrupt):
            clerk.registrations.check(received.id)
    with house.open(people.clerk) as later:
        checked = later.registrations.check(received.id)
        assert (checked.rows_total, checked.rows_good, checked.problems) == (36, 35, 1)
        later.registrations.publish(received.id)
    numbers = sorted(r.unit_number[-4:] for r in everything(house, Record))
    assert numbers == [f"{n:04}" for n in range(1, 36)]


def test_numbers_taken_between_check_and_publication_lead_to_a_new_check(house, clerk, people, bring):
    checked = bring(as_csv([row(1), row(2)]))
    single = {"title": "插入", "responsible_party": "某局", "formed_on": "1998-01-01", "category": "WS"}
    single |= {"series": "BGS", "retention": "Y", "level": "件", "carrier": "纸质"}
    clerk.records.register(people.finance_fonds.id, single)
    assert clerk.registrations.publish(checked.id).state == ImportState.RECEIVED
    assert count(house, Record) == 1
    clerk.registrations.publish(clerk.registrations.check(checked.id).id)
    assert sorted(r.unit_number[-4:] for r in everything(house, Record)) == ["0001", "0002", "0003"]


@pytest.mark.parametrize("upto", ["receive", "check", "ask"])
def test_it_can_be_aborted_before_it_is_published(house, clerk, people, upto):
    received = clerk.registrations.receive(people.finance_fonds.id, upload(as_csv([row(1)])))
    if upto != "receive":
        clerk.registrations.check(received.id)
    if upto == "ask":
        clerk.registrations.ask_to_publish(received.id, received.version)
    aborted = clerk.registrations.abort(received.id, received.version)
    assert aborted.state == ImportState.ABORTED
    assert not (house.outside.home / "imports" / str(received.id)).exists()
    again = clerk.registrations.receive(people.finance_fonds.id, upload(as_csv([row(1)])))
    assert (again.id, again.state) == (received.id, ImportState.RECEIVED)


def test_others_neither_see_nor_touch_an_import(house, people, bring):
    checked = bring(as_csv([row(1)]))
    with house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.registrations.findings(checked.id)
    with house.open(people.approver) as services, pytest.raises(NotPermittedError):
        services.registrations.publish(checked.id)


def test_check_and_publication_are_asked_of_the_worker(house, clerk, people):
    received = clerk.registrations.receive(people.finance_fonds.id, upload(as_csv([row(1)])))
    with house.open(WORKER) as worker:
        worker.registrations.check(received.id)
    clerk.work.session.expire_all()
    clerk.registrations.ask_to_publish(received.id, clerk.registrations.get(received.id).version)
    with house.open(WORKER) as worker:
        worker.registrations.publish(received.id)
    payload = {"import_id": str(received.id), "organization_id": str(people.finance.id)}
    assert [(job.kind, job.payload) for job in everything(house, Job)] == [
        ("import_check", payload),
        ("import_publish", payload),
    ]
    assert count(house, Record) == 1


def test_the_error_sheet_runs_no_formula(clerk, bring):
    checked = bring(as_csv([row(1, 题名="=cmd|' /C calc'!A0", 成文日期="=1+1")]), GOOD_ROWS)
    text, sheet = io.BytesIO(), io.BytesIO()
    clerk.registrations.write_error_sheet(checked.id, "errors.csv", text, lambda finding: "-" + finding.code)
    rows = list(csv.reader(io.StringIO(text.getvalue().decode("utf-8-sig"))))
    assert rows[1][:6] == ["2", "成文日期", "bad_value", "error", "'=1+1", "'-bad_value"]
    clerk.registrations.write_error_sheet(checked.id, "errors.xlsx", sheet, lambda finding: "=" + finding.code)
    cells = next(load_workbook(sheet).active.iter_rows(min_row=2))
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_template_can_be_filled_in_and_registered(house, clerk, bring):
    for name in ("template.csv", "template.xlsx"):
        target = io.BytesIO()
        clerk.registrations.write_template(name, target)
        checked = bring(target.getvalue(), name=name)
        assert (checked.problems, checked.rows_good + checked.rows_known) == (0, 1), findings(clerk, checked)
        if checked.rows_good:
            clerk.registrations.publish(checked.id)


def book(rows, **change):
    made = Workbook()
    for cells in rows:
        made.active.append(cells)
    for act in change.values():
        act(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_formulas_error_values_and_merged_cells_are_refused_by_their_cell(clerk, bring):
    def spoil(made):
        made.active["B3"] = "=A1"
        made.active["K4"] = "#REF!"
        made.active.merge_cells("C5:D6")
        made.create_sheet("旧表").sheet_state = "hidden"

    data = book([HEADING, *(list(row(n).values()) for n in range(1, 6))], spoil=spoil)
    checked = bring(data, name="list.xlsx")
    found = {(f.row, f.code, f.label) for f in clerk.registrations.findings(checked.id)}
    assert {(3, "formula_cell", "B3"), (4, "error_cell", "K4"), (1, "merged_cells", "C5")} <= found
    assert (1, "hidden_sheet_ignored", "") in found


def test_a_sheet_is_read_beyond_what_it_claims_to_hold(house, clerk, bring):
    data = book([HEADING, *(list(row(n).values()) for n in range(1, 6))])
    lied = shrink_dimension(data)
    assert bring(lied, name="list.xlsx").rows_good == 5


def shrink_dimension(data):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:B2"', content)
            new.writestr(part.filename, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("list.xlsx", b"PK\x03\x04 broken", "broken_xlsx"),
        ("list.xlsx", b"not a zip", "other_kind"),
        ("list.csv", b"PK\x03\x04", "other_kind"),
        ("list.xls", b"\xd0\xcf\x11\xe0old", "old_excel"),
        ("list.csv", "题名".encode("utf-16"), "wrong_encoding"),
        ("list.ods", b"anything", "unknown_kind"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_by_name(clerk, bring, name, data, code):
    checked = bring(data, name=name)
    assert (checked.state, findings(clerk, checked)) == (ImportState.REFUSED, [(1, "", code)])


def test_a_bomb_is_refused_before_it_is_unpacked(clerk, bring):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"\0" * (64 << 20))
    checked = bring(target.getvalue(), name="list.xlsx")
    assert findings(clerk, checked) == [(1, "", "too_large_unpacked")]
