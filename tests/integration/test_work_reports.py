"""The periodic report of 条例 45: filled in from the rows, signed off, submitted, looked at; and who is silent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.domain.errors import (
    BlockedError,
    DuplicateError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
)
from archives.domain.hazard import InspectedKind
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Role
from archives.domain.work_report import (
    TRANSITIONS,
    PeriodKind,
    ReportPeriod,
    ReportState,
    allowed_actions,
)
from archives.services.work_reports import Filling
from tests.factories import cast as write_cast
from tests.inspecting import issued

ORGANIZATION, REPOSITORY = InspectedKind.ORGANIZATION, InspectedKind.REPOSITORY
TEXTS = {"work": "完成年度归档", "problems": "库房偏小", "next": "改造库房"}
LEFT_OPEN = {"readers": 31, "used": 52, "floor": 120}
"""Figures that nobody but the body knows."""


@pytest.fixture
def people(house, clock):
    """The cast, in January 2027: the report on 2026 is due on Monday 11 January, for the 10th is a Sunday."""
    people = write_cast(house)
    clock.move(days=45)
    return people


def begin(house, actor, body, kind=ORGANIZATION, period=""):
    with house.open(actor) as services:
        return services.work_reports.begin(kind, body.id, period)


def press(house, actor, button, report, *more):
    with house.open(actor) as services:
        version = services.work_reports.get(report.id).version
        return getattr(services.work_reports, button)(report.id, version, *more)


def filled(house, people, **numbers):
    report = begin(house, people.clerk, people.finance)
    press(house, people.clerk, "fill_in", report, Filling({**LEFT_OPEN, **numbers}, {}, TEXTS))
    return report


def submitted(house, people):
    report = filled(house, people)
    press(house, people.clerk, "hand_in", report)
    return press(house, people.approver, "submit", report)


def standing(house, actor):
    with house.open(actor) as services:
        return services.work_report_watch.standing()


def silent(house, actor):
    return [each.name for each in standing(house, actor).silent]


def remind(house):
    with house.open(WORKER) as services:
        return services.work_report_watch.remind()


def desk(house, actor, kind="work_report_due"):
    with house.open(actor) as services:
        return [each.facts.get("stage") for each in services.notices.open().rows if each.kind == kind]


def test_d39_a_report_is_filled_in_signed_off_submitted_and_acknowledged(house, people):
    report = submitted(house, people)
    assert (report.period, report.due_on, report.signed_by) == ("2026", date(2027, 1, 11), "王审核")
    assert desk(house, people.authority_officer, "work_report_submitted") == [None]

    done = press(house, people.authority_officer, "acknowledge", report)

    assert done.state is ReportState.ACKNOWLEDGED
    with house.open(people.inspector) as services:
        assert [act.kind for act in services.work_reports.acts(report.id)] == [
            "WorkReportBegun",
            "WorkReportFilledIn",
            "WorkReportHandedIn",
            "WorkReportSubmitted",
            "WorkReportAcknowledged",
        ]
    assert desk(house, people.authority_officer, "work_report_submitted") == []


def test_d39_figures_are_counted_from_the_rows_and_a_difference_needs_a_remark(house, people, clock):
    clock.move(days=-45)
    issued(house, people)
    clock.move(days=45)
    report = begin(house, people.clerk, people.finance)
    counted = {code: each["counted"] for code, each in report.figures.items()}
    assert (counted["found"], counted["open"], counted["closed"], counted["orders"], counted["readers"]) == (
        1,
        1,
        0,
        1,
        None,
    )

    press(house, people.clerk, "fill_in", report, Filling({**LEFT_OPEN, "found": 4}, {}, TEXTS))
    with pytest.raises(BlockedError) as refused:
        press(house, people.clerk, "hand_in", report)
    assert [each.code for each in refused.value.problems] == ["remark_missing"]
    told = Filling({**LEFT_OPEN, "found": 4}, {"found": "另有三个为口头提出"}, TEXTS)
    press(house, people.clerk, "fill_in", report, told)

    handed = press(house, people.clerk, "hand_in", report)
    assert handed.figures["found"] == {"counted": 1, "said": 4, "remark": "另有三个为口头提出"}


def test_d39_every_gap_is_named_at_once(house, people):
    report = begin(house, people.clerk, people.finance)

    with pytest.raises(BlockedError) as refused:
        press(house, people.clerk, "hand_in", report)

    assert {each.where for each in refused.value.problems} == {
        *("figure-readers", "figure-used", "figure-floor"),
        *("text-work", "text-problems", "text-next"),
    }


def test_d39_whoever_filled_it_in_does_not_sign_it_off(house, people):
    report = begin(house, people.approver, people.finance)
    press(house, people.approver, "fill_in", report, Filling(LEFT_OPEN, {}, TEXTS))
    press(house, people.approver, "hand_in", report)

    for wrong in (people.approver, people.clerk):
        with pytest.raises(NotPermittedError):
            press(house, wrong, "submit", report)


def test_d39_a_returned_report_says_why_is_mended_and_counts_as_silent_meanwhile(house, people):
    report = submitted(house, people)
    assert "青山县财政局" not in silent(house, people.authority_officer)
    with pytest.raises(NotPermittedError):
        press(house, people.inspector, "give_back", report, "数据有误")
    press(house, people.authority_officer, "give_back", report, "库房面积与上年不符")

    assert "青山县财政局" in silent(house, people.authority_officer)
    press(house, people.clerk, "fill_in", report, Filling({**LEFT_OPEN, "floor": 140}, {}, TEXTS))
    press(house, people.clerk, "hand_in", report)
    press(house, people.approver, "send_back", report, "再核一遍")
    press(house, people.clerk, "hand_in", report)
    again = press(house, people.approver, "submit", report)
    assert (again.state, again.reason, again.figures["floor"]["said"]) == (ReportState.SUBMITTED, "", 140)


def test_d39_an_authority_sees_no_draft_and_nobody_else_sees_a_report(house, people):
    report = filled(house, people)
    unseen = {
        "before": ("authority_officer", "inspector"),
        "always": ("other_clerk", "archivist", "neighbour_inspector"),
    }
    for name in (*unseen["before"], *unseen["always"]):
        with pytest.raises(NotFoundError):
            press(house, getattr(people, name), "acknowledge", report)
    press(house, people.clerk, "hand_in", report)
    press(house, people.approver, "submit", report)

    for name in unseen["before"]:
        with house.open(getattr(people, name)) as services:
            assert len(services.work_reports.acts(report.id)) == 4
    for name in unseen["always"]:
        with house.open(getattr(people, name)) as services:
            assert services.work_reports.list().rows == ()


def test_d39_overdue_is_computed_and_the_silent_are_listed(house, people, clock):
    first = standing(house, people.authority_officer)
    assert (first.period.code, first.due_on, first.is_overdue) == ("2026", date(2027, 1, 11), False)
    assert [each.name for each in first.silent] == ["青山县卫生局", "青山县财政局", "青山县档案馆"]
    submitted(house, people)
    clock.move(days=6)

    late = standing(house, people.inspector)
    assert (late.is_overdue, late.submitted, late.acknowledged, late.silent_count) == (True, 1, 0, 2)
    assert silent(house, people.neighbour_inspector) == []


def test_d39_the_silent_are_reminded_each_stage_once_until_they_report(house, people, clock):
    assert remind(house) == 4  # two bodies and two archives: five days are left
    assert remind(house) == 0
    assert (desk(house, people.clerk), desk(house, people.director), desk(house, people.inspector)) == ([-7], [-7], [])
    clock.move(days=7)
    assert remind(house) == 4
    assert desk(house, people.other_clerk) == [1]
    submitted(house, people)

    assert (desk(house, people.clerk), desk(house, people.other_clerk)) == ([], [1])
    clock.move(days=7)
    assert remind(house) == 3
    assert (desk(house, people.clerk), desk(house, people.other_clerk)) == ([], [8])


def test_d39_an_archive_reports_its_own_figures(house, people):
    report = begin(house, people.archivist, people.archive, REPOSITORY)

    assert {"accessions", "received", "opened"} <= set(report.figures)
    assert "overdue" not in report.figures
    with pytest.raises(NotPermittedError):
        begin(house, people.archivist, people.finance)


def test_one_report_for_each_body_and_period(house, people):
    begin(house, people.clerk, people.finance)

    with pytest.raises(DuplicateError):
        begin(house, people.clerk, people.finance)
    assert begin(house, people.clerk, people.finance, period="2025").period == "2025"


@pytest.mark.parametrize("period", ["2027", "2026-Q1", "26", "1986", "２０２６", "x"])
def test_a_period_that_has_not_ended_or_is_none_is_refused(house, people, period):
    with pytest.raises(InvalidInputError):
        begin(house, people.clerk, people.finance, period=period)


def test_a_number_out_of_range_and_an_old_version_are_refused(house, people):
    report = begin(house, people.clerk, people.finance)
    with pytest.raises(InvalidInputError):
        press(house, people.clerk, "fill_in", report, Filling({"readers": -1}, {}, TEXTS))
    with house.open(people.clerk) as services, pytest.raises(StaleVersionError):
        services.work_reports.fill_in(report.id, report.version + 1, Filling())


def test_both_databases_report_alike(either_house, clock):
    people = write_cast(either_house)
    clock.move(days=45)
    submitted(either_house, people)

    assert silent(either_house, people.authority_officer) == ["青山县卫生局", "青山县档案馆"]
    assert remind(either_house) == 3


# --- the table of the life ---

UNIT = {Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR}
EXPECTED = {
    ("drafted", "fill_in"): ("drafted", UNIT),
    ("returned", "fill_in"): ("drafted", UNIT),
    ("drafted", "hand_in"): ("under_review", UNIT),
    ("under_review", "send_back"): ("drafted", {Role.APPROVER, Role.DIRECTOR}),
    ("under_review", "submit"): ("submitted", {Role.APPROVER, Role.DIRECTOR}),
    ("submitted", "acknowledge"): ("acknowledged", {Role.INSPECTOR, Role.AUTHORITY}),
    ("submitted", "return"): ("returned", {Role.AUTHORITY}),
}


def test_d39_the_life_is_the_one_written_here():
    assert {(str(s), str(a)): (str(arrow.to), set(arrow.by)) for (s, a), arrow in TRANSITIONS.items()} == EXPECTED


def test_what_was_acknowledged_moves_no_more(house, people):
    report = press(house, people.authority_officer, "acknowledge", submitted(house, people))

    assert allowed_actions(ReportState.ACKNOWLEDGED, list(Role)) == frozenset()
    with pytest.raises(IllegalTransitionError):
        press(house, people.authority_officer, "give_back", report, "太迟")


# --- periods ---


@pytest.mark.parametrize(
    ("kind", "day", "code", "first", "last"),
    [
        (PeriodKind.YEAR, date(2027, 1, 1), "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (PeriodKind.HALF_YEAR, date(2026, 8, 1), "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        (PeriodKind.QUARTER, date(2028, 4, 1), "2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
        (PeriodKind.QUARTER, date(2026, 3, 31), "2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_the_period_to_be_reported_on_is_the_newest_that_has_ended(kind, day, code, first, last):
    found = ReportPeriod.ended_before(kind, day)

    assert (found.code, found.first, found.last) == (code, first, last)


@given(st.sampled_from(list(PeriodKind)), st.dates(date(1990, 1, 1), date(2190, 1, 1)))
def test_every_day_lies_in_one_period_whose_code_reads_back(kind, day):
    period = ReportPeriod.of(kind, day)

    assert period.first <= day <= period.last
    assert ReportPeriod.parse(kind, period.code) == period
