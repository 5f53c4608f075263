"""Paper: signed in ink, counted one by one; a scan of the signed form stands for the signatures and is preserved."""

import hashlib
import io
import json
from datetime import date

import pytest

from archives.domain.errors import (
    BlockedError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Side
from archives.services.content import Upload
from archives.services.counting import Tick
from archives.services.signing import PaperLines
from archives.services.transfer_life import Ground
from tests.factories import cast
from tests.handover import act, check, plan, register, submit

SCAN = b"%PDF-1.7 the signed form, scanned"
SCAN_SHA256 = hashlib.sha256(SCAN).hexdigest()


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def records(house, people):
    return [
        register(house, people, "A001-WS·2005-Y-0001", "关于预算的批复"),
        register(house, people, "A001-WS·2005-Y-0002", "老财务档案", carrier="paper"),
        register(house, people, "A001-WS·2005-Y-0003", "兼有纸质与电子的卷", carrier="mixed"),
    ]


@pytest.fixture
def transfer(house, people, records):
    return plan(house, people)


def lines(**more):
    told = {"filler": "李经办", "reviewer": "王审核", "seal": "青山县财政局（章）", "signed_on": date(2026, 11, 21)}
    return PaperLines(**told | {"scan_sha256": SCAN_SHA256, "scan_name": "登记表.pdf"} | more)


def keep_scan(house, actor, transfer, data=SCAN):
    upload = Upload("登记表.pdf", io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
    with house.open(actor) as services:
        return services.signing.keep_scan(transfer, upload)


def ask_for_approval(house, people, transfer_id):
    act(house, people.clerk, "transfers", "begin_unit_checks", transfer_id)
    check(house, people.clerk, transfer_id, Side.UNIT)
    act(house, people.clerk, "transfers", "request_approval", transfer_id)


def submit_on_paper(house, people, transfer_id):
    ask_for_approval(house, people, transfer_id)
    keep_scan(house, people.clerk, transfer_id)
    act(house, people.clerk, "signing", "add_paper", transfer_id, Side.UNIT, lines())
    return act(house, people.approver, "transfers", "submit", transfer_id)


def begin_review(house, people, transfer_id):
    act(house, people.archivist, "reception", "begin_checks", transfer_id)
    check(house, people.archivist, transfer_id, Side.ARCHIVE)


def tick(house, people, transfer_id, record_id, *told):
    with house.open(people.archivist) as services:
        return services.counting.tick(transfer_id, record_id, Tick(*told))


def gaps(house, actor, transfer_id):
    with house.open(actor) as services:
        return [(gap.code, gap.where) for gap in services.transfers.gaps(transfer_id)]


def test_both_sides_sign_in_ink_and_the_receipt_prints_the_names_and_keeps_the_scans(house, people, records, transfer):
    submit_on_paper(house, people, transfer.id)
    begin_review(house, people, transfer.id)
    for record in records[1:]:
        tick(house, people, transfer.id, record, "present")
    assert gaps(house, people.archivist, transfer.id) == [("paper_signature_unconfirmed", "/signatures")]
    with pytest.raises(BlockedError):
        act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    act(house, people.archivist, "signing", "confirm_paper", transfer.id, Side.UNIT)
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    other = b"%PDF-1.7 the archive's own"
    digest = keep_scan(house, people.archivist, transfer.id, other)
    archive = lines(filler="陈管理", reviewer="周馆长", seal="档案馆（章）", scan_sha256=digest, scan_name="../.pdf")
    act(house, people.archivist, "signing", "add_paper", transfer.id, Side.ARCHIVE, archive)
    with pytest.raises(BlockedError) as refused:
        act(house, people.director, "reception", "seal", transfer.id)
    assert [gap.code for gap in refused.value.problems] == ["paper_signature_unconfirmed"]
    act(house, people.archivist, "signing", "confirm_paper", transfer.id, Side.ARCHIVE)
    act(house, people.director, "reception", "seal", transfer.id)

    with house.open(WORKER) as services:
        accepted = services.storing.store(transfer.id)

    assert accepted.state is TransferState.ACCEPTED
    kept = house.outside.store.find(f"urn:uuid:{transfer.id}")
    assert {file.path: file.sha256 for file in kept.files if file.path.startswith("signatures/")} == {
        f"signatures/1-unit/{SCAN_SHA256[:16]}/登记表.pdf": SCAN_SHA256,
        f"signatures/1-archive/{digest[:16]}/scan": digest,
    }
    with house.outside.store.open(f"urn:uuid:{transfer.id}", "facts.json") as stream:
        facts = json.load(stream)
    assert facts["unit"]["seal"] == {"name": "青山县财政局（章）", "signed_on": "2026-11-21", "method": "wet_ink"}
    assert [facts["archive"][line]["name"] for line in ("filler", "reviewer", "seal")] == [
        *("陈管理", "周馆长", "档案馆（章）")
    ]


def test_paper_signatures_that_a_return_struck_out_are_kept_as_evidence(house, people, records, transfer):
    submit_on_paper(house, people, transfer.id)
    begin_review(house, people, transfer.id)
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [Ground("题名", "", records[0])])
    with house.open(people.clerk) as services:
        struck = services.signing.signatures(transfer.id)
        assert [(s.line, s.method, s.voided_at is not None) for s in struck] == [
            *(("filler", "electronic", True), ("filler", "wet_ink", True)),
            *(("reviewer", "wet_ink", True), ("seal", "wet_ink", True)),
        ]
        [reason] = services.transfer_lists.reasons(transfer.id)
        services.transfer_lists.mark_corrected(transfer.id, services.transfers.read(transfer.id).version, reason.id)
    submit(house, people, transfer.id)
    begin_review(house, people, transfer.id)
    for record in records[1:]:
        tick(house, people, transfer.id, record, "present")
    act(house, people.archivist, "reception", "propose_acceptance", transfer.id)
    act(house, people.director, "reception", "seal", transfer.id)
    with house.open(WORKER) as services:
        services.storing.store(transfer.id)

    with house.outside.store.open(
        f"urn:uuid:{transfer.id}", f"signatures/1-unit/{SCAN_SHA256[:16]}/登记表.pdf"
    ) as scan:
        assert scan.read() == SCAN
    with house.outside.store.open(f"urn:uuid:{transfer.id}", "facts.json") as stream:
        assert json.load(stream)["unit"]["seal"]["method"] == "electronic"


def test_ink_without_scan_names_or_a_day_that_has_come_is_refused_all_at_once(house, people, transfer):
    ask_for_approval(house, people, transfer.id)
    bad = lines(reviewer=" ", signed_on=date(2026, 11, 23))

    with pytest.raises(InvalidInputError) as refused:
        act(house, people.clerk, "signing", "add_paper", transfer.id, Side.UNIT, bad)

    assert [(problem.code, problem.where) for problem in refused.value.problems] == [
        *(("required", "/reviewer"), ("scan_missing", "/scan"), ("date_in_future", "/signed_on"))
    ]


def test_ink_is_put_on_only_by_its_own_side_and_in_its_time(house, people, transfer):
    keep_scan(house, people.clerk, transfer.id)
    with pytest.raises(IllegalTransitionError):
        act(house, people.clerk, "signing", "add_paper", transfer.id, Side.UNIT, lines())
    ask_for_approval(house, people, transfer.id)
    with pytest.raises(IllegalTransitionError):
        act(house, people.clerk, "signing", "add_paper", transfer.id, Side.ARCHIVE, lines())
    with pytest.raises(NotFoundError):
        keep_scan(house, people.other_clerk, transfer.id)
    with pytest.raises(NotFoundError):
        act(house, people.other_clerk, "signing", "add_paper", transfer.id, Side.UNIT, lines())
    act(house, people.clerk, "signing", "add_paper", transfer.id, Side.UNIT, lines())
    with pytest.raises(NotPermittedError):
        act(house, people.clerk, "signing", "confirm_paper", transfer.id, Side.UNIT)


def test_whoever_seals_must_have_seen_the_names_on_paper(house, people, transfer):
    ask_for_approval(house, people, transfer.id)
    with house.open(people.approver) as services:
        seen = services.transfers.read(transfer.id).version
    keep_scan(house, people.clerk, transfer.id)

    after = act(house, people.clerk, "signing", "add_paper", transfer.id, Side.UNIT, lines())

    assert after.version > seen


def test_paper_is_counted_one_by_one_and_what_is_missing_goes_back(house, people, records, transfer):
    submit(house, people, transfer.id)
    begin_review(house, people, transfer.id)
    with house.open(people.archivist) as services:
        assert services.counting.progress(transfer.id) == {"": 2}
    tick(house, people, transfer.id, records[1], "missing", None, "盒中没有")
    tick(house, people, transfer.id, records[2], "pages_differ", 11)

    assert gaps(house, people.archivist, transfer.id) == [("paper_missing", f"/records/{records[1]}")]
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [Ground("缺", "", records[1])])

    with house.open(people.archivist) as services:
        assert services.counting.progress(transfer.id) == {"": 1, "pages_differ": 1}
    act(house, people.clerk, "transfer_lists", "take_out", transfer.id, records[1], "没有找到")
    submit(house, people, transfer.id)
    begin_review(house, people, transfer.id)
    assert gaps(house, people.archivist, transfer.id) == []


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (("lost",), ("unknown_value", "/outcome")),
        (("missing",), ("required", "/note")),
        (("damaged", None, " "), ("required", "/note")),
        (("pages_differ",), ("required", "/pages")),
        (("pages_differ", -1), ("required", "/pages")),
    ],
)
def test_a_tick_says_what_its_outcome_needs(house, people, told, problem):
    with house.open(people.archivist) as services, pytest.raises(InvalidInputError) as refused:
        services.counting.tick(people.archive.id, people.archive.id, Tick(*told))

    assert [(each.code, each.where) for each in refused.value.problems] == [problem]


def test_only_paper_is_counted_only_by_the_archive_and_only_in_its_time(house, people, records, transfer):
    submit(house, people, transfer.id)
    with pytest.raises(IllegalTransitionError):
        tick(house, people, transfer.id, records[1], "present")
    begin_review(house, people, transfer.id)
    with pytest.raises(NotFoundError):
        tick(house, people, transfer.id, records[0], "present")
    with house.open(people.clerk) as services, pytest.raises(NotPermittedError):
        services.counting.tick(transfer.id, records[1], Tick("present"))
