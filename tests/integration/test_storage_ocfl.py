"""The preservation store: written once, proved before it counts, readable without this system."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta, timezone

import ocfl
import pytest
from ocfl.validator import Validator

from archives.domain.errors import (
    DuplicateError,
    FixityError,
    InvalidInputError,
    NotFoundError,
    UnreadableInputError,
    UnsafeDeploymentError,
)
from archives.ports import ObjectSource, StoredFile
from archives.storage import HoldingDirectory, ObjectStore, flow

ID = "urn:uuid:01936e5c-8d27-7b6e-9a35-0f1d2c3b4a59"
OTHER = "urn:uuid:01936e5c-8d27-7b6e-9a35-0f1d2c3b4a60"
NOW = datetime(2026, 11, 23, 6, 42, 16, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def root(tmp_path):
    return tmp_path / "home" / "store"


@pytest.fixture
def store(root):
    return ObjectStore(root)


def data(**files):
    return [ObjectSource(path.replace("_", "."), data=content) for path, content in files.items()]


def put(store, sources, object_id=ID, created=NOW):
    return store.store(object_id, sources, message="移交接收", created=created)


def home(root, object_id=ID):
    return next(
        path.parent for path in root.rglob("inventory.json") if path.parent.name == object_id.replace(":", "%3a")
    )


def independent_opinion(root):
    """Return all that an independent validator has to say, warnings included: but that it would rather have SHA-512."""
    said = []
    for declaration in root.rglob("0=ocfl_object_1.1"):
        validator = Validator(log_warnings=True)
        sound = validator.validate_object(str(declaration.parent))
        told = [line for line in validator.status_str().splitlines() if "[W004]" not in line]
        said += told if sound else [*told, "not sound"]
    storage = ocfl.StorageRoot(root=str(root))
    return said if storage.validate(log_warnings=True) else [*said, storage.log.status_str(), storage.errors]


def test_a_stored_object_is_found_and_read_as_it_was_given(store):
    stored = put(store, data(content_txt="档案".encode(), empty=b""))
    assert (stored.object_id, stored.version) == (ID, "v1")
    assert stored.files == (
        StoredFile("content.txt", hashlib.sha256("档案".encode()).hexdigest(), 6),
        StoredFile("empty", hashlib.sha256(b"").hexdigest(), 0),
    )
    assert store.find(ID) == stored
    assert store.verify(ID) == ()
    with store.open(ID, "content.txt") as stream:
        assert stream.read().decode() == "档案"


def test_the_inventory_digest_is_that_of_the_bytes_on_disk(store, root):
    stored = put(store, data(a=b"1"))
    assert stored.inventory_digest == hashlib.sha256((home(root) / "inventory.json").read_bytes()).hexdigest()


def test_an_independent_validator_finds_no_error_and_no_warning(store, root, tmp_path):
    (tmp_path / "big").write_bytes(os.urandom(17 << 20))
    names = [
        "文" * 85,
        "文" * 86,
        "a.txt",
        "A.txt",
        "é",
        "e\u0301",
        "𠮷.pdf",
        "目录/CON.txt",
        "a\u202eb",
        "_h/x",
        "twin",
    ]
    sources = [ObjectSource(f"content/{name}", data=name.encode()) for name in names]
    sources += [ObjectSource("content/copy of twin", data=b"twin"), ObjectSource("big", file=tmp_path / "big")]
    put(store, sources)
    put(store, data(x=b"x"), object_id="urn:" + "long-" * 60)
    assert independent_opinion(root) == []
    assert store.verify(ID) == ()
    for source in sources[:-1]:
        with store.open(ID, source.path) as stream:
            assert stream.read() == source.data


def test_the_same_facts_give_the_same_bytes(tmp_path):
    one, two = ObjectStore(tmp_path / "one"), ObjectStore(tmp_path / "two")
    sources = data(b=b"2", a=b"1", c=b"1")
    assert put(one, sources) == put(two, sources[::-1])


def test_every_file_is_read_only(store, root):
    put(store, data(a=b"1"))
    assert {path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()} == {0o444}


def test_equal_bytes_are_kept_once_in_an_object(store, root):
    put(store, data(b=b"same", a=b"same"))
    assert [path.name for path in (home(root) / "v1" / "content").iterdir()] == ["a"]


def test_content_from_the_holding_is_copied_and_never_linked(store, root, tmp_path):
    holding = HoldingDirectory(tmp_path / "holding")
    content = os.urandom(20 << 20)
    kept = holding.keep(io.BytesIO(content), len(content), hashlib.sha256(content).hexdigest())
    put(store, [ObjectSource("scan.tif", file=holding.path(kept.sha256), sha256=kept.sha256)])
    place = home(root) / "v1" / "content" / "scan.tif"
    assert place.stat().st_nlink == 1
    assert place.read_bytes() == content
    assert holding.verify(kept.sha256)


@pytest.mark.parametrize("size", [100, 17 << 20, (17 << 20) + 1])
def test_a_file_that_changed_since_its_digest_was_taken_is_refused(store, root, tmp_path, size):
    (tmp_path / "file").write_bytes(os.urandom(size))
    with pytest.raises(FixityError):
        put(store, [ObjectSource("a", file=tmp_path / "file", sha256=hashlib.sha256(b"other").hexdigest())])
    assert store.find(ID) is None
    assert list(store.objects()) == []
    assert list(root.with_name("store.staging").iterdir()) == []


@pytest.mark.parametrize("size", [8 << 20, (12 << 20) + 4096, (12 << 20) + 5, (16 << 20) - 1])
def test_a_large_file_is_stored_whole_wherever_its_last_piece_ends(store, root, tmp_path, size):
    content = os.urandom(size)
    (tmp_path / "file").write_bytes(content)
    put(store, [ObjectSource("a", file=tmp_path / "file")])
    assert (home(root) / "v1" / "content" / "a").read_bytes() == content
    assert store.verify(ID) == ()


def test_a_large_file_is_stored_whole_where_the_disk_refuses_to_pass_the_page_cache(store, root, tmp_path, monkeypatch):
    monkeypatch.setattr(flow, "BLOCK", 1)
    monkeypatch.setattr(flow, "PIECE", (4 << 20) + 100)  # no border of a block: the disk says EINVAL
    content = os.urandom((12 << 20) + 5)
    holding = HoldingDirectory(tmp_path / "holding")
    kept = holding.keep(io.BytesIO(content), len(content), hashlib.sha256(content).hexdigest())
    put(store, [ObjectSource("a", file=holding.path(kept.sha256), sha256=kept.sha256)])
    assert b"".join(bytes(piece) for piece in holding.read(kept.sha256)) == content
    assert (home(root) / "v1" / "content" / "a").read_bytes() == content
    assert store.verify(ID) == ()


def test_a_large_kept_file_that_was_damaged_is_refused(store, tmp_path):
    content = os.urandom(17 << 20)
    holding = HoldingDirectory(tmp_path / "holding")
    kept = holding.keep(io.BytesIO(content), len(content), hashlib.sha256(content).hexdigest())
    place = holding.path(kept.sha256)
    place.chmod(0o644)
    with place.open("r+b") as file:
        file.seek(9_000_000)
        file.write(b"damage")
    with pytest.raises(FixityError):
        put(store, [ObjectSource("a", file=place, sha256=kept.sha256)])
    assert store.find(ID) is None


def test_a_declared_digest_of_small_bytes_is_held_against_them(store):
    with pytest.raises(FixityError):
        put(store, [ObjectSource("a", data=b"1", sha256="0" * 64)])


def test_a_missing_file_is_named(store, tmp_path):
    with pytest.raises(UnreadableInputError) as refused:
        put(store, [ObjectSource("原文.pdf", file=tmp_path / "gone")])
    assert refused.value.facts["name"] == "原文.pdf"


def test_the_same_content_again_is_the_same_object(store, root):
    first = put(store, data(a=b"1", b=b"2"))
    before = sorted(root.rglob("*"))
    assert put(store, data(b=b"2", a=b"1"), created=LATER) == first
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("other", [{"a": b"2"}, {"b": b"1"}, {"a": b"1", "b": b"2"}, {}])
def test_other_content_under_a_known_id_is_refused(store, other):
    first = put(store, data(a=b"1"))
    with pytest.raises(DuplicateError):
        put(store, data(**other))
    assert store.find(ID) == first


def test_an_object_is_not_confirmed_again_when_it_is_damaged(store, root):
    put(store, data(a=b"1"))
    damage(home(root) / "v1" / "content" / "a", b"2")
    with pytest.raises(FixityError, match="v1/content/a: changed"):
        put(store, data(a=b"1"))


def test_a_path_that_leads_out_is_refused(store, root):
    with pytest.raises(InvalidInputError):
        put(store, [ObjectSource("../../escape", data=b"")])
    assert list(store.objects()) == []


def test_an_instant_without_a_zone_is_refused(store):
    with pytest.raises(ValueError, match="time zone"):
        put(store, data(a=b"1"), created=NOW.replace(tzinfo=None))


def test_many_objects_are_stored_in_order_and_each_is_sound(store, root):
    objects = [(f"urn:uuid:{number:032x}", data(a=b"%d" % number)) for number in range(600)]
    stored = list(store.store_many(iter(objects), message="m", created=NOW))
    assert [each.object_id for each in stored] == [name for name, _ in objects]
    assert sorted(store.objects()) == [name for name, _ in objects]
    assert all(store.verify(name) == () for name, _ in objects)
    assert store.find(stored[599].object_id) == stored[599]


def test_one_id_twice_in_a_batch_is_one_object(store):
    stored = list(store.store_many([(ID, data(a=b"1")), (ID, data(a=b"1"))], message="m", created=NOW))
    assert stored[0] == stored[1]
    with pytest.raises(DuplicateError):
        list(store.store_many([(OTHER, data(a=b"1")), (OTHER, data(a=b"2"))], message="m", created=NOW))


def test_what_is_not_there_is_not_found(store):
    assert store.find(ID) is None
    assert store.find("") is None
    assert store.verify(ID) == (f"{ID}: no such object",)
    assert store.verify("") == ("No object ''.",)
    with pytest.raises(NotFoundError):
        store.open(ID, "a")
    put(store, data(a=b"1"))
    with pytest.raises(NotFoundError):
        store.open(ID, "b")


def test_the_ids_come_from_the_inventories_and_failing_that_from_the_directories(store, root):
    put(store, data(a=b"1"))
    put(store, data(a=b"1"), object_id=OTHER)
    damage(home(root) / "inventory.json", b"\xff{")
    assert sorted(store.objects()) == [ID, OTHER]


def test_a_store_is_opened_again_as_it_is(store, root):
    put(store, data(a=b"1"))
    assert list(ObjectStore(root).objects()) == [ID]


def test_a_directory_that_is_no_storage_root_is_refused(tmp_path):
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(UnsafeDeploymentError, match=r"0=ocfl_1\.1"):
        ObjectStore(tmp_path)


def test_a_root_in_another_layout_is_refused(store, root):
    config = root / "extensions" / "0003-hash-and-id-n-tuple-storage-layout" / "config.json"
    damage(config, config.read_bytes().replace(b'"tupleSize": 3', b'"tupleSize": 2'))
    with pytest.raises(UnsafeDeploymentError):
        ObjectStore(root)


def test_recovery_empties_staging_and_leaves_the_root(store, root):
    put(store, data(a=b"1"))
    (root.with_name("store.staging") / "left" / "0" / "v1").mkdir(parents=True)
    assert store.recover() == 1
    assert store.recover() == 0
    assert store.verify(ID) == ()


def damage(path, content):
    path.chmod(0o644)
    path.write_bytes(content)
