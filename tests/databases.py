"""Real databases for the tests: SQLite files, and a PostgreSQL cluster of the tests' own on a free loopback port.

The cluster keeps the safe settings that the system demands (fsync on); it is quick because it lies in memory where
there is room. It ends with the tests, however they end: the kernel stops it when its parent is gone.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import psycopg
import pytest

from archives.models import Base
from archives.services.database import Database

OWNER = "postgres"  # the server never runs as root
ROOM = 2 * 1024**3  # bytes of memory file system worth using
PREFIX = "archives-postgresql-"
PATIENCE = 60  # seconds for the server to start
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "32MB",
    "max_connections": "80",
    "max_wal_size": "128MB",
    "min_wal_size": "32MB",
    "autovacuum_naptime": "1h",
    "log_min_messages": "warning",
}


class PostgresqlServer:
    """A cluster in a folder of its own; databases are cut from one template that has the schema."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.port = _free_port()
        self.binaries = _binaries()

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        _run_as_owner(
            [
                self.binaries / "initdb",
                "-D",
                self.data,
                "-A",
                "trust",
                "-U",
                OWNER,
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
            ]
        )
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self.binaries / "postgres", "-D", self.data, "-p", str(self.port), "-k", self.place, *options]
        with (self.place / "log").open("wb") as log:
            self.process = subprocess.Popen(_as_owner(command), stdout=log, stderr=log, cwd="/")
        self._wait()
        self.execute('CREATE DATABASE "schema"')
        create_schema(self.url("schema"))

    def stop(self) -> None:
        """Stop fast, and leave nothing."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        shutil.rmtree(self.place)

    @property
    def data(self) -> Path:
        return self.place / "data"

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{name}"

    def create(self, template: str) -> str:
        """Cut a fresh database and return its name."""
        name = f"t{uuid.uuid4().hex}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user={OWNER} dbname=postgres", autocommit=True
        ) as server:
            server.execute(statement)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                alive = self.process.poll() is None and time.monotonic() < deadline
                assert alive, (self.place / "log").read_text("utf-8", "replace")
                time.sleep(0.05)


def create_schema(url: str) -> None:
    """Lay the present tables into an empty database. That migrations reach the same is a test of its own."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.close()


@pytest.fixture(scope="session")
def postgresql_server():
    """Start the cluster, once for all tests that ask for it."""
    _sweep()
    place = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_roomy_place()))
    if os.geteuid() == 0:
        shutil.chown(place, OWNER, OWNER)
    server = PostgresqlServer(place)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def postgresql_url(postgresql_server):
    """Address of a fresh PostgreSQL database with the schema."""
    name = postgresql_server.create("schema")
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture
def empty_postgresql_url(postgresql_server):
    """Address of a fresh PostgreSQL database without any table, for migrations."""
    name = postgresql_server.create("template0")
    yield postgresql_server.url(name)
    postgresql_server.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A closed SQLite file with the schema."""
    path = tmp_path_factory.mktemp("sqlite") / "schema.db"
    create_schema(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path, sqlite_template):
    """Address of a fresh SQLite database with the schema."""
    path = tmp_path / "archives.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def empty_sqlite_url(tmp_path):
    """Address of a SQLite database that is not there yet, for migrations."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """Address of a fresh database with the schema: each test that asks runs on both engines."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request):
    """Address of an empty database, on both engines."""
    return request.getfixturevalue(f"empty_{request.param}_url")


def _as_owner(command):
    """Run as the server's owner where we are root, and end it when we end (SIGINT is the server's fast shutdown)."""
    identity = [f"--reuid={OWNER}", f"--regid={OWNER}", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *identity, "--pdeathsig=INT", *map(str, command)]


def _run_as_owner(command):
    done = subprocess.run(_as_owner(command), capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


def _binaries():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("postgres")
    assert found or on_path, "PostgreSQL is missing: `make test` installs it as root; else install postgresql."
    return found[-1].parent if found else Path(on_path).resolve().parent


def _roomy_place():
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else Path(tempfile.gettempdir())


def _sweep():
    """Remove what test runs left that were killed."""
    for left in _roomy_place().glob(f"{PREFIX}*"):
        if not Path(f"/proc/{left.name.removeprefix(PREFIX).split('-')[0]}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
