"""A full disk: a named refusal, nothing half kept, and all goes well once there is room."""

import hashlib
import io
import os
import resource
import subprocess
from datetime import UTC, datetime

import pytest

from archives.domain.errors import StorageFullError
from archives.ports import ObjectSource
from archives.storage import HoldingDirectory, ObjectStore

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TOO_MUCH = os.urandom(3 << 20)


@pytest.fixture
def tiny(tmp_path):
    """A directory with room for 1 MiB: a small file system where we may mount one, else a limit on each file."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        yield tmp_path
        subprocess.run(["umount", str(tmp_path)], check=True)
        return
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, limits[1]))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def keep(holding, data):
    return holding.keep(io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())


def files(directory):
    return [path for path in directory.rglob("*") if path.is_file()]


def test_the_holding_refuses_and_keeps_nothing(tiny):
    holding = HoldingDirectory(tiny / "holding")
    with pytest.raises(StorageFullError):
        keep(holding, TOO_MUCH)
    assert files(tiny) == []
    assert holding.verify(keep(holding, b"small").sha256)


def test_many_files_at_once_are_refused_too(tiny, tmp_path_factory):
    holding = HoldingDirectory(tiny / "holding")
    source = tmp_path_factory.mktemp("sources") / "large"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits[1], limits[1]))
    source.write_bytes(TOO_MUCH)
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with pytest.raises(StorageFullError):
        list(holding.keep_many([source]))
    assert files(tiny) == []


def test_the_store_refuses_and_keeps_nothing(tiny):
    store = ObjectStore(tiny / "store")
    before = files(tiny)
    with pytest.raises(StorageFullError):
        store.store("urn:x:1", [ObjectSource("a", data=TOO_MUCH)], message="m", created=NOW)
    assert files(tiny) == before
    assert list((tiny / "store.staging").iterdir()) == []
    store.store("urn:x:1", [ObjectSource("a", data=b"small")], message="m", created=NOW)
    assert store.verify("urn:x:1") == ()
