"""archives worker: the one process that does what no person waits for."""

import os
import sys

from api.cli.errand import Desk, errand


@errand("worker")
def worker(desk: Desk) -> None:
    """Do jobs and index records until SIGTERM or SIGINT; the present steps are finished first."""
    environment = {**os.environ, "ARCHIVES_HOME": str(desk.settings.home)}
    os.execve(sys.executable, [sys.executable, "-m", "api.jobs"], environment)  # noqa: S606 -- becomes the worker


COMMANDS = (worker,)
