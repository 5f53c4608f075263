"""archives serve: the web server and one worker, kept alive together."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api.cli.errand import Desk, errand
from api.cli.serve_children import Supervisor, web_command, worker_command

LOCK_NAME = "serve.lock"
BACKLOG = 512  # connections that wait while the web server is restarted


@errand("serve")
@click.option("--host", help="Address to listen at; default: of the settings.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one; default: of the settings.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Threads in each of them.")
def serve(desk: Desk, host: str | None, port: int | None, processes: int, threads: int) -> None:
    """Serve this home until SIGTERM or SIGINT. Prints the URL when it is ready. One home is served once only."""
    settings = desk.settings
    settings.secret_key()  # refuses an uninitialised home before anything is started
    with desk.open() as services:
        services.doctor.require_safe()
    address = (host or settings.host, settings.port if port is None else port)
    with _lock(desk, settings.home / LOCK_NAME), _listening(desk, address) as listener:
        taken = listener.getsockname()
        environment = {**os.environ, "ARCHIVES_HOME": str(settings.home)}
        web = web_command(listener.fileno(), processes, threads)
        supervisor = Supervisor({"web": web, "worker": worker_command()}, environment, listener.fileno())
        supervisor.run((taken[0], taken[1]), lambda: desk.tell(_facts(taken), f"Serving at {_url(taken)}"))


COMMANDS = (serve,)


@contextmanager
def _lock(desk: Desk, path: Path) -> Iterator[None]:
    """Hold the home's lock, or end with one line that names who holds it. The kernel frees it with the process."""
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip()
            desk.fail({"served_by": pid}, f"This home is served already, by process {pid}: {path.parent}")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def _listening(desk: Desk, address: tuple[str, int]) -> Iterator[socket.socket]:
    """Listen here and not in the web server: its restarts then lose no connection."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as fault:
            desk.fail({"error": str(fault)}, f"Cannot listen at {address[0]}:{address[1]}: {fault.strerror}.")
        listener.listen(BACKLOG)
        listener.set_inheritable(True)
        yield listener


def _url(taken: tuple[str, int]) -> str:
    return f"http://[{taken[0]}]:{taken[1]}" if ":" in taken[0] else f"http://{taken[0]}:{taken[1]}"


def _facts(taken: tuple[str, int]) -> dict[str, object]:
    return {"url": _url(taken), "pid": os.getpid()}
