"""What each role sees first."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState as State
from archives.models import Job, Transfer, new_id
from tests.factories import cast as write_cast
from tests.holdings import keep, obligation_of, units


@pytest.fixture
def cast(house):
    cast = write_cast(house)
    with house.open(WORKER) as services, services.work.write():
        services.work.session.add_all(transfer(cast, state) for state in State)
        services.work.session.add_all(job(state) for state in ("queued", "dead", "dead"))
    keep(house, units(cast.finance_fonds, "2013-05-05", "2014-06-30", "2014-07-30", "2016-01-10"))
    keep(house, units(cast.health_fonds, "2014-06-30"))
    return cast


def transfer(cast, state):
    return Transfer(
        id=new_id(),
        number=f"T-{state}",
        organization_id=cast.finance.id,
        repository_id=None if state in (State.PLANNED, State.PREPARING, State.AWAITING_APPROVAL) else cast.archive.id,
        destination_id=cast.archive.id,
        fonds_id=cast.finance_fonds.id,
        name="青山县财政局 2014 年",
        state=state,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
    )


def job(state):
    moment = datetime(2026, 10, 1, tzinfo=UTC)
    return Job(kind="check", state=state, run_at=moment, created_at=moment)


def desk(house, actor):
    with house.open(actor) as services:
        return services.desk.show()


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("clerk", {State.PLANNED, State.PREPARING, State.RETURNED}),
        ("approver", {State.AWAITING_APPROVAL}),
        ("archivist", {State.SUBMITTED, State.UNDER_REVIEW}),
        ("director", {State.SIGNING}),
        ("authority_officer", {State.DISPUTED}),
        ("inspector", set()),
        ("other_clerk", set()),
        ("system_admin", set()),
    ],
)
def test_each_sees_the_transfers_on_which_the_next_step_is_his(house, cast, name, states):
    shown = desk(house, getattr(cast, name))

    assert {transfer.state for transfer in shown.waiting_transfers} == states
    assert shown.waiting == len(states)


def test_the_archive_counts_what_has_reached_it_the_unit_all_its_own(house, cast):
    assert set(desk(house, cast.clerk).transfers) == set(State)
    assert set(desk(house, cast.archivist).transfers) == set(State) - {
        State.PLANNED,
        State.PREPARING,
        State.AWAITING_APPROVAL,
    }
    assert desk(house, cast.other_clerk).transfers == {}


def test_the_desk_sums_up_what_is_overdue_and_due_this_year(house, cast):
    shown = {name: desk(house, getattr(cast, name)) for name in ("clerk", "other_clerk", "director", "system_admin")}

    sums = {name: (each.overdue.batches, each.overdue.records) for name, each in shown.items()}
    assert sums == {"clerk": (2, 3), "other_clerk": (1, 1), "director": (3, 4), "system_admin": (0, 0)}
    assert (shown["clerk"].due_this_year.batches, shown["clerk"].due_this_year.records) == (1, 1)
    assert [each.obligation.year for each in shown["director"].overdue_batches] == [2013, 2014, 2014]


def test_plans_and_extensions_wait_for_those_who_decide_them(house, cast):
    records = units(cast.finance_fonds, "2012-05-05")
    keep(house, records)
    with house.open(cast.clerk) as services:
        services.plans.draft(cast.finance.id, 2026)
        batch = obligation_of(services, records[0])
        services.extensions.request(batch.id, "secret", "需要保密", datetime(2030, 1, 1, tzinfo=UTC).date())

    people = ("clerk", "approver", "archivist", "director", "authority_officer", "other_approver")
    shown = {name: desk(house, getattr(cast, name)) for name in people}
    assert {name for name, each in shown.items() if each.plans_to_agree} == {"approver", "archivist", "director"}
    assert {name for name, each in shown.items() if each.extensions_to_decide} == {"authority_officer"}


def test_failed_jobs_are_the_system_administrators(house, cast):
    assert desk(house, cast.system_admin).failed_jobs == 2
    assert desk(house, cast.director).failed_jobs == 0


def test_the_desk_takes_few_questions_to_the_database(house, cast):
    asked = []
    event.listen(house.database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    desk(house, cast.archivist)

    assert len(asked) <= 12, asked
