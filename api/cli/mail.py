"""archives mail …: what became of the letters with a receipt, and sending one again."""

from typing import Any

import click

from api.cli.errand import Desk, errand
from api.schemas.deliveries import DeliverySchema
from archives.domain.vocabulary import DeliveryState, Side


@click.group("mail")
def mail() -> None:
    """Receipts by mail."""


@errand("list")
@click.argument("number")
def list_letters(desk: Desk, number: str) -> None:
    """Show to whom the receipt of a transfer went; exit code 1 when a letter cannot be delivered."""
    with desk.open() as services:
        rows = services.deliveries.of_transfer(services.transfers.by_number(number).id)
        told = DeliverySchema(many=True).dump(rows)
    failed = any(row.state is DeliveryState.FAILED for row in rows)
    (desk.fail if failed else desk.tell)({"deliveries": told}, "\n".join(map(_line, told)))


@errand("send")
@click.argument("number")
@click.option("--side", type=click.Choice([str(side) for side in Side]), required=True)
def send(desk: Desk, number: str, side: str) -> None:
    """Send the receipt of a transfer to a party again, at its present address."""
    with desk.open() as services:
        found = services.transfers.by_number(number)
        told = DeliverySchema().dump(services.deliveries.send_again(found.id, found.version, Side(side)))
    desk.tell(told, _line(told))


for _command in (list_letters, send):
    mail.add_command(_command)

COMMANDS = (mail,)


def _line(told: dict[str, Any]) -> str:
    when = told["sent_at"] or told["next_at"] or "-"
    return (
        f"{told['side']}\t{told['address'] or '-'}\t{told['state']}\t{when}\t{told['reason']} {told['answer']}".rstrip()
    )
