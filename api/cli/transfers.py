"""archives transfer …: the whole life of a transfer at the command line, with --as naming who acts."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from api.cli.errand import Desk, errand
from api.schemas.transfers import FindingSchema, GapSchema, TransferItemSchema, TransferSchema
from archives.domain.transfer import TransferAction
from archives.domain.vocabulary import AccessStatus, ClassificationChange, Disclosure, Outcome, Side
from archives.services import Services
from archives.services.content import Upload
from archives.services.counting import OUTCOMES, Tick
from archives.services.transfer_life import Ground
from archives.services.transfer_lists import Opinions

_A = TransferAction
BUTTONS: dict[str, Callable[[Services], Callable[..., Any]]] = {
    _A.PREPARE: lambda s: s.transfers.prepare,
    "check": lambda s: s.transfers.begin_unit_checks,
    _A.REQUEST_APPROVAL: lambda s: s.transfers.request_approval,
    _A.SUBMIT: lambda s: s.transfers.submit,
    _A.BEGIN_CHECKS: lambda s: s.reception.begin_checks,
    _A.PROPOSE_ACCEPTANCE: lambda s: s.reception.propose_acceptance,
    _A.SEAL: lambda s: s.reception.seal,
}
BUTTONS_WITH_REASON: dict[str, Callable[[Services], Callable[..., Any]]] = {
    _A.SEND_BACK: lambda s: s.transfers.send_back,
    _A.WITHDRAW: lambda s: s.transfers.withdraw,
    _A.ABORT: lambda s: s.transfers.abort,
    _A.REOPEN_REVIEW: lambda s: s.reception.reopen_review,
    _A.DISPUTE: lambda s: s.reception.dispute,
    _A.RULE_WITHIN_SCOPE: lambda s: s.reception.rule_within_scope,
}


@click.group("transfer")
def transfer() -> None:
    """Transfers, from the batch to the receipt."""


@errand("list")
def list_transfers(desk: Desk) -> None:
    """List transfers, newest first."""
    with desk.open() as services:
        rows = services.transfers.list().rows
        told = TransferSchema(many=True).dump(rows)
    lines = (
        f"{row['number']}\t{row['state']}\t{row['item_count'] + row['volume_count']}\t{row['name']}" for row in told
    )
    desk.tell({"transfers": told}, "\n".join(lines))


@errand("create")
@click.option("--fonds", required=True, help="Name or number of the fonds.")
def create(desk: Desk, fonds: str) -> None:
    """Plan a transfer of every batch of a fonds whose year is complete."""
    with desk.open() as services:
        made = services.transfer_lists.create_complete(fonds)
        _tell(desk, made)


@errand("show")
@click.argument("number")
def show(desk: Desk, number: str) -> None:
    """Show a transfer and what you may do with it."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        _tell(desk, found, actions=sorted(services.transfers.actions(found)))


@errand("items")
@click.argument("number")
def items(desk: Desk, number: str) -> None:
    """List the units of a transfer."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        rows = TransferItemSchema(many=True).dump(services.transfer_lists.items(found.id, limit=100_000))
    lines = (f"{row['sequence']}\t{row['unit_number'] or '-'}\t{row['title']}\t{row['counted']}" for row in rows)
    desk.tell({"items": rows}, "\n".join(lines))


@errand("gaps")
@click.argument("number")
def gaps(desk: Desk, number: str) -> None:
    """Name all that is still missing for the next step; exit code 1 while anything is."""
    with desk.open() as services:
        found = GapSchema(many=True).dump(services.transfers.gaps(services.transfers.by_number(number).id))
    lines = "\n".join(f"{gap['where']}\t{gap['code']}\t{gap['facts']}\t{gap['who']}" for gap in found)
    if found:
        desk.fail({"gaps": found}, lines)
    desk.tell({"gaps": []}, "Nothing is missing.")


@errand("describe")
@click.argument("number")
@click.option("--name", help="交接工作名称.")
@click.option("--text", required=True, help="内容描述.")
def describe(desk: Desk, number: str, name: str | None, text: str) -> None:
    """Name and describe a transfer."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        _tell(desk, services.transfer_lists.describe(found.id, found.version, name or found.name, text))


@errand("opinions")
@click.argument("number")
@click.option("--opening", type=click.Choice([each.value for each in AccessStatus]), required=True)
@click.option("--disclosure", type=click.Choice([each.value for each in Disclosure]), required=True)
@click.option("--classification", type=click.Choice([each.value for each in ClassificationChange]), required=True)
def opinions(desk: Desk, number: str, opening: str, disclosure: str, classification: str) -> None:
    """State the three opinions of 条例 30 for the whole batch."""
    said = Opinions(AccessStatus(opening), Disclosure(disclosure), ClassificationChange(classification))
    with desk.open() as services:
        found = services.transfers.by_number(number)
        _tell(desk, services.transfer_lists.state_opinions(found.id, found.version, said))


@errand("do")
@click.argument("number")
@click.argument("action", type=click.Choice([*map(str, BUTTONS), *map(str, BUTTONS_WITH_REASON)]))
@click.option("--reason", default="", help="In words, where the act needs one.")
def do(desk: Desk, number: str, action: str, reason: str) -> None:
    """Press a button, such as check, request_approval, submit, begin_checks, propose_acceptance or seal."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        if action in BUTTONS:
            BUTTONS[action](services)(found.id, found.version)
        else:
            BUTTONS_WITH_REASON[action](services)(found.id, found.version, reason)
        _tell(desk, services.transfers.read(found.id))


@errand("return")
@click.argument("number")
@click.option("--ground", "grounds", multiple=True, required=True, help="RECORD-NUMBER=TEXT, or TEXT for the whole.")
def return_for_correction(desk: Desk, number: str, grounds: tuple[str, ...]) -> None:
    """Return a transfer for correction, with every reason at once."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        listed = services.transfer_lists.items(found.id, limit=100_000)
        numbers = {item.record.unit_number: item.record_id for item in listed}
        said = [_ground(ground, numbers) for ground in grounds]
        _tell(desk, services.reception.return_for_correction(found.id, found.version, said))


@errand("corrected")
@click.argument("number")
def corrected(desk: Desk, number: str) -> None:
    """Say of every open reason of a returned transfer that it has been corrected."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        for reason in services.transfer_lists.reasons(found.id):
            if reason.corrected_at is None:
                found = services.transfer_lists.mark_corrected(found.id, found.version, reason.id)
        _tell(desk, found)


@errand("findings")
@click.argument("number")
@click.option("--side", type=click.Choice([side.value for side in Side]), default="archive", show_default=True)
def findings(desk: Desk, number: str, side: str) -> None:
    """Show every finding of the newest check; exit code 1 when any failed."""
    with desk.open() as services:
        run = services.checks.run_of(services.transfers.by_number(number).id, Side(side))
        found = FindingSchema(many=True).dump(services.checks.findings(run.id, limit=0)) if run else []
    lines = "\n".join(f"{row['rule']}\t{row['decided'] or row['outcome']}\t{row['message']}" for row in found)
    failed = any((row["decided"] or row["outcome"]) == Outcome.FAILED for row in found)
    (desk.fail if failed else desk.tell)({"findings": found}, lines)


@errand("decide")
@click.argument("number")
@click.option("--side", type=click.Choice([side.value for side in Side]), default="archive", show_default=True)
@click.option("--rule", "rules", multiple=True, help="Only these, e.g. YJ-3-4; otherwise all that are open.")
@click.option("--outcome", type=click.Choice(["passed", "failed"]), required=True)
@click.option("--note", required=True, help="What was looked at, and how.")
def decide(desk: Desk, number: str, rules: tuple[str, ...], **said: str) -> None:
    """Decide under your name what no machine can."""
    with desk.open() as services:
        run = services.checks.run_of(services.transfers.by_number(number).id, Side(said["side"]))
        asked = services.checks.open_questions(run.id) if run else []
        wanted = [(finding.id, finding.rule) for finding in asked if not rules or finding.rule in rules]
        for finding_id, _ in wanted:
            services.checks.decide(finding_id, Outcome(said["outcome"]), said["note"])
    desk.tell({"decided": [rule for _, rule in wanted]}, f"{len(wanted)} finding(s) decided.")


@errand("count")
@click.argument("number")
@click.argument("record_number")
@click.argument("outcome", type=click.Choice(OUTCOMES))
@click.option("--pages", type=int)
@click.option("--note", default="")
def count(desk: Desk, number: str, record_number: str, outcome: str, **more: Any) -> None:  # noqa: ANN401 -- from click
    """Tick what counting found of one unit with paper."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        listed = services.transfer_lists.items(found.id, limit=100_000)
        record_id = next((item.record_id for item in listed if item.record.unit_number == record_number), None)
        if record_id is None:
            raise click.BadParameter(f"{record_number} is not in {number}.")
        services.counting.tick(found.id, record_id, Tick(outcome, more["pages"], more["note"]))
    desk.tell({"record": record_number, "counted": outcome}, f"{record_number}: {outcome}")


@errand("put-back")
@click.argument("number")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def put_back(desk: Desk, number: str, file: Path) -> None:
    """Put bytes back that a disk has lost: FILE must be exactly what was received."""
    with desk.open() as services, file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        upload = Upload(file.name, stream, file.stat().st_size, digest)
        mended = services.mending.put_back(services.transfers.by_number(number).id, upload)
        names = [each.name for each in mended]
    desk.tell({"number": number, "mended": names}, f"Put back: {', '.join(names)}")


for _command in (
    *(list_transfers, create, show, items, gaps, describe, opinions, do),
    *(return_for_correction, corrected, findings, decide, count, put_back),
):
    transfer.add_command(_command)

COMMANDS = (transfer,)


def _ground(text: str, numbers: dict[str | None, Any]) -> Ground:
    number, _, words = text.partition("=")
    return Ground(words, record_id=numbers[number]) if number in numbers else Ground(text)


def _tell(desk: Desk, found: Any, **more: Any) -> None:  # noqa: ANN401 -- a row
    told = TransferSchema().dump(found) | more
    lines = [f"{told['number']} is {told['state']}: {told['item_count']} item(s), {told['volume_count']} volume(s)"]
    desk.tell(told, "\n".join(lines + [f"may {action}" for action in more.get("actions", [])]))
