"""A receipt that is not right: a new one in its place, or none; what was stored stays byte for byte."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import select

from api.jobs.handlers import reconcile
from archives.delivery.memory import MemoryMailer
from archives.domain.errors import (
    ArchivesError,
    IllegalTransitionError,
    InvalidInputError,
    NotPermittedError,
    SigningKeyError,
)
from archives.domain.permission import WORKER
from archives.domain.receipt import ReceiptAction, ReceiptState, allowed_actions
from archives.domain.vocabulary import DeliveryState, Role, Side
from archives.models import Delivery, Job, Notice, Organization, Receipt
from tests.accepted_house import accepted, copied, kept
from tests.factories import cast
from tests.mailing import with_mailer

__all__ = ["copied", "kept"]

CLERK, ARCHIVE = "clerk@finance.example", "archive@county.example"
RIGHT_NAME = "青山县财政和国资局"
RACERS = 8


@pytest.fixture
def mailer():
    return MemoryMailer()


@pytest.fixture
def posting(copied, mailer):
    return with_mailer(copied, mailer)


@pytest.fixture
def people(posting, kept):
    with posting.open(kept.people.clerk) as services:
        services.contacts.set_organization(kept.people.finance.id, CLERK, 1)
    with posting.open(kept.people.archivist) as services:
        services.contacts.set_repository(kept.people.archive.id, ARCHIVE, 1)
    return kept.people


@pytest.fixture
def transfer(kept):
    return kept.transfer


def receipt_of(house, transfer):
    with house.open(WORKER) as services:
        return services.receipts.of_transfer(transfer.id)


def documents(house, receipt):
    with house.open(WORKER) as services:
        return [read(services, receipt, name) for name in ("form.pdf", "list.pdf", "manifest.json")]


def read(services, receipt, name):
    with services.receipts.open(receipt, name) as stream:
        return stream.read()


def reissue(house, people, receipt, reason="单位名称有误", language=""):
    with house.open(people.director) as services:
        return services.reissues.reissue(receipt.number, receipt.version, reason, language)


def carry_out(house, receipt):
    with house.open(WORKER) as services:
        return services.reissues.carry_out(receipt.id)


def test_a_receipt_with_a_wrong_name_gets_another_in_its_place_and_stays_as_it_was(posting, people, transfer):
    old = receipt_of(posting, transfer)
    before = documents(posting, old)
    with posting.open(WORKER) as services, services.work.write():
        services.work.get(Organization, people.finance.id).name = RIGHT_NAME

    new = carry_out(posting, reissue(posting, people, old))

    with posting.open(WORKER) as services:
        first, second = services.receipts.by_number(old.number), services.receipts.by_number(new.number)
        assert (first.state, second.state) == (ReceiptState.SUPERSEDED, ReceiptState.VALID)
        assert (first.superseded_by.number, second.supersedes.number) == (new.number, old.number)
        assert (second.edition, second.reissue_reason, second.reissued_by) == (2, "单位名称有误", "周馆长")
        assert second.number.startswith("JJ2026-")
        assert second.number != old.number
        assert second.facts["unit"]["party"] == RIGHT_NAME
        assert first.facts["unit"]["party"] == "青山县财政局"
        assert second.facts["supersedes"] == old.number
        assert second.manifest_sha256 == first.manifest_sha256
        assert services.receipts.of_transfer(transfer.id).number == new.number
        assert [each.number for each in services.receipts.history(transfer.id)] == [new.number, old.number]
        assert services.transfers.read(transfer.id).custody_from == transfer.custody_from
        assert services.seals.check(documents(posting, second)[0]).is_good
    assert documents(posting, old) == before
    assert documents(posting, new)[2] == before[2]


def test_the_new_one_is_fixed_like_every_stored_object(posting, people, transfer):
    new = carry_out(posting, reissue(posting, people, receipt_of(posting, transfer)))

    with posting.open(people.director) as services:
        assert services.fixity.check_transfer(transfer.id).faults == ()
        path = next(path for path in (posting.settings.home / "store").rglob("form.pdf") if str(new.id) in str(path))
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-1])
        faults = services.fixity.check_transfer(transfer.id).faults
    assert any(str(new.id) in fault for fault in faults)


def test_the_old_one_holds_until_the_new_one_is_issued(posting, people, transfer):
    old = receipt_of(posting, transfer)

    new = reissue(posting, people, old)

    assert receipt_of(posting, transfer).number == old.number
    assert receipt_of(posting, transfer).state is ReceiptState.VALID
    with posting.open(people.director) as services:
        present = services.receipts.by_number(old.number)
        assert services.reissues.actions(present) == ()
        for again in (
            lambda: services.reissues.reissue(present.number, present.version, "又错了"),
            lambda: services.reissues.revoke(present.number, present.version, "作废"),
        ):
            with pytest.raises(InvalidInputError) as refused:
                again()
            assert [problem.code for problem in refused.value.problems] == ["reissue_under_way"]
    assert new.state is ReceiptState.PENDING


def test_another_language_is_for_the_new_one_only_and_an_unknown_one_is_refused(posting, people, transfer):
    old = receipt_of(posting, transfer)
    with pytest.raises(InvalidInputError):
        reissue(posting, people, old, language="tlh")

    new = carry_out(posting, reissue(posting, people, old, language="en"))

    assert (receipt_of(posting, transfer).language, old.language) == ("en", "zh-Hans")
    assert new.facts["language"] == "en"


def test_both_parties_get_the_new_one_by_mail_and_a_notice(posting, people, transfer, mailer):
    old = receipt_of(posting, transfer)
    with posting.open(people.clerk) as services:
        for side in Side:
            services.deliveries.send_again(transfer.id, services.transfers.read(transfer.id).version, side)

    new = carry_out(posting, reissue(posting, people, old))

    with posting.open(WORKER) as services:
        rows = services.work.session.scalars(select(Delivery).order_by(Delivery.id)).all()
        assert [row.state for row in rows] == [DeliveryState.DROPPED] * 2 + [DeliveryState.WAITING] * 2
        for row in rows[2:]:
            services.deliveries.send(row.id, row.next_at)
        dropped = services.deliveries.send(rows[0].id, rows[2].created_at)
        assert dropped.state is DeliveryState.DROPPED
        notices = services.work.session.scalars(select(Notice).where(Notice.kind == "receipt_reissued")).all()
    assert sorted(letter.to for letter in mailer.sent) == [ARCHIVE, CLERK]
    assert all(f"替代 {old.number}" in letter.text for letter in mailer.sent)
    assert {letter.enclosures[0].name for letter in mailer.sent} == {f"{new.number}.pdf"}
    assert sorted(notice.role for notice in notices) == ["approver", "archivist", "clerk", "director"]
    with posting.open(people.clerk) as services:
        assert [
            notice.facts["old"] for notice in services.notices.open().rows if notice.kind == "receipt_reissued"
        ] == [old.number]


def test_a_worker_killed_between_drawing_and_issuing_goes_on_with_what_was_stored(posting, people, transfer):
    old = receipt_of(posting, transfer)
    new = reissue(posting, people, old)
    with posting.open(WORKER) as services:
        stored = read(services, old, "manifest.json")
        services.receipts.draw(services.work.get(Receipt, new.id), stored)
    drawn = documents(posting, new)

    with posting.open(WORKER) as services:
        reconcile(services)
        keys = services.work.session.scalars(select(Job.key).where(Job.kind == "reissue")).all()
    carry_out(posting, new)
    again = carry_out(posting, new)

    assert keys == [f"reissue:{new.id}"]
    assert documents(posting, new) == drawn
    assert again.state is ReceiptState.VALID


def test_where_the_key_is_gone_nothing_changes_and_the_old_one_holds(posting, people, transfer):
    old = receipt_of(posting, transfer)
    new = reissue(posting, people, old)
    keys = posting.settings.home / "keys"
    keys.rename(keys.with_name("elsewhere"))

    with pytest.raises(SigningKeyError):
        carry_out(posting, new)

    assert (receipt_of(posting, transfer).number, receipt_of(posting, transfer).state) == (old.number, "valid")


def test_a_revoked_receipt_says_why_and_by_whom_and_has_none_in_its_place(posting, people, transfer):
    old = receipt_of(posting, transfer)

    with posting.open(people.director) as services:
        services.reissues.revoke(old.number, old.version, "主管部门裁定接收无效")

    with posting.open(WORKER) as services:
        found = services.receipts.of_transfer(transfer.id)
        assert (found.state, found.revoked_by, found.revocation_reason) == (
            ReceiptState.REVOKED,
            "周馆长",
            "主管部门裁定接收无效",
        )
        assert str(services.transfers.read(transfer.id).state) == "accepted"
        kinds = [event.kind for event in services.trail.events().rows]
        assert "ReceiptRevoked" in kinds
    with posting.open(people.director) as services:
        for act in (services.reissues.reissue, services.reissues.revoke):
            with pytest.raises(IllegalTransitionError):
                act(found.number, found.version, "再来")
        with pytest.raises(ArchivesError):
            services.deliveries.send_again(transfer.id, services.transfers.read(transfer.id).version, "unit")


@pytest.mark.parametrize("who", ["clerk", "approver", "archivist", "inspector", "authority_officer"])
def test_nobody_but_the_director_touches_a_receipt(posting, people, transfer, who):
    found = receipt_of(posting, transfer)

    with posting.open(getattr(people, who)) as services:
        assert services.reissues.actions(services.receipts.by_number(found.number)) == ()
        for act in (services.reissues.reissue, services.reissues.revoke):
            with pytest.raises(NotPermittedError):
                act(found.number, found.version, "我要")


def test_a_reason_is_required(posting, people, transfer):
    found = receipt_of(posting, transfer)

    with posting.open(people.director) as services:
        for act in (services.reissues.reissue, services.reissues.revoke):
            with pytest.raises(InvalidInputError):
                act(found.number, found.version, "  ")


def test_only_valid_receipts_have_buttons_and_only_for_the_director():
    assert allowed_actions(ReceiptState.VALID, [Role.DIRECTOR]) == (ReceiptAction.REISSUE, ReceiptAction.REVOKE)
    assert allowed_actions(ReceiptState.SUPERSEDED, [Role.DIRECTOR]) == ()
    assert allowed_actions(ReceiptState.VALID, [Role.ARCHIVIST, Role.AUTHORITY]) == ()


def test_racing_reissues_and_revocations_give_one(either_house):
    house, people = either_house, cast(either_house)
    old = receipt_of(house, accepted(house, people))

    def press(number):
        with house.open(people.director) as services:
            act = services.reissues.revoke if number % 4 == 3 else services.reissues.reissue
            try:
                act(old.number, old.version, "有误")
            except ArchivesError as refused:
                return refused.code
            return "done"

    with ThreadPoolExecutor(RACERS) as racers:
        said = Counter(racers.map(press, range(RACERS)))
    assert said == {"done": 1, "stale_version": RACERS - 1}
    with house.open(WORKER) as services:
        waiting = services.reissues.unfinished()

    def work(_):
        for _try in range(5):
            with house.open(WORKER) as services, suppress(ArchivesError):
                return [str(services.reissues.carry_out(each).state) for each in waiting]
        return ["never"]

    with ThreadPoolExecutor(2) as workers:
        assert list(workers.map(work, range(2))) == [["valid"] * len(waiting)] * 2
    with house.open(WORKER) as services:
        states = Counter(str(each.state) for each in services.work.session.scalars(select(Receipt)))
    assert states in ({"valid": 1, "superseded": 1}, {"revoked": 1})
