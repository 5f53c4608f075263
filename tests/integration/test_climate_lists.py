"""Lists of readings: every wrong cell is named, the same list again changes nothing, in the encodings people send."""

import hashlib
import io
from dataclasses import replace

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from archives.domain.errors import IllegalTransitionError, NotFoundError, NotPermittedError
from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.registration import ImportMode
from archives.models import ClimateReading, Event, Job
from archives.services.climate_imports import ReadingsList
from archives.services.content import Upload
from tests.climate import FACTS, at, reading, room_of, take
from tests.factories import cast as write_cast

HEAD = "库房,日期,时间,温度(℃),相对湿度(%)\n"
GOOD = f"{HEAD}一号库房,2026-11-19,09:00,21.5,52\n一号库房,2026/11/19,15:00,21.9℃,51.5%\n"
MIXED = f"{HEAD}一号库房,2026-11-19,09:00,21.5,52\n三号库房,2026-11-32,9点,暖,520\n一号库房,2026-11-19,9:00,22.5,52\n"


@pytest.fixture
def people(house):
    return write_cast(house)


@pytest.fixture
def room(house, people):
    return room_of(house, people)


def upload(data, name="温湿度.csv"):
    data = data.encode() if isinstance(data, str) else data
    return Upload(name, io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())


def asked(people, mode=ImportMode.ALL_OR_NOTHING):
    return ReadingsList(InspectedKind.REPOSITORY, people.archive.id, mode)


def bring(house, people, data, name="温湿度.csv", **more):
    """Receive, check and, where it can be, take over; return the list and what was found."""
    with house.open(more.get("actor", people.archivist)) as services:
        mode = more.get("mode", ImportMode.ALL_OR_NOTHING)
        row = services.climate_imports.receive(asked(people, mode), upload(data, name))
    with house.open(WORKER) as services:
        row = services.climate_imports.check(row.id)
        if row.state == "checked":
            row = services.climate_imports.publish(row.id)
        return row, services.climate_imports.findings(row.id)


def count(house):
    with house.open(WORKER) as services:
        return services.work.session.scalar(select(func.count(ClimateReading.id)))


def test_d31_a_list_is_checked_whole_and_taken_over_at_once(either_house):
    people = write_cast(either_house)
    room = room_of(either_house, people)
    row, findings = bring(either_house, people, GOOD)

    assert (row.state, row.rows_total, row.rows_good, row.rows_published, findings) == ("published", 2, 2, 2, [])
    with either_house.open(people.inspector) as services:
        first, second = services.climate_log.readings(room.id, at(19).date(), at(19).date())
    assert (first.measured_at, first.temperature, first.humidity, first.origin) == (at(19), 215, 520, "list")
    assert (second.measured_at, second.temperature, second.humidity) == (at(19, 15), 219, 515)
    with either_house.open(WORKER) as services:
        kinds = services.work.session.scalars(select(Event.kind).order_by(Event.sequence)).all()
        jobs = services.work.session.scalars(select(Job.kind).order_by(Job.id)).all()
    assert kinds[-3:] == ["ReadingsListReceived", "ReadingsListChecked", "ReadingsImported"]
    assert jobs == ["climate_check", "climate"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (GOOD.encode("utf-8-sig"), "a.csv"),
        (GOOD.encode("gb18030"), "a.csv"),
        (GOOD.replace(",", "\t").encode(), "a.txt"),
        (GOOD.replace("日期,时间", "测量时间").replace("19,", "19 "), "a.csv"),
        (GOOD.replace("库房,", "", 1).replace("一号库房,", ""), "a.csv"),
    ],
    ids=["BOM", "GB18030", "tabs", "one column for the instant", "one room, unnamed"],
)
def test_a_list_is_read_as_people_send_it(house, people, room, data, name):
    row, findings = bring(house, people, data, name)

    assert (row.state, row.rows_published, findings) == ("published", 2, [])


def test_a_workbook_is_read_as_well(house, people, room):
    book, target = Workbook(), io.BytesIO()
    book.active.append(["库房", "测量时间", "温度", "湿度"])
    book.active.append(["一号库房", at(19).replace(tzinfo=None), 21.5, 52])
    book.save(target)

    row, findings = bring(house, people, target.getvalue(), "温湿度.xlsx")

    assert (row.state, row.rows_published, findings) == ("published", 1, [])


def test_every_wrong_cell_is_named_and_nothing_is_taken_over(house, people, room):
    row, findings = bring(house, people, MIXED)

    assert (row.state, row.problems, row.rows_good, count(house)) == ("refused", 5, 1, 0)
    assert [(each.row, each.label, each.code, each.value) for each in findings] == [
        (3, "库房", "unknown_room", "三号库房"),
        (3, "温度(℃)", "not_a_decimal", "暖"),
        (3, "相对湿度(%)", "out_of_range", "520.0"),
        (3, "日期", "bad_date", "2026-11-32"),
        (4, "measured_at", "reading_differs", ""),
    ]


def test_the_good_rows_alone_when_that_was_asked(house, people, room):
    row, findings = bring(house, people, MIXED, mode=ImportMode.GOOD_ROWS)

    assert (row.state, row.rows_published, count(house), len(findings)) == ("published", 1, 1, 5)


def test_the_same_list_again_changes_nothing_nor_does_another_with_the_same_rows(house, people, room):
    first, _ = bring(house, people, GOOD)
    again, _ = bring(house, people, GOOD)
    other, _ = bring(house, people, GOOD.encode("utf-8-sig"))

    assert (again.id, again.version, count(house)) == (first.id, first.version, 2)
    assert (other.state, other.rows_known, other.rows_published) == ("published", 2, 0)


def test_an_exported_log_may_be_brought_back(house, people, room):
    bring(house, people, GOOD)
    target = io.BytesIO()
    with house.open(people.archivist) as services:
        services.climate_log.export("log.csv", room.id, (at(1).date(), at(22).date()), target)

    row, findings = bring(house, people, target.getvalue())

    assert (row.state, row.rows_known, findings) == ("published", 2, [])


def test_what_the_log_says_otherwise_is_named(house, people, room):
    take(house, people.archivist, reading(room, at(19), 200))
    row, findings = bring(house, people, GOOD)

    assert (row.state, [(each.row, each.code, each.facts["temperature"]) for each in findings]) == (
        "refused",
        [(2, "reading_differs", "20.0")],
    )


def test_what_is_entered_between_check_and_takeover_sends_the_list_back_to_its_check(house, people, room):
    with house.open(people.archivist) as services:
        row = services.climate_imports.receive(asked(people), upload(GOOD), in_background=False)
        services.climate_imports.check(row.id)
    take(house, people.archivist, reading(room, at(19), 200), reading(room, at(19, 15), 219, 515))
    with house.open(people.archivist) as services:
        row = services.climate_imports.publish(row.id)
        assert (row.state, services.climate_imports.check(row.id).state) == ("received", "refused")
    assert count(house) == 2


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("", ["list_empty"]),
        ("库房,日期,温度\n", ["missing_column", "missing_column"]),
        (f"{HEAD.strip()},温度\n", ["repeated_column"]),
        (b"\xff\xfe\x00", ["wrong_encoding"]),
        (b"PK\x03\x04", ["other_kind"]),
    ],
)
def test_a_list_that_cannot_be_read_says_why(house, people, room, data, codes):
    row, findings = bring(house, people, data)

    assert (row.state, [each.code for each in findings]) == ("refused", codes)


def test_a_column_that_is_not_known_is_said_and_passed_over(house, people, room):
    row, findings = bring(house, people, f"{HEAD.strip()},天气\n一号库房,2026-11-19,09:00,21.5,52,晴\n")

    assert (row.state, [(each.code, each.severity) for each in findings]) == (
        "published",
        [("unknown_column", "warning")],
    )


def test_only_the_keepers_of_the_house_bring_lists(house, people, room):
    for actor in (people.clerk, people.director, people.inspector):
        with pytest.raises(NotPermittedError):
            bring(house, people, GOOD, actor=actor)
    row, _ = bring(house, people, GOOD)
    with house.open(people.clerk) as services, pytest.raises(NotFoundError):
        services.climate_imports.get(row.id)


def test_a_list_may_be_ended_and_sent_again(house, people, room):
    with house.open(people.archivist) as services:
        row = services.climate_imports.receive(asked(people), upload(GOOD))
        row = services.climate_imports.abort(row.id, row.version)
        assert services.climate_imports.check(row.id).state == "aborted"
        with pytest.raises(IllegalTransitionError):
            services.climate_imports.publish(row.id)

    row, _ = bring(house, people, GOOD)
    assert row.state == "published"


def test_the_error_sheet_has_the_cells_beside_each_finding(house, people, room):
    row, _ = bring(house, people, MIXED)
    target = io.BytesIO()
    with house.open(people.archivist) as services:
        services.climate_imports.write_error_sheet(row.id, "errors.csv", target, lambda finding: finding.code)

    lines = target.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1].startswith('3,库房,unknown_room,error,三号库房,unknown_room,"[""三号库房""')
    assert len(lines) == 6


def test_a_room_is_known_by_its_name_in_its_own_house_only(house, people, room):
    body = (InspectedKind.ORGANIZATION, people.finance.id)
    room_of(house, people, replace(FACTS, name="三号库房"), people.clerk, body)

    row, findings = bring(house, people, GOOD.replace("一号库房", "三号库房"))

    assert (row.state, {each.code for each in findings}) == ("refused", {"unknown_room"})
