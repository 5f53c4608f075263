"""A power cut at any moment: what was acknowledged lasts, and the root never shows half an object.

The real protocol runs through a disk that notes its acts; a model loses all that no sync has made last. Protocols with
one sync left out are run too and must lose something: else the model could not see a loss.
"""

import hashlib
import io
import random
from datetime import UTC, datetime

import pytest

from archives.ports import ObjectSource
from archives.storage import HoldingDirectory, ObjectStore, deposit, flow, holding
from archives.storage.layout import Layout
from tests.proof.storage_model import RecordingDisk, is_lost, lay_out, states

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SAMPLES = 6


def keep(disk, base):
    kept_in = HoldingDirectory(base / "holding", disk)
    for data in (b"one", b"two" * 50, b"one"):
        kept = kept_in.keep(io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
        disk.acknowledge(kept_in.path(kept.sha256))


def keep_many(disk, base):
    kept_in = HoldingDirectory(base / "holding", disk)
    sources = [base.with_name(f"source{number}") for number in range(5)]
    for number, source in enumerate(sources):
        source.write_bytes(b"%d" % number * 99)
    for kept in kept_in.keep_many(sources):
        disk.acknowledge(kept_in.path(kept.sha256))


def store(disk, base):
    target = ObjectStore(base / "home" / "store", disk)
    for number in range(2):
        stored = target.store(f"urn:x:{number}", _sources(number), message="m", created=NOW)
        disk.acknowledge(*_places(base, stored.object_id))


def store_many(disk, base):
    target = ObjectStore(base / "home" / "store", disk)
    for stored in target.store_many(((f"urn:x:{n}", _sources(n)) for n in range(3)), message="m", created=NOW):
        disk.acknowledge(*_places(base, stored.object_id))


def store_files(disk, base):
    target = ObjectStore(base / "home" / "store", disk)
    for number in range(2):
        source = base.with_name(f"source{number}")
        source.write_bytes(b"%d" % number * 5000)
        sources = [ObjectSource("a", file=source), ObjectSource("b", data=b"b")]
        stored = target.store(f"urn:x:{number}", sources, message="m", created=NOW)
        disk.acknowledge(*_places(base, stored.object_id))


def _sources(number):
    return [ObjectSource(f"dir/{name}", data=f"{number} {name}".encode() * 20) for name in ("a", "b")]


def _places(base, object_id):
    root = base / "home" / "store"
    return root / Layout().object_path(object_id), root / "0=ocfl_1.1", root / "ocfl_layout.json", root / "extensions"


WRITERS = [keep, keep_many, store, store_many]


@pytest.mark.parametrize("writer", WRITERS)
def test_what_was_acknowledged_lasts_whenever_the_power_is_cut(writer, tmp_path):
    notes = recorded(writer, tmp_path)
    found = [is_lost(promised, left) for promised, left in states(notes, random.Random(1), SAMPLES)]
    assert len(found) > 100
    assert found.count(True) == 0


@pytest.fixture
def all_files_are_large(monkeypatch):
    """Let files of a few bytes travel as large ones do."""
    for module in (holding, deposit, flow):
        monkeypatch.setattr(module, "LARGE", 16)
    monkeypatch.setattr(holding, "CHUNK", 16)


@pytest.mark.usefixtures("all_files_are_large")
@pytest.mark.parametrize("writer", [keep, keep_many, store_files])
def test_it_lasts_too_where_it_passed_the_page_cache(writer, tmp_path):
    notes = recorded(writer, tmp_path)
    found = [is_lost(promised, left) for promised, left in states(notes, random.Random(1), SAMPLES)]
    assert len(found) > 100
    assert found.count(True) == 0


@pytest.mark.usefixtures("all_files_are_large")
@pytest.mark.parametrize("writer", [keep, keep_many, store_files])
def test_leaving_a_sync_out_loses_there_too(writer, tmp_path):
    notes = recorded(writer, tmp_path, last_step_left_out)
    assert any(is_lost(promised, left) for promised, left in states(notes, random.Random(1), SAMPLES))


@pytest.mark.parametrize("writer", [store, store_many, store_files])
def test_the_root_never_shows_half_an_object(writer, tmp_path):
    notes = recorded(writer, tmp_path)
    whole = {path: data for act, *facts in notes if act == "promise" for path, data in facts[0].items()}
    homes = {path.rpartition("/0=ocfl_object_1.1")[0] for path in whole if path.endswith("/0=ocfl_object_1.1")}
    for _, left in states(notes, random.Random(2), SAMPLES):
        for home in homes:
            expected = {path: data for path, data in whole.items() if path.startswith(f"{home}/")}
            assert {path: data for path, data in left.items() if path.startswith(f"{home}/")} in ({}, expected)


def test_after_a_power_cut_the_store_opens_recovers_and_is_sound(tmp_path):
    notes = recorded(store, tmp_path)
    for number, (promised, left) in enumerate(states(notes, random.Random(3), 1)):
        if number % 5 == 0:
            lay_out(left, tmp_path / "after")
            found = ObjectStore(tmp_path / "after" / "home" / "store")
            found.recover()
            assert [fault for name in found.objects() for fault in found.verify(name)] == []
            assert promised.keys() <= left.keys()


def files_not_settled(paths):
    return [path for path in paths if path.is_dir()]


def directories_not_settled(paths):
    return [path for path in paths if not path.is_dir()]


def last_step_left_out(paths):
    return [] if all(path.is_dir() for path in paths) else paths


def parents_not_settled(paths):
    """Only the deepest directory is settled, not those above it that may be new too."""
    return paths[:1] if all(path.is_dir() for path in paths) else paths


def nothing_settled(_paths):
    return []


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    "broken", [files_not_settled, directories_not_settled, last_step_left_out, parents_not_settled, nothing_settled]
)
def test_a_protocol_with_one_sync_left_out_is_seen_losing(writer, broken, tmp_path):
    notes = recorded(writer, tmp_path, broken)
    assert any(is_lost(promised, left) for promised, left in states(notes, random.Random(1), SAMPLES))


def recorded(writer, tmp_path, forgetful=lambda paths: paths):
    """Run the writer and return the acts it did, in order."""
    base = tmp_path / "disk"
    base.mkdir()
    disk = RecordingDisk(base, forgetful)
    writer(disk, base)
    return disk.notes
