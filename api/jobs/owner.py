"""The name of a worker process, by which another on this machine can tell that it is gone."""

import os
import socket
from pathlib import Path


def owner_name() -> str:
    """Return the name of this process: machine, process, and when it was started, for numbers come again."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_started(pid)}"


def is_gone(owner: str) -> bool:
    """Tell whether the process of that name (with anything behind it) surely ended; of other machines nobody knows."""
    machine, pid, started, *_ = [*owner.rsplit(":", 3), "", "", ""][:4]
    return machine == socket.gethostname() and pid.isdigit() and _started(int(pid)) != started


def _started(pid: int) -> str:
    """Return the clock ticks from the machine's start to the process's, field 22 of its stat; '' when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
