"""Whatever happens to a preserved object, the audit names it and never fails itself."""

import json
import os
import shutil
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives.domain.errors import FixityError
from archives.ports import ObjectSource
from archives.storage import ObjectStore
from archives.storage.inventory import sidecar

ID = "urn:uuid:01936e5c-8d27-7b6e-9a35-0f1d2c3b4a59"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    store = ObjectStore(tmp_path_factory.mktemp("home") / "store")
    sources = [ObjectSource("原文.txt", data="为人民服务".encode()), ObjectSource("dir/a", data=b"x")]
    store.store(ID, sources, message="m", created=datetime(2026, 11, 23, tzinfo=UTC))
    return store, next((store._root).rglob("0=ocfl_object_1.1")).parent


@pytest.fixture
def damaged(sound, tmp_path):
    """A copy of the sound store, to be damaged."""
    store, home = sound
    shutil.copytree(store._root, tmp_path / "store")
    for path in (tmp_path / "store").rglob("*"):
        path.chmod(0o755)
    return ObjectStore(tmp_path / "store"), tmp_path / "store" / home.relative_to(store._root)


def test_every_single_changed_byte_is_found_and_its_file_is_named(sound):
    store, home = sound
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        original = path.read_bytes()
        path.chmod(0o644)
        for position in range(len(original)):
            changed = bytearray(original)
            changed[position] ^= 1 << position % 8
            path.write_bytes(changed)
            named = {fault.split(":")[0] for fault in store.verify(ID)}
            assert named & names_that_may_tell(path.relative_to(home).as_posix()), (path.name, position, named)
        path.write_bytes(original)
    assert store.verify(ID) == ()


def names_that_may_tell(path):
    """A changed inventory and a changed digest beside it look alike: either name tells where to look."""
    if "inventory" not in path:
        return {path}
    folder = path.rpartition("inventory")[0]
    return {f"{folder}inventory.json", f"{folder}inventory.json.sha256"}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["inventory.json", "v1/inventory.json", "inventory.json.sha256"]))
def test_any_bytes_in_place_of_an_inventory_are_a_named_fault(sound, junk, name):
    store, home = sound
    original = (home / name).read_bytes()
    (home / name).chmod(0o644)
    (home / name).write_bytes(junk)
    found = store.verify(ID)
    (home / name).write_bytes(original)
    assert found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": JSON,
            "head": JSON,
            "digestAlgorithm": JSON,
            "manifest": JSON
            | st.dictionaries(st.text(max_size=4), st.lists(st.text(max_size=6), max_size=2), max_size=2),
            "versions": JSON,
            "fixity": JSON,
        },
    )
)
def test_no_inventory_however_strange_makes_the_audit_fail(sound, strange):
    store, home = sound
    kept = {name: (home / name).read_bytes() for name in ("inventory.json", "inventory.json.sha256")}
    inventory = json.dumps(json.loads(kept["inventory.json"]) | strange).encode()
    for name, content in (("inventory.json", inventory), ("inventory.json.sha256", sidecar(inventory, "sha256"))):
        (home / name).chmod(0o644)
        (home / name).write_bytes(content)
    found = store.verify(ID)
    for name, content in kept.items():
        (home / name).write_bytes(content)
    assert found


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (lambda home: (home / "v1/content/a").unlink(), "v1/content/a:"),
        (lambda home: (home / "v1/inventory.json").unlink(), "v1/inventory.json:"),
        (lambda home: (home / "inventory.json").unlink(), "inventory.json:"),
        (lambda home: (home / "inventory.json.sha256").unlink(), "inventory.json.sha256:"),
        (lambda home: (home / "0=ocfl_object_1.1").unlink(), "0=ocfl_object_1.1:"),
        (lambda home: (home / "v1/content/extra").write_bytes(b""), "v1/content/extra: not in the inventory"),
        (lambda home: (home / "extra").write_bytes(b""), "extra: not in the inventory"),
        (lambda home: (home / "v1/content/empty").mkdir(), "v1/content/empty: an empty directory"),
        (lambda home: (home / "v1/content/link").symlink_to("a"), "v1/content/link: not a plain file"),
        (lambda home: os.mkfifo(home / "v1/content/pipe"), "v1/content/pipe: not a plain file"),
        (lambda home: (home / "inventory.json").write_bytes(b"[" * 100_000), "inventory.json:"),
        (lambda home: (home / os.fsdecode(b"\xff")).write_bytes(b""), "\\xff: not in the inventory"),
    ],
)
def test_what_is_missing_or_too_much_is_named(damaged, deed, expected):
    store, home = damaged
    deed(home)
    assert any(fault.startswith(expected) for fault in store.verify(ID)), store.verify(ID)


def test_a_content_replaced_by_a_link_to_the_same_bytes_is_named(damaged):
    store, home = damaged
    (home / "v1/content/a").rename(home.parent / "moved")
    (home / "v1/content/a").symlink_to(home.parent / "moved")
    assert set(store.verify(ID)) == {
        "v1/content/a: [Errno 22] not a plain file",
        "v1/content/a: not a plain file",
    }


@pytest.mark.parametrize("name", ["v1/content/a", "inventory.json", "v1/inventory.json.sha256"])
@pytest.mark.timeout(5)
def test_a_pipe_in_place_of_a_file_does_not_hold_the_audit_up(damaged, name):
    store, home = damaged
    (home / name).unlink()
    os.mkfifo(home / name)
    assert any(fault.startswith(f"{name}: ") for fault in store.verify(ID))


def test_an_object_under_the_id_of_another_is_named(damaged):
    store, home = damaged
    inventory = (home / "inventory.json").read_bytes().replace(b"4a59", b"4a60")
    for folder in (home, home / "v1"):
        (folder / "inventory.json").write_bytes(inventory)
        (folder / "inventory.json.sha256").write_bytes(sidecar(inventory, "sha256"))
    assert store.verify(ID) == (f"inventory.json: is of {ID[:-2]}60, not of {ID}",)


@pytest.mark.parametrize("name", ["inventory.json", "v1/content/a"])
def test_a_damaged_object_is_not_found_as_if_it_were_whole(damaged, name):
    store, home = damaged
    (home / name).unlink() if "content" in name else (home / name).write_bytes(b"{}")
    with pytest.raises(FixityError):
        store.find(ID)
