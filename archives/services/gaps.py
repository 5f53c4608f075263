"""What is still missing before a transfer may take its next step: every gap at once, with who mends it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from archives.domain.errors import BlockedError, Problem
from archives.domain.transfer import TransferAction
from archives.domain.vocabulary import Carrier, ClassificationChange, Outcome, Role, Side
from archives.models import CheckFinding, CheckRun, Record, ReturnReason, Signature, Transfer, TransferItem
from archives.services.unit_of_work import UnitOfWork

OPINIONS = ("opening_opinion", "disclosure_opinion", "classification_opinion")
UNDECIDED = (Outcome.MANUAL_REVIEW, Outcome.NOT_SCANNED)
MOST_NAMED = 50  # records named one by one; beyond that the count says the rest


def require_no_gaps(action: TransferAction, gaps: Sequence[Problem]) -> None:
    """Refuse with all gaps, or let pass."""
    if gaps:
        raise BlockedError(str(action), gaps)


def before_approval(work: UnitOfWork, transfer: Transfer, package_sha256: str) -> list[Problem]:
    """Return what the clerk must mend before asking for approval: content, opinions (条例 30), own checks."""
    return [
        *_content(transfer),
        *_opinions(work, transfer),
        *_open_corrections(work, transfer),
        *_checked(work, transfer, Side.UNIT, package_sha256),
    ]


def before_acceptance(work: UnitOfWork, transfer: Transfer) -> list[Problem]:
    """Return what the archive must do before it may sign: its own checks, the count of paper, the fonds number."""
    return [
        *_numbered(transfer),
        *_counted(work, transfer),
        *_paper_confirmed(work, transfer),
        *_checked(work, transfer, Side.ARCHIVE, transfer.package_sha256),
    ]


def check_run(work: UnitOfWork, transfer: Transfer, side: Side) -> CheckRun | None:
    """Return the newest run of one side in the present round."""
    return work.session.scalar(
        select(CheckRun)
        .where(CheckRun.transfer_id == transfer.id, CheckRun.side == side, CheckRun.round == transfer.round)
        .order_by(CheckRun.id.desc())
        .limit(1)
    )


def _content(transfer: Transfer) -> Iterable[Problem]:
    if not transfer.item_count + transfer.volume_count:
        yield Problem("transfer_empty", "/records", who=Role.CLERK)
    if not transfer.name.strip():
        yield Problem("required", "/name", who=Role.CLERK)
    if not transfer.description.strip():
        yield Problem("required", "/description", who=Role.CLERK)


def _opinions(work: UnitOfWork, transfer: Transfer) -> Iterable[Problem]:
    for name in OPINIONS:
        if getattr(transfer, name) is not None:
            continue
        column = getattr(TransferItem, name)
        asked = select(func.count(TransferItem.id)).where(TransferItem.transfer_id == transfer.id, column.is_(None))
        if missing := work.session.scalar(asked):
            yield Problem("opinion_missing", f"/{name}", (("records", str(missing)),), Role.CLERK)
    yield from _still_classified(work, transfer)


def _still_classified(work: UnitOfWork, transfer: Transfer) -> Iterable[Problem]:
    still = ClassificationChange.STILL_CLASSIFIED
    if transfer.classification_opinion is still:
        yield Problem("still_classified", "/classification_opinion", who=Role.CLERK)
    listed = select(TransferItem.record_id).where(
        TransferItem.transfer_id == transfer.id, TransferItem.classification_opinion == still
    )
    for record_id in work.session.scalars(listed.limit(MOST_NAMED)):
        yield Problem("still_classified", f"/records/{record_id}", who=Role.CLERK)


def _open_corrections(work: UnitOfWork, transfer: Transfer) -> Iterable[Problem]:
    asked = select(ReturnReason).where(ReturnReason.transfer_id == transfer.id, ReturnReason.corrected_at.is_(None))
    for reason in work.session.scalars(asked.order_by(ReturnReason.id).limit(MOST_NAMED)):
        where = f"/records/{reason.record_id}" if reason.record_id else "/"
        yield Problem("correction_open", where, (("text", reason.text), ("rule", reason.rule)), reason.who_acts)


def _checked(work: UnitOfWork, transfer: Transfer, side: Side, package_sha256: str) -> Iterable[Problem]:
    who = Role.CLERK if side is Side.UNIT else Role.ARCHIVIST
    run = check_run(work, transfer, side)
    if run is None or run.state != "done":
        yield Problem("check_missing", "/checks", (("side", str(side)),), who)
        return
    if run.package_sha256 != package_sha256:
        yield Problem("check_outdated", "/checks", (("side", str(side)),), who)
    yield from _findings(work, run, who)


def _findings(work: UnitOfWork, run: CheckRun, who: Role) -> Iterable[Problem]:
    """Name each rule once, with how many findings stop it: failed ones, and those that nobody has decided."""
    outcome = func.coalesce(CheckFinding.decided, CheckFinding.outcome)
    asked = (
        select(CheckFinding.rule, outcome, func.count(CheckFinding.id))
        .where(CheckFinding.run_id == run.id, outcome.in_([Outcome.FAILED, *UNDECIDED]))
        .group_by(CheckFinding.rule, outcome)
        .order_by(CheckFinding.rule)
    )
    for rule, stopped, count in work.session.execute(asked):
        code = "check_failed" if stopped == Outcome.FAILED else "check_undecided"
        yield Problem(code, f"/checks/{rule}", (("rule", rule), ("findings", str(count))), who)


def _numbered(transfer: Transfer) -> Iterable[Problem]:
    if not transfer.fonds.number:
        yield Problem("fonds_number_missing", "/fonds", who=Role.ARCHIVIST)


def _counted(work: UnitOfWork, transfer: Transfer) -> Iterable[Problem]:
    """Paper is counted one by one (逐卷/件, domain 3.7): what is not counted or missing stops acceptance."""
    asked = (
        select(TransferItem.record_id, TransferItem.counted)
        .join(Record, Record.id == TransferItem.record_id)
        .where(
            TransferItem.transfer_id == transfer.id,
            Record.carrier.in_([Carrier.PAPER, Carrier.MIXED]),
            TransferItem.counted.in_(["", "missing"]),
        )
        .order_by(TransferItem.sequence)
    )
    for record_id, counted in work.session.execute(asked.limit(MOST_NAMED)):
        yield Problem("paper_missing" if counted else "paper_uncounted", f"/records/{record_id}", who=Role.ARCHIVIST)


def _paper_confirmed(work: UnitOfWork, transfer: Transfer) -> Iterable[Problem]:
    asked = select(func.count(Signature.id)).where(
        Signature.transfer_id == transfer.id,
        Signature.method == "wet_ink",
        Signature.voided_at.is_(None),
        Signature.confirmed_at.is_(None),
    )
    if work.session.scalar(asked):
        yield Problem("paper_signature_unconfirmed", "/signatures", who=Role.ARCHIVIST)
