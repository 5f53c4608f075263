"""What the first writer stored, with SHA-512 and under three tuples, stays readable, provable and where it is."""

import hashlib
import json
from datetime import UTC, datetime

import ocfl
import pytest
from ocfl.validator import Validator

from archives.domain.errors import DuplicateError
from archives.ports import ObjectSource, StoredFile
from archives.storage import ObjectStore

ID = "urn:uuid:01936e5c-8d27-7b6e-9a35-0f1d2c3b4a59"
NEW = "urn:uuid:01936e5c-8d27-7b6e-9a35-0f1d2c3b4a60"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
CONTENT = "档案".encode()


@pytest.fixture
def root(tmp_path):
    """A root and an object as the first writer made them."""
    root = tmp_path / "store"
    configuration = {"digestAlgorithm": "sha256", "extensionName": LAYOUT, "numberOfTuples": 3, "tupleSize": 3}
    write(root / "0=ocfl_1.1", b"ocfl_1.1\n")
    write(root / "ocfl_layout.json", json.dumps({"description": "as it was", "extension": LAYOUT}).encode())
    write(root / "extensions" / LAYOUT / "config.json", json.dumps(configuration).encode())
    sha512, sha256 = hashlib.sha512(CONTENT).hexdigest(), hashlib.sha256(CONTENT).hexdigest()
    version = {
        "created": "2026-11-22T00:00:00Z",
        "message": "m",
        "state": {sha512: ["content/1.txt"]},
        "user": {"address": "mailto:archives@localhost", "name": "archives"},
    }
    inventory = json.dumps(
        {
            "digestAlgorithm": "sha512",
            "fixity": {"sha256": {sha256: ["v1/content/content/1.txt"]}},
            "head": "v1",
            "id": ID,
            "manifest": {sha512: ["v1/content/content/1.txt"]},
            "type": "https://ocfl.io/1.1/spec/#inventory",
            "versions": {"v1": version},
        }
    ).encode()
    home = place(root)
    write(home / "0=ocfl_object_1.1", b"ocfl_object_1.1\n")
    write(home / "v1" / "content" / "content" / "1.txt", CONTENT)
    for directory in (home, home / "v1"):
        write(directory / "inventory.json", inventory)
        write(directory / "inventory.json.sha512", f"{hashlib.sha512(inventory).hexdigest()} inventory.json\n".encode())
    return root


def place(root, object_id=ID):
    tuples = hashlib.sha256(object_id.encode()).hexdigest()
    return root / tuples[:3] / tuples[3:6] / tuples[6:9] / object_id.replace(":", "%3a")


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_an_old_object_is_found_read_and_sound(root):
    store = ObjectStore(root)
    found = store.find(ID)
    assert found.files == (StoredFile("content/1.txt", hashlib.sha256(CONTENT).hexdigest(), 6),)
    assert found.inventory_digest == hashlib.sha512((place(root) / "inventory.json").read_bytes()).hexdigest()
    with store.open(ID, "content/1.txt") as stream:
        assert stream.read() == CONTENT
    assert store.verify(ID) == ()
    assert list(store.objects()) == [ID]
    assert Validator(log_warnings=True).validate_object(str(place(root)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("v1/content/content/1.txt", ["changed, its sha512", "changed, its sha256"]),
        ("inventory.json", ["is no inventory"]),
    ],
)
def test_a_changed_byte_of_an_old_object_is_found(root, name, expected):
    data = bytearray((place(root) / name).read_bytes())
    data[-1] ^= 1
    (place(root) / name).write_bytes(data)
    told = "; ".join(ObjectStore(root).verify(ID))
    assert name in told
    assert all(each in told for each in expected)


def test_the_same_content_again_is_the_old_object_and_other_content_is_refused(root):
    store = ObjectStore(root)
    same = [ObjectSource("content/1.txt", data=CONTENT)]
    assert store.store(ID, same, message="m", created=NOW) == store.find(ID)
    with pytest.raises(DuplicateError):
        store.store(ID, [ObjectSource("content/1.txt", data=b"other")], message="m", created=NOW)


def test_a_new_object_lies_beside_it_in_the_same_layout(root):
    store = ObjectStore(root)
    store.store(NEW, [ObjectSource("a", data=b"new")], message="m", created=NOW)
    assert (place(root, NEW) / "inventory.json.sha256").is_file()
    assert sorted(store.objects()) == [ID, NEW]
    assert [store.verify(each) for each in (ID, NEW)] == [(), ()]
    assert ocfl.StorageRoot(root=str(root)).validate(log_warnings=False)
