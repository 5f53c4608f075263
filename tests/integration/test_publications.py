"""What an authority publishes: the register's sums, small ones withheld, as a snapshot, by an act."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from archives.domain.errors import FrozenError, InvalidInputError, NotFoundError, NotPermittedError
from archives.domain.hazard import Grade
from archives.domain.permission import WORKER, Permission, Scope
from archives.domain.publication import PlaceFigures, share, withheld_parts, withheld_row, withheld_table
from archives.domain.vocabulary import Role
from archives.models import Event
from archives.services.accounts_actor import STRANGER
from tests.factories import cast as write_cast
from tests.inspecting import HAZARD, close, conclude, find, issued, on_site


@pytest.fixture
def people(house):
    return write_cast(house)


@pytest.fixture
def register(house, people, clock):
    """Four hazards of 2026 (three major, one general), one of them closed; then it is March 2027."""
    close(house, people, issued(house, people).id)
    inspection = on_site(house, people)
    for grade in (Grade.MAJOR, Grade.MAJOR, Grade.GENERAL):
        find(house, people, inspection, replace(HAZARD, grade=grade))
    conclude(house, people, inspection)
    clock.move(days=110)


def over(people, path):
    """The authority of another place."""
    return replace(
        people.authority_officer, permissions=(Permission(Role.AUTHORITY, Scope(jurisdictions=frozenset({path}))),)
    )


def publish(house, actor, place, period=""):
    with house.open(actor) as services:
        return services.publications.publish(place.id, period)


def test_a_summary_counts_the_period_and_withholds_small_numbers(house, people, register):
    with house.open(people.authority_officer) as services:
        told = services.publications.preview(people.county.id, "2026")

    assert (told.found, told.open, told.closed, told.orders) == ({"hazard": 4}, None, None, None)
    assert told.hazards == {"general": None, "major": None}  # one general; three major would tell it
    assert (told.on_time, told.days_to_close, told.recurrences, told.inspections) == (None, None, 3, None)


def test_places_below_are_told_with_all_that_lies_in_them(house, people, register):
    city = over(people, "/99/9901/")
    with house.open(city) as services:
        told = services.publications.preview(people.city.id, "2026")

    assert told.districts == (
        PlaceFigures("990123", "青山县", 4, None, None),
        PlaceFigures("990124", "白水县", 0, 0, 0),
    )


def test_what_is_published_stays_as_it_was_until_another_edition(house, people, register):
    first = publish(house, people.authority_officer, people.county)
    find(house, people, on_site(house, people))
    second = publish(house, people.authority_officer, people.county)

    with house.open(STRANGER) as services:
        assert [(each.id, each.edition) for each in services.publications.list()] == [(second.id, 2)]
        assert services.publications.get(first.id).figures == first.figures
    with house.open(WORKER) as services:
        assert services.publications.get(first.id).figures["found"] == {"hazard": 4}


def test_a_summary_is_withdrawn_with_its_reason_on_the_trail(house, people, register):
    made = publish(house, people.authority_officer, people.county)
    with house.open(people.authority_officer) as services:
        services.publications.withdraw(made.id, made.version, "数据口径有误")
    with house.open(STRANGER) as services:
        assert services.publications.list() == []
        with pytest.raises(NotFoundError):
            services.publications.get(made.id)
    with house.open(people.authority_officer) as services, pytest.raises(FrozenError):
        services.publications.withdraw(made.id, made.version + 1, "再次")
    with house.open(people.audit_admin) as services:
        events = services.work.session.scalars(select(Event.kind).where(Event.subject_id == made.id))
        assert list(events) == ["SummaryPublished", "SummaryWithdrawn"]


@pytest.mark.parametrize("name", ["inspector", "clerk", "archivist", "system_admin", "neighbour_inspector"])
def test_only_the_authority_of_the_place_publishes(house, people, name):
    with pytest.raises(NotPermittedError):
        publish(house, getattr(people, name), people.county)


def test_a_period_that_has_not_ended_is_not_published(house, people):
    for period in ("2026", "2027", "x"):
        with pytest.raises(InvalidInputError):
            publish(house, people.authority_officer, people.county, period)
    assert publish(house, people.authority_officer, people.county).period == "2025"


def test_both_databases_publish_alike(either_house, clock):
    people = write_cast(either_house)
    find(either_house, people, on_site(either_house, people))
    clock.move(days=110)
    made = publish(either_house, people.authority_officer, people.county, "2026")

    assert made.figures == {
        **dict.fromkeys(("inspections", "closed", "orders", "recurrences"), 0),
        **dict.fromkeys(("open", "on_time", "days_to_close")),
        "least": 3,
        "found": {"hazard": None},
        "hazards": {"major": None},
        "districts": [],
    }


# --- what is withheld ---


def test_one_withheld_part_takes_the_next_smallest_with_it():
    assert withheld_parts({"a": 1, "b": 5, "c": 40, "d": 0}, 3) == {"a": None, "b": None, "c": 40, "d": 0}
    assert withheld_parts({"a": 1, "b": 2, "c": 40}, 3) == {"a": None, "b": None, "c": 40}
    assert withheld_parts({"a": 3, "b": 5}, 3) == {"a": 3, "b": 5}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30)), st.integers(1, 10))
def test_no_small_number_is_told_nor_left_alone(parts, least):
    told = withheld_parts(parts, least)

    assert all(number is None or number == 0 or number >= least for number in told.values())
    hidden = [name for name, number in told.items() if number is None]
    assert len(hidden) != 1 or all(not parts[name] for name in parts if name not in hidden)


TABLES = st.dictionaries(
    st.sampled_from("abcde"), st.fixed_dictionaries({name: st.integers(0, 9) for name in ("found", "closed", "open")})
)


@given(TABLES, st.integers(1, 6))
def test_no_row_and_no_column_tells_what_it_withholds(counts, least):
    """A row tells the third of found, closed and open; a column tells its sum."""
    told = withheld_table(counts, least)

    for place, row in told.items():
        assert list(row.values()).count(None) != 1
        for name, number in row.items():
            assert number in (None, counts[place][name])
            assert number is None or number == 0 or number >= least
    for name in ("found", "closed", "open"):
        column = {place: row[name] for place, row in told.items()}
        assert list(column.values()).count(None) != 1 or not any(column.values())


def test_the_sums_of_a_whole_place_do_not_tell_each_other():
    assert withheld_row(450, 1, 449, 3) == {"found": 450, "closed": None, "open": None}
    assert withheld_row(40, 38, 2, 3) == {"found": None, "closed": 38, "open": None}
    assert withheld_row(40, 30, 10, 3) == {"found": 40, "closed": 30, "open": 10}


def test_a_share_of_few_is_not_told():
    assert (share(2, 2, 3), share(2, 3, 3), share(0, 0, 1)) == (None, 66, None)
