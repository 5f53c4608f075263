"""The processes that `archives serve` keeps alive: restarted with growing pauses, ended together."""

import ctypes
import http.client
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic

APP = "api.app:create_app()"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a restart; doubled each time
SOUND = 60.0  # seconds of life after which the pause is short again
PATIENCE = 40.0  # seconds for children to end by themselves
LOOK = 0.1  # seconds between two looks at the children
HEALTH = "/healthz"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

_log = logging.getLogger(__name__)


def web_command(listener: int, processes: int, threads: int) -> Sequence[str]:
    """Return how gunicorn is started, on a socket that listens already."""
    options = {
        "--bind": f"fd://{listener}",
        "--worker-class": "gthread",
        "--workers": str(processes),
        "--threads": str(threads),
        "--timeout": "120",
        "--graceful-timeout": "30",
        "--keep-alive": "5",
        "--log-level": "warning",
    }
    words = [word for pair in options.items() for word in pair]
    return (sys.executable, "-m", "gunicorn", *words, APP)


def worker_command() -> Sequence[str]:
    """Return how the worker is started."""
    return (sys.executable, "-m", "api.jobs")


class Supervisor:
    """Keeps commands running until it is told to stop."""

    def __init__(self, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], listener: int) -> None:
        self._environment, self._listener = environment, listener
        self._children = {name: _Child(name, command) for name, command in commands.items()}
        self._stopping = threading.Event()

    def run(self, address: tuple[str, int], ready: Callable[[], None]) -> None:
        """Start all, call `ready` when the web server answers, restart what ends; at SIGTERM or SIGINT end all."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stopping.set())
        is_ready = False
        while not self._stopping.wait(LOOK):
            for child in self._children.values():
                child.keep(self._environment, self._listener)
            if not is_ready and _answers(address):
                is_ready = True
                ready()
        self._end()

    def _end(self) -> None:
        for child in self._children.values():
            child.terminate()
        until = monotonic() + PATIENCE
        for child in self._children.values():
            child.wait(until)


class _Child:
    """One command and its present process."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name, self._command = name, command
        self._process: subprocess.Popen[bytes] | None = None
        self._pause, self._begun, self._again = FIRST_PAUSE, 0.0, 0.0

    def keep(self, environment: Mapping[str, str], listener: int) -> None:
        """Start it if it does not run and its pause is over."""
        now = monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._pause = FIRST_PAUSE if now - self._begun > SOUND else self._pause
            _log.warning("%s ended with %s; again in %.1f s.", self._name, self._process.returncode, self._pause)
            self._process, self._again = None, now + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        if now >= self._again:
            self._begun = now
            self._process = subprocess.Popen(  # noqa: S603 -- our own commands
                self._command,
                env=dict(environment),
                pass_fds=(listener,),
                preexec_fn=_die_with_parent,  # noqa: PLW1509 -- this process has one thread
            )

    def terminate(self) -> None:
        """Ask it to end."""
        if self._process is not None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end, then force it."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, until - monotonic()))
            return
        _log.error("%s did not end in time and is killed.", self._name)
        self._process.kill()
        self._process.wait()


_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    """Have the kernel end a child whose parent was killed: it must not keep the port or the queue."""
    _libc.prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _answers(address: tuple[str, int]) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 -- it asks, it does not listen
    connection = http.client.HTTPConnection(host, address[1], timeout=2)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
