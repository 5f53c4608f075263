"""The figures that boards read are what the register says, after every act; spoilt ones are found and set right."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from archives.domain.errors import BlockedError
from archives.domain.hazard import FindingKind, Grade, InspectedKind
from archives.domain.permission import WORKER
from archives.domain.register_figures import Figure, Series, rolled_up
from archives.models import Organization, RegisterFigure
from archives.services.rectification import Issue
from archives.services.reports import NewReport
from tests.factories import cast as write_cast
from tests.inspecting import HAZARD, act, conclude, find, issued, on_site, order, recheck, rectify

PROBLEM = replace(HAZARD, kind=FindingKind.WORK_PROBLEM, grade=None, checklist_code="G2")


@pytest.fixture
def people(house):
    return write_cast(house)


def differences(house):
    with house.open(WORKER) as services:
        return services.register_figures.differences()


def figures(house):
    with house.open(WORKER) as services:
        rows = services.work.session.scalars(select(RegisterFigure).where(RegisterFigure.series != Series.OPEN_SINCE))
        found = Counter()
        for row in rows:
            found[row.jurisdiction_path, row.series] += row.number
        return dict(found)


def of_lines(house, actor, button, *more):
    """Press a button on the newest line of the register."""
    with house.open(actor) as services:
        row = services.findings.list().rows[0]
        return getattr(services.findings, button)(row.id, row.version, *more)


def report(house, people):
    with house.open(people.inspector) as services:
        services.reports.tell(NewReport(people.county.id, "青山县财政局", "地下室漏水"))


def decide_lead(house, people, button, *said):
    with house.open(people.inspector) as services:
        lead = services.leads.list().rows[0]
        counter = services.findings if button == "confirm_lead" else services.leads
        getattr(counter, button)(lead.id, lead.version, *said)


def walk(house, people, clock):
    """Do every act that moves a line, an order or a lead; stop after each."""
    inspection = on_site(house, people)
    first, second = find(house, people, inspection), find(house, people, inspection)
    yield "two lines"
    find(house, people, inspection, PROBLEM)
    yield "a problem without a grade"
    of_lines(house, people.inspector, "remedied", "当场整改")
    yield "mended at once"
    find(house, people, inspection, PROBLEM)
    yield "it came up again"
    of_lines(house, people.inspector, "dismiss", "误记")
    yield "dismissed"
    conclude(house, people, inspection)
    drawn = order(house, people, first, second)
    yield "drawn up"
    act(house, people.authority_officer, "issue", drawn.id, Issue("青档改〔2026〕7号", date(2026, 12, 22)))
    yield "issued"
    act(house, people.authority_officer, "extend", drawn.id, date(2027, 1, 5), "采购周期长")
    yield "extended"
    rectify(house, people, drawn.id)
    yield "reported"
    recheck(house, people, drawn.id, passed=False, until=date(2027, 2, 1))
    yield "failed, with a new last day"
    clock.move(days=100)
    rectify(house, people, drawn.id)
    yield "reported again"
    recheck(house, people, drawn.id)
    yield "passed"
    act(house, people.authority_officer, "close_out", drawn.id)
    yield "closed out"
    revoked = issued(house, people, due_on=date(2027, 6, 1))
    yield "came up again, ordered"
    act(house, people.authority_officer, "revoke", revoked.id, "对象有误")
    yield "revoked: the line stands open again"
    with house.open(people.clerk) as services:
        own = replace(HAZARD, grade=Grade.GENERAL, immediate_measures="移走档案")
        services.findings.report_own(InspectedKind.ORGANIZATION, people.finance.id, own)
    yield "found in its own house"
    report(house, people)
    yield "a lead"
    decide_lead(house, people, "confirm_lead", HAZARD, (InspectedKind.ORGANIZATION, people.finance.id))
    yield "confirmed"
    clock.move(hours=2)
    report(house, people)
    decide_lead(house, people, "dismiss", "查无实据")
    yield "a lead put away"


def test_numbers_reconcile_with_the_register_after_every_act(house, people, clock):
    for what in walk(house, people, clock):
        assert differences(house) == [], what

    assert figures(house) == {
        (path, series): number
        for path in ("/99/", "/99/9901/", "/99/9901/990123/")
        for series, number in {
            Series.OPEN: 3,
            Series.ENDED: 4,
            Series.DAYS_OPEN: 200,
            Series.CAME_AGAIN: 4,
            Series.REPORTED: 1,
            Series.IN_TIME: 1,
        }.items()
    }


def test_an_order_that_goes_to_a_successor_elsewhere_is_counted_there(house, people):
    row = find(house, people, inspection := on_site(house, people))
    conclude(house, people, inspection)
    drawn = order(house, people, row)
    elsewhere = people.neighbour
    with house.open(WORKER) as services, services.work.write():
        moved = services.work.get(Organization, people.health.id)
        moved.jurisdiction_id, moved.jurisdiction_path = elsewhere.id, elsewhere.path
        services.work.get(Organization, people.finance.id).abolished_on = date(2026, 11, 22)
        services.work.get(Organization, people.finance.id).successor_id = people.health.id
    county = people.authority_officer
    both = replace(
        county, permissions=(replace(p := county.permissions[0], scope=replace(p.scope, jurisdictions=CITY)),)
    )
    act(house, both, "issue", drawn.id, Issue("青档改〔2026〕7号", date(2026, 12, 22)))

    assert differences(house) == []
    assert {path for path, series in figures(house) if series is Series.OPEN} == {"/99/", "/99/9901/", elsewhere.path}


CITY = frozenset({"/99/9901/"})


def test_an_act_that_is_refused_counts_nothing(house, people):
    row = find(house, people, on_site(house, people))
    drawn = order(house, people, row)
    before = figures(house)

    with pytest.raises(BlockedError):
        act(house, people.authority_officer, "issue", drawn.id, Issue("青档改〔2026〕7号", date(2020, 1, 1)))

    assert (figures(house), differences(house)) == (before, [])


def test_acts_at_the_same_time_are_all_counted(either_house):
    people = write_cast(either_house)
    inspection = on_site(either_house, people)
    find(either_house, people, inspection)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: find(either_house, people, inspection), range(8)))

    assert len({each.number for each in found}) == 8
    assert differences(either_house) == []
    assert figures(either_house)["/99/", Series.OPEN] == 9


def test_a_spoilt_figure_is_found_and_counted_again(house, people):
    find(house, people, on_site(house, people))
    with house.open(WORKER) as services, services.work.write():
        spoilt = update(RegisterFigure).where(RegisterFigure.series == Series.OPEN)
        services.work.session.execute(spoilt.values(number=7))

    (first, *rest) = differences(house)
    assert (first.figure.path, first.figure.series, first.kept, first.counted) == ("/99/", Series.OPEN, 7, 1)
    with house.open(WORKER) as services:
        assert services.register_figures.recount() == [first, *rest]

    assert differences(house) == []


def test_a_line_is_counted_at_every_place_above_it():
    one = Figure("/99/9901/990123/", Series.OPEN, grade="major")
    gone = Figure("/99/9901/990123/", Series.ENDED)

    assert rolled_up({one: 1, gone: 0}) == {
        Figure(path, Series.OPEN, grade="major"): 1 for path in ("/99/", "/99/9901/", "/99/9901/990123/")
    }


def test_figures_are_seen_by_those_who_supervise_the_place(house, people):
    find(house, people, on_site(house, people))

    def seen(actor):
        with house.open(actor) as services:
            return {row.jurisdiction_path for row in services.work.session.scalars(select(RegisterFigure))}

    assert seen(people.inspector) == {"/99/9901/990123/"}
    assert seen(people.neighbour_inspector) == seen(people.clerk) == seen(people.director) == set()
