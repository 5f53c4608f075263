"""Coming back: returns with their grounds, disputes and rulings, withdrawing and aborting; nothing is refused (D05)."""

import pytest
from sqlalchemy import select

from archives.domain.errors import FrozenError, InvalidInputError, NotFoundError, NotPermittedError
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Role, Side
from archives.models import CheckRun, Notice, Record
from archives.services.transfer_life import Ground
from tests.factories import cast
from tests.handover import OPINIONS, act, batch, check, plan, register, submit


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def records(house, people):
    return [
        register(house, people, "A001-WS·2005-Y-0001", "关于防汛经费的通知"),
        register(house, people, "A001-WS·2005-Y-0002", "关于预算的批复"),
    ]


@pytest.fixture
def transfer(house, people, records):
    return plan(house, people)


def to_review(house, people, transfer_id):
    submit(house, people, transfer_id)
    act(house, people.archivist, "reception", "begin_checks", transfer_id)
    check(house, people.archivist, transfer_id, Side.ARCHIVE)


def send_back_to(house, actor, transfer_id, *grounds):
    return act(house, actor, "reception", "return_for_correction", transfer_id, list(grounds))


def correct(house, people, transfer_id):
    with house.open(people.clerk) as services:
        for reason in services.transfer_lists.reasons(transfer_id):
            if reason.corrected_at is None:
                seen = services.transfers.read(transfer_id).version
                services.transfer_lists.mark_corrected(transfer_id, seen, reason.id)


def test_d05_a_second_return_with_a_new_ground_is_the_directors(house, people, records, transfer):
    to_review(house, people, transfer.id)
    send_back_to(house, people.archivist, transfer.id, Ground("题名不完整", "YJ-2-4", records[0]))
    correct(house, people, transfer.id)
    to_review(house, people, transfer.id)
    new = Ground("缺附件", "YJ-2-8", records[0])

    with pytest.raises(NotPermittedError):
        send_back_to(house, people.archivist, transfer.id, new)
    returned = send_back_to(house, people.director, transfer.id, new)

    assert (returned.returns, returned.round, returned.state) == (2, 3, TransferState.RETURNED)
    with house.open(people.clerk) as services:
        assert [reason.new_ground for reason in services.transfer_lists.reasons(transfer.id)] == [False, True]


def test_d05_a_third_return_rises_to_the_director(house, people, records, transfer):
    same = Ground("题名不完整", "YJ-2-4", records[0])
    for _ in range(3):
        to_review(house, people, transfer.id)
        send_back_to(house, people.archivist, transfer.id, same)
        correct(house, people, transfer.id)

    with house.open(WORKER) as services:
        services.deadlines.sweep()
        notices = services.work.session.scalars(select(Notice).where(Notice.kind == "returned_often")).all()
        risen = services.transfers.read(transfer.id)

    assert [(notice.role, notice.facts["returns"]) for notice in notices] == [(Role.DIRECTOR, 3)]
    assert (risen.returns, risen.escalated_to) == (3, "director")


def test_a_return_says_why_and_names_only_what_is_in_the_transfer(house, people, records, transfer):
    to_review(house, people, transfer.id)
    elsewhere = Ground("别处的", record_id=transfer.id, file_id=transfer.id)

    for grounds, expected in (
        ([], [("reasons_required", "/grounds")]),
        ([Ground(" ")], [("required", "/grounds/0/text")]),
        (
            [Ground("好"), elsewhere],
            [("record_not_in_transfer", "/grounds/1/record_id"), ("file_not_in_transfer", "/grounds/1/file_id")],
        ),
    ):
        with pytest.raises(InvalidInputError) as refused:
            send_back_to(house, people.archivist, transfer.id, *grounds)
        assert [(problem.code, problem.where) for problem in refused.value.problems] == expected


def test_what_the_archive_did_not_list_stays_locked_though_the_approver_gives_it_back(house, people, records, transfer):
    to_review(house, people, transfer.id)
    send_back_to(house, people.archivist, transfer.id, Ground("题名不完整", "", records[0]))
    correct(house, people, transfer.id)
    act(house, people.clerk, "transfers", "begin_unit_checks", transfer.id)
    check(house, people.clerk, transfer.id, Side.UNIT)
    act(house, people.clerk, "transfers", "request_approval", transfer.id)
    act(house, people.approver, "transfers", "send_back", transfer.id, "再看看")

    with house.open(people.clerk) as services:
        with pytest.raises(FrozenError):
            services.records.describe(records[1], services.records.get(records[1]).version, {"title": "改名"})
        services.records.describe(records[0], services.records.get(records[0]).version, {"title": "改名"})
    with pytest.raises(FrozenError):
        act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[1], "顺便")


def test_d06_outside_the_scope_the_unit_takes_out_what_is_named_and_the_archive_still_has_its_first_return(
    house, people, records, transfer
):
    submit(house, people, transfer.id)
    act(house, people.approver, "reception", "dispute", transfer.id, "第二件是否属于接收范围")
    ruling = [Ground("不在批准的接收范围内", record_id=records[1])]
    with pytest.raises(NotPermittedError):
        act(house, people.director, "reception", "rule_outside_scope", transfer.id, ruling)

    ruled = act(house, people.authority_officer, "reception", "rule_outside_scope", transfer.id, ruling)

    assert (ruled.state, ruled.returns, ruled.round) == (TransferState.RETURNED, 0, 2)
    act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[1], "按裁定")
    to_review(house, people, transfer.id)
    assert send_back_to(house, people.archivist, transfer.id, Ground("题名", "", records[0])).returns == 1


def test_d06_within_the_scope_the_archive_checks_again_and_goes_on(house, people, records, transfer):
    to_review(house, people, transfer.id)
    act(house, people.director, "reception", "dispute", transfer.id, "不属于接收范围")

    act(house, people.authority_officer, "reception", "rule_within_scope", transfer.id, "属于")

    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    proposed = act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    assert proposed.state is TransferState.SIGNING


def ready(house, people, transfer_id):
    from_plan = ("青山县财政局 2005 年度", "2005 年度文书")
    act(house, people.clerk, "transfer_lists", "describe", transfer_id, *from_plan)
    act(house, people.clerk, "transfer_lists", "state_opinions", transfer_id, OPINIONS)
    act(house, people.clerk, "transfers", "begin_unit_checks", transfer_id)
    check(house, people.clerk, transfer_id, Side.UNIT)
    act(house, people.clerk, "transfers", "request_approval", transfer_id)


WAY = (
    ("planned", None),
    ("preparing", lambda h, p, t: act(h, p.clerk, "transfers", "prepare", t)),
    ("awaiting_approval", ready),
    ("submitted", lambda h, p, t: act(h, p.approver, "transfers", "submit", t)),
    ("checking", lambda h, p, t: act(h, p.archivist, "reception", "begin_checks", t)),
    ("under_review", lambda h, p, t: check(h, p.archivist, t, Side.ARCHIVE)),
    ("signing", lambda h, p, t: act(h, p.archivist, "reception", "propose_acceptance", t)),
)


@pytest.mark.parametrize("steps", range(1, len(WAY) + 1), ids=[state for state, _ in WAY])
def test_from_every_open_state_it_can_be_taken_back_and_its_records_are_due_again(house, people, records, steps):
    with house.open(people.clerk) as services:
        transfer = services.transfer_lists.create([batch(house, people.clerk).id])
    for _, step in WAY[1:steps]:
        step(house, people, transfer.id)
    with house.open(people.clerk) as services:
        assert services.transfers.read(transfer.id).state == WAY[steps - 1][0]
    who, button = (people.approver, "abort") if steps % 2 else (people.clerk, "withdraw")

    ended = act(house, who, "transfers", button, transfer.id, "另行安排")

    assert ended.state in {TransferState.WITHDRAWN, TransferState.ABORTED}
    assert (ended.package_sha256, ended.receipt_due_on, ended.check_due_on) == ("", None, None)
    assert batch(house, people.clerk).records_pending == 2
    with house.open(WORKER) as services:
        held = services.work.session.scalars(select(Record)).all()
        assert {(record.transfer_id, record.repository_id) for record in held} == {(None, None)}
        for run in services.work.session.scalars(select(CheckRun)):
            assert services.checks.run(run.id).state in {"done", "void"}
        assert services.receipts.blank_form(transfer.id).startswith(b"%PDF-")
    with house.open(people.archivist) as services, pytest.raises(NotFoundError):
        services.records.get(records[0])
    with house.open(people.clerk) as services:
        assert services.transfer_lists.create([batch(house, people.clerk).id]).item_count == 2
