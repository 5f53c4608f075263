"""A transfer from its batch to the receipt, through the services, with every party doing its part."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from archives.domain.errors import BlockedError, IllegalTransitionError, NotFoundError, NotPermittedError
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import (
    Custody,
    Outcome,
    Side,
)
from archives.models import Event, Record
from archives.services.transfer_life import Ground
from tests.factories import cast
from tests.handover import accept, act, batch, check, plan, review, submit, three_records


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def records(house, people):
    return three_records(house, people)


def test_d05_from_the_batch_to_the_receipt(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)

    accepted = accept(house, people, transfer.id, records)

    assert accepted.state is TransferState.ACCEPTED
    with house.open(people.clerk) as services:
        receipt = services.receipts.of_transfer(transfer.id)
        assert receipt.number.startswith("JJ2026-")
        with services.receipts.open(receipt, "form.pdf") as form:
            assert form.read(5) == b"%PDF-"
        kept = services.records.get(records[0])
        assert (kept.custody, kept.archive_number) == (Custody.REPOSITORY, "A001-WS·2005-Y-0001")
        assert not house.outside.store.verify(f"urn:uuid:{records[0]}")
        with services.content.open(services.content.list(records[0])[0]) as content:
            assert content.read() == "关于防汛经费的通知的全文".encode()


def test_the_archive_sees_nothing_before_submission_and_everything_after(house, people, records):
    transfer = plan(house, people)

    with house.open(people.archivist) as services, pytest.raises(NotFoundError):
        services.transfers.read(transfer.id)
    with house.open(people.archivist) as services, pytest.raises(NotFoundError):
        services.records.get(records[0])

    submit(house, people, transfer.id)

    with house.open(people.archivist) as services:
        assert services.transfers.read(transfer.id).state is TransferState.SUBMITTED
        assert services.records.get(records[0]).title == "关于防汛经费的通知"


def test_d20_approval_is_refused_while_opinions_are_missing_and_every_gap_is_named(house, people, records):
    with house.open(people.clerk) as services:
        transfer = services.transfer_lists.create([batch(house, people.clerk).id])
        services.transfers.prepare(transfer.id, transfer.version)

    with pytest.raises(BlockedError) as refused:
        act(house, people.clerk, "transfers", "request_approval", transfer.id)

    assert {(gap.code, gap.where) for gap in refused.value.problems} == {
        ("required", "/description"),
        ("opinion_missing", "/opening_opinion"),
        ("opinion_missing", "/disclosure_opinion"),
        ("opinion_missing", "/classification_opinion"),
        ("check_missing", "/checks"),
    }


def test_d27_a_check_that_no_machine_can_make_never_passes_by_itself(house, people, records):
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        services.transfers.begin_unit_checks(transfer.id, services.transfers.read(transfer.id).version)
    with house.open(WORKER) as services:
        services.checks.run(services.checks.runs(transfer.id)[0].id)

    with pytest.raises(BlockedError) as refused:
        act(house, people.clerk, "transfers", "request_approval", transfer.id)

    undecided = {gap.where for gap in refused.value.problems if gap.code == "check_undecided"}
    assert undecided == {f"/checks/YJ-{code}" for code in ("2-8", "3-4", "4-1", "4-2", "4-7")}


def test_the_clerk_who_filled_it_in_cannot_seal_it(house, people, records):
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        services.transfers.begin_unit_checks(transfer.id, services.transfers.read(transfer.id).version)
    check(house, people.clerk, transfer.id, Side.UNIT)
    act(house, people.clerk, "transfers", "request_approval", transfer.id)

    with pytest.raises(NotPermittedError):
        act(house, people.clerk, "transfers", "submit", transfer.id)


def test_a_return_names_reasons_unlocks_only_those_and_voids_the_signatures(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    review(house, people, transfer.id, records)

    ground = Ground("题名不完整", "YJ-2-4", records[1])
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [ground])

    with house.open(people.clerk) as services:
        returned = services.transfers.read(transfer.id)
        assert (returned.state, returned.round, returned.returns) == (TransferState.RETURNED, 2, 1)
        assert [(reason.text, reason.who_acts) for reason in services.transfer_lists.reasons(transfer.id)] == [
            ("题名不完整", "clerk")
        ]
        assert all(signature.voided_at for signature in services.signing.signatures(transfer.id))
        unlocked = [item.record_id for item in services.transfer_lists.items(transfer.id) if item.to_correct]
        assert unlocked == [records[1]]


def test_a_returned_transfer_is_corrected_and_accepted(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    review(house, people, transfer.id, records)
    ground = Ground("题名不完整", "YJ-2-4", records[1])
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [ground])

    with house.open(people.clerk) as services:
        seen = services.records.get(records[1]).version
        services.records.describe(records[1], seen, {"title": "关于二〇〇五年预算的批复"})
        reason = services.transfer_lists.reasons(transfer.id)[0]
        seen = services.transfers.read(transfer.id).version
        services.transfer_lists.mark_corrected(transfer.id, seen, reason.id)
    submit(house, people, transfer.id)

    assert accept(house, people, transfer.id, records).state is TransferState.ACCEPTED


def test_d05_an_uncorrected_return_cannot_be_sent_again(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    review(house, people, transfer.id, records)
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [Ground("缺附件", "", records[0])])

    with pytest.raises(BlockedError) as refused:
        act(house, people.clerk, "transfers", "request_approval", transfer.id)

    assert "correction_open" in {gap.code for gap in refused.value.problems}


def test_withdrawing_reopens_the_obligation_and_hides_the_records_again(house, people, records):
    transfer = plan(house, people)
    assert batch(house, people.clerk).records_pending == 0
    submit(house, people, transfer.id)

    act(house, people.approver, "transfers", "withdraw", transfer.id, "发现缺件")

    assert batch(house, people.clerk).records_pending == 3
    with house.open(people.archivist) as services:
        assert services.transfers.read(transfer.id).state is TransferState.WITHDRAWN
        with pytest.raises(NotFoundError):
            services.records.get(records[0])


def test_after_the_last_signature_nobody_takes_it_back(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    accept(house, people, transfer.id, records)

    with pytest.raises(IllegalTransitionError):
        act(house, people.approver, "transfers", "withdraw", transfer.id, "后悔了")


def test_d06_scope_is_decided_by_the_authority_alone(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    act(house, people.director, "reception", "dispute", transfer.id, "不属于接收范围")

    with pytest.raises(NotPermittedError):
        act(house, people.director, "reception", "rule_within_scope", transfer.id, "算了")
    ruled = act(house, people.authority_officer, "reception", "rule_within_scope", transfer.id, "属于批准的接收范围")

    assert ruled.state is TransferState.SUBMITTED


def test_paper_that_was_not_counted_stops_acceptance(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)

    with pytest.raises(BlockedError) as refused:
        act(house, people.archivist, "reception", "propose_acceptance", transfer.id)

    assert [(gap.code, gap.where) for gap in refused.value.problems] == [("paper_uncounted", f"/records/{records[2]}")]


def test_changed_bytes_are_found_by_the_archives_own_check(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    with house.open(people.clerk) as services:
        path = house.outside.holding.path(services.content.list(records[0])[0].sha256)
    path.chmod(0o644)
    path.write_bytes("关于防汛经费的通知的伪文".encode())
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)

    with house.open(people.archivist) as services:
        run = services.checks.run_of(transfer.id, Side.ARCHIVE)
        failed = services.checks.findings(run.id, Outcome.FAILED)

    assert [(finding.rule, finding.message, finding.record_id) for finding in failed] == [
        ("YJ-1-1", "digest_differs", records[0])
    ]


def test_d13_replaying_the_trail_reaches_every_state_column(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    accept(house, people, transfer.id, records)

    with house.open(WORKER) as services:
        states, custody, numbers = {}, {}, []
        for event in services.work.session.scalars(select(Event).order_by(Event.sequence)):
            numbers.append(event.sequence)
            after = json.loads(event.leaf)["facts"].get("after", {})
            if event.subject_kind == "transfer" and "state" in after:
                states[event.subject_id] = after["state"]
            if event.kind == "RecordAccessioned":
                custody[event.subject_id] = after["custody"]
        assert numbers == list(range(1, len(numbers) + 1))
        assert states == {transfer.id: "accepted"}
        assert custody == {r.id: r.custody for r in services.work.session.scalars(select(Record))}


def test_storing_again_changes_nothing(house, people, records):
    transfer = plan(house, people)
    submit(house, people, transfer.id)
    first = accept(house, people, transfer.id, records)

    with house.open(WORKER) as services:
        again = services.storing.store(transfer.id)

    assert (again.state, again.version) == (first.state, first.version)
    assert date(2026, 11, 22) == again.accepted_at.date()
