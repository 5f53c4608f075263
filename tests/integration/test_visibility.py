"""The filter of the session: what one person may see never depends on who asked before."""

from itertools import product

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from archives.domain.permission import Actor, Permission, Scope
from archives.domain.vocabulary import Role
from archives.models import Event, Fonds, Obligation
from tests.factories import cast
from tests.handover import three_records


def fonds_seen_by(house, actor):
    with house.open(actor) as services:
        listed = {fonds.number for fonds in services.work.session.scalars(select(Fonds))}
        other = aliased(Fonds)
        again = set(services.work.session.scalars(select(other.number)))
        assert services.work.session.scalar(select(func.count(Fonds.id))) == len(listed) == len(again)
        return listed


def clerk_of(*organizations):
    return Actor(None, "somebody", (Permission(Role.CLERK, Scope(frozenset(organizations))),))


def test_people_asking_in_turn_never_share_a_filter(either_house):
    people = cast(either_house)
    seen = {
        "finance": (clerk_of(people.finance.id), {"A001", "A003"}),
        "health": (clerk_of(people.health.id), {"A002"}),
        "both": (clerk_of(people.finance.id, people.health.id), {"A001", "A002", "A003"}),
        "nothing": (clerk_of(), set()),
        "nobody": (Actor(None, "nobody", ()), set()),
        "archive": (people.archivist, {"A001", "A002", "A003"}),
        "other archive": (people.city_archivist, set()),
        "county": (people.inspector, {"A001", "A002", "A003"}),
        "next county": (people.neighbour_inspector, set()),
        "administrator": (people.system_admin, set()),
    }

    for first, second in product(seen, seen):
        for name in (first, second, first):
            actor, expected = seen[name]
            assert fonds_seen_by(either_house, actor) == expected, (first, second)


def test_a_join_shows_only_what_both_sides_show(either_house):
    people = cast(either_house)
    three_records(either_house, people)

    with either_house.open(people.other_clerk) as services:
        joined = select(Obligation, Fonds).join(Fonds, Fonds.id == Obligation.fonds_id)
        assert services.work.session.execute(joined).all() == []


def test_the_trail_is_read_by_those_who_see_its_subject_and_by_the_audit_administrator(either_house):
    people = cast(either_house)
    three_records(either_house, people)

    def events(actor):
        with either_house.open(actor) as services:
            return services.work.session.scalar(select(func.count(Event.id)))

    assert events(people.clerk) == events(people.audit_admin) > 0
    assert events(people.other_clerk) == events(people.archivist) == events(people.system_admin) == 0
