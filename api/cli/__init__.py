"""The door for operators: `archives COMMAND`. Exit code 0, 1 for a refusal or a negative finding, 2 for bad use."""

from pathlib import Path

import click

from api.cli import (
    accountability,
    accounts,
    climate,
    demo,
    drills,
    due,
    init,
    inspection,
    jobs,
    keys,
    mail,
    papers,
    receipts,
    records,
    restore_tests,
    search,
    searches,
    serve,
    trail,
    transfers,
    upkeep,
    worker,
)


@click.group()
@click.version_option(package_name="archives", message="%(version)s")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Directory of this installation.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--as", "acting_as", help="Act as this user, with no more rights than theirs.")
@click.pass_context
def main(context: click.Context, home: Path | None, acting_as: str | None, *, as_json: bool) -> None:
    """Keep the archives. Options may stand before or after the command."""
    given = {"home": home, "acting_as": acting_as, "as_json": as_json or None}
    context.obj = {name: value for name, value in given.items() if value is not None}


for _module in (
    *(init, demo, accounts, due, receipts, papers, transfers, search, searches, trail),
    *(jobs, serve, worker, records, upkeep, keys, mail, inspection),
    *(climate, restore_tests, drills, accountability),
):
    for _command in _module.COMMANDS:
        main.add_command(_command)
