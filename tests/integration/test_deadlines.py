"""The worker's round over the deadlines: nothing lapses in silence, nothing is said twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from archives.domain.errors import NotFoundError, NotPermittedError
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.models import Dispute, Event, Notice, Obligation, ReturnReason, Transfer, new_id
from archives.services.deadlines import Swept
from tests.factories import cast as write_cast
from tests.holdings import keep, obligation_of, units

# The clock stands at noon of Sunday 2026-11-22 in Beijing. Working days after Monday 2026-11-09: the 10th to the 13th
# (4), the 16th to the 20th (9); the 23rd is the tenth.
MONDAY = date(2026, 11, 9)


@pytest.fixture
def cast(house):
    return write_cast(house)


def transfer(house, cast, state=TransferState.SUBMITTED, **more):
    row = Transfer(
        id=new_id(),
        number=f"T-{new_id()}",
        organization_id=cast.finance.id,
        repository_id=cast.archive.id,
        destination_id=cast.archive.id,
        fonds_id=cast.finance_fonds.id,
        name="青山县财政局 2014 年",
        state=state,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        **more,
    )
    write(house, row)
    return row.id


def write(house, *rows):
    with house.open(WORKER) as services, services.work.write():
        services.work.session.add_all(rows)


def change(house, model, identifier, **values):
    with house.open(WORKER) as services, services.work.write():
        row = services.work.get(model, identifier)
        for name, value in values.items():
            setattr(row, name, value)


def sweep(house):
    with house.open(WORKER) as services:
        return services.deadlines.sweep()


def notices(house, actor):
    with house.open(actor) as services:
        return sorted(notice.kind for notice in services.notices.open().rows)


def escalated_to(house, identifier):
    with house.open(WORKER) as services:
        return services.work.get(Transfer, identifier).escalated_to


def test_d05_a_transfer_left_lying_is_told_to_the_staff_then_the_director_then_the_authority(house, cast, clock):
    identifier = transfer(house, cast, receipt_due_on=MONDAY)
    heights = []
    for instant in ("2026-11-09", "2026-11-10", "2026-11-13", "2026-11-16", "2026-11-20", "2026-11-23"):
        clock.instant = datetime.fromisoformat(f"{instant}T04:00:00+00:00")
        sweep(house)
        told = [bool(notices(house, actor)) for actor in (cast.archivist, cast.director, cast.authority_officer)]
        heights.append((instant[-2:], *told, escalated_to(house, identifier)))

    assert heights == [
        ("09", False, False, False, ""),
        ("10", True, False, False, ""),
        ("13", True, False, False, ""),
        ("16", True, True, False, "director"),
        ("20", True, True, False, "director"),
        ("23", True, True, True, "authority"),
    ]


def test_missed_rounds_are_made_up_by_the_next(house, cast, clock):
    identifier = transfer(house, cast, TransferState.CHECKING, check_due_on=MONDAY)
    clock.move(days=40)

    assert sweep(house).escalated == 1

    assert escalated_to(house, identifier) == "authority"
    assert notices(house, cast.director) == notices(house, cast.authority_officer) == ["checking_late"]


def test_a_second_round_changes_nothing(house, cast, clock):
    transfer(house, cast, receipt_due_on=MONDAY)
    keep(house, units(cast.finance_fonds, "2014-06-30", "2016-06-30"))
    clock.move(days=40)
    first = sweep(house)
    with house.open(WORKER) as services:
        before = services.work.session.query(Event).count()

    assert (first.plans, first.escalated) == (1, 1)
    assert sweep(house) == Swept(plans=0, raised=0, closed=0, escalated=0)
    with house.open(WORKER) as services:
        assert services.work.session.query(Event).count() == before


def test_the_trail_tells_that_a_transfer_rose(house, cast, clock):
    identifier = transfer(house, cast, receipt_due_on=MONDAY)
    clock.instant = datetime(2026, 11, 17, tzinfo=UTC)
    sweep(house)
    clock.instant = datetime(2026, 11, 24, tzinfo=UTC)
    sweep(house)

    with house.open(cast.director) as services:
        told = services.work.session.query(Event).filter_by(transfer_id=identifier).order_by(Event.sequence).all()
    assert [event.kind for event in told] == ["TransferEscalated"] * 2
    assert '"after":{"escalated_to":"authority"},"before":{"escalated_to":"director"}' in told[1].leaf


def test_once_the_archive_has_acted_its_notices_are_put_away(house, cast, clock):
    identifier = transfer(house, cast, receipt_due_on=MONDAY)
    clock.move(days=40)
    sweep(house)
    change(house, Transfer, identifier, receipt_due_on=None, check_due_on=date(2027, 3, 1))

    assert sweep(house).closed == 3
    assert notices(house, cast.director) == []


def test_the_third_return_is_for_the_director_and_later_for_the_authority(house, cast, clock):
    identifier = transfer(house, cast, TransferState.RETURNED, returns=2)
    owner = {"organization_id": cast.finance.id, "repository_id": cast.archive.id}
    reason = {"transfer_id": identifier, "round": 3, "text": "缺页", "raised_by": "陈管理"}
    write(house, ReturnReason(**owner, **reason, raised_at=clock()))
    sweep(house)
    assert notices(house, cast.director) == []

    change(house, Transfer, identifier, returns=3)
    sweep(house)
    assert (notices(house, cast.director), notices(house, cast.authority_officer)) == (["returned_often"], [])

    clock.move(days=15)
    sweep(house)
    assert notices(house, cast.authority_officer) == ["returned_often"]
    assert escalated_to(house, identifier) == "authority"


def test_a_transfer_that_has_ended_rises_no_more(house, cast, clock):
    transfer(house, cast, TransferState.ACCEPTED, returns=5)

    assert sweep(house) == Swept(0, 0, 0, 0)


def test_d06_a_dispute_over_scope_is_put_before_the_authority(house, cast, clock):
    identifier = transfer(house, cast, TransferState.DISPUTED)
    owner = {"organization_id": cast.finance.id, "repository_id": cast.archive.id}
    dispute = Dispute(**owner, transfer_id=identifier, reason="不属接收范围", raised_at=clock(), raised_by="周馆长")
    write(house, dispute)

    sweep(house)

    assert notices(house, cast.authority_officer) == ["dispute_raised"]
    assert notices(house, cast.director) == []


def test_d04_at_the_start_of_the_year_the_clerk_hears_what_falls_due_and_a_plan_is_drafted(house, cast, clock):
    keep(house, units(cast.finance_fonds, "2017-03-01", "2017-04-01"))
    clock.instant = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # one minute before midnight in Beijing
    sweep(house)
    assert notices(house, cast.clerk) == []

    clock.move(minutes=1)
    assert sweep(house).plans == 1

    with house.open(cast.clerk) as services:
        (notice,) = services.notices.open().rows
        (plan,) = services.plans.find(year=2027).rows
    assert (notice.kind, notice.facts) == (
        "batches_due",
        {"year": 2027, "batches": 1, "records": 2, "last_day": "2027-12-31"},
    )
    assert plan.facts == {"batches": 1, "records": 2}
    assert notices(house, cast.approver) == ["plan_to_agree"]
    assert notices(house, cast.archivist) == ["plan_to_agree"]


def test_d04_from_the_first_of_january_after_the_unit_and_the_authority_hear_that_it_is_overdue(house, cast, clock):
    keep(house, units(cast.finance_fonds, "2016-06-30"))
    sweep(house)
    assert "batches_overdue" not in notices(house, cast.approver)
    clock.instant = datetime(2026, 12, 31, 16, tzinfo=UTC)
    sweep(house)

    for actor in (cast.clerk, cast.approver, cast.authority_officer):
        assert "batches_overdue" in notices(house, actor)
    assert "batches_overdue" not in notices(house, cast.director)


def test_an_overdue_batch_for_which_the_archive_was_not_ready_is_the_directors(house, cast, clock):
    records = units(cast.finance_fonds, "2016-06-30")
    keep(house, records)
    with house.open(cast.director) as services:
        services.obligations.declare_not_ready(obligation_of(services, records[0]).id, "库房改造", 1)
    clock.move(days=45)
    sweep(house)

    with house.open(cast.director) as services:
        facts = {notice.kind: notice.facts for notice in services.notices.open().rows}
    assert facts["batches_overdue"]["cause"] == "archive_not_ready"
    assert "batches_overdue" not in notices(house, cast.clerk)


def test_numbers_in_an_open_notice_follow_the_holdings(house, cast):
    keep(house, units(cast.finance_fonds, "2014-06-30"))
    sweep(house)
    keep(house, units(cast.finance_fonds, "2014-07-30", "2013-07-30"))
    sweep(house)

    with house.open(cast.clerk) as services:
        (notice,) = services.notices.open().rows
    assert (notice.facts["batches"], notice.facts["records"]) == (2, 3)


def test_a_plan_to_which_nobody_agreed_follows_its_batches_and_one_with_a_signature_waits(house, cast):
    keep(house, units(cast.finance_fonds, "2014-06-30"))
    sweep(house)
    keep(house, units(cast.finance_fonds, "2013-06-30"))
    assert sweep(house).plans == 1
    with house.open(cast.approver) as services:
        (plan,) = services.plans.find().rows
        services.plans.agree(plan.id, plan.version)
    keep(house, units(cast.finance_fonds, "2012-06-30"))

    assert sweep(house).plans == 0
    assert notices(house, cast.approver) == ["batches_overdue"]
    with house.open(cast.approver) as services:
        assert services.plans.is_outdated(plan.id)


def test_a_notice_put_away_does_not_come_back(house, cast):
    keep(house, units(cast.finance_fonds, "2014-06-30"))
    sweep(house)
    with house.open(cast.clerk) as services:
        (notice,) = services.notices.open().rows
        services.notices.dismiss(notice.id)
        services.notices.dismiss(notice.id)
    sweep(house)

    assert notices(house, cast.clerk) == []
    assert notices(house, cast.approver) == ["batches_overdue", "plan_to_agree"]
    with house.open(cast.audit_admin) as services:
        assert services.work.session.query(Event).filter_by(kind="NoticeDismissed").count() == 1


def test_a_notice_is_for_its_role_at_its_place_only(house, cast):
    keep(house, units(cast.finance_fonds, "2014-06-30"))
    sweep(house)
    with house.open(WORKER) as services:
        clerks = services.work.session.query(Notice).filter_by(role="clerk").one()

    for actor in (cast.other_clerk, cast.inspector, cast.system_admin, cast.city_archivist):
        assert notices(house, actor) == []
        with house.open(actor) as services, pytest.raises(NotFoundError):
            services.notices.dismiss(clerks.id)


def test_only_the_worker_makes_the_round(house, cast):
    for actor in (cast.clerk, cast.director, cast.system_admin):
        with house.open(actor) as services, pytest.raises(NotPermittedError):
            services.deadlines.sweep()


def test_an_extension_that_ends_within_the_year_lets_its_batch_be_overdue(house, cast, clock):
    records = units(cast.finance_fonds, "2014-06-30")
    keep(house, records)
    with house.open(WORKER) as services:
        batch_id = obligation_of(services, records[0]).id
    change(house, Obligation, batch_id, extended_to=date(2026, 11, 30))
    sweep(house)
    assert notices(house, cast.clerk) == ["batches_due"]

    clock.move(days=9)
    sweep(house)
    assert notices(house, cast.clerk) == ["batches_overdue"]


@pytest.mark.parametrize("days", [0, 3650])
def test_an_empty_house_is_quiet(house, cast, clock, days):
    clock.instant += timedelta(days=days)

    assert sweep(house) == Swept(0, 0, 0, 0)
