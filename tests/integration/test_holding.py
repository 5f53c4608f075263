"""The holding: whole or nothing, once, unchanged."""

import hashlib
import io
import os
import tracemalloc

import pytest

from archives.domain.errors import FixityError, NotFoundError, UnreadableInputError
from archives.storage.holding import HoldingDirectory


class Endless(io.RawIOBase):
    """A sender that never stops; counts what was taken from it."""

    taken = 0

    def read(self, size=-1):
        self.taken += size
        return b"x" * size


class Breaking(io.BytesIO):
    """A sender whose connection breaks in the middle."""

    def read(self, size=-1):
        if self.tell() >= 1 << 20:
            raise ConnectionResetError("the client has gone")
        return super().read(size)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "home" / "holding"


@pytest.fixture
def holding(root):
    return HoldingDirectory(root)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def keep(holding, data):
    return holding.keep(io.BytesIO(data), len(data), sha256(data))


def files(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, (8 << 20) - 1, 8 << 20, (12 << 20) + 5, 40 << 20])
def test_kept_bytes_come_back_with_their_digest(holding, size):
    data = os.urandom(size)
    kept = keep(holding, data)
    assert (kept.size, kept.sha256) == (size, sha256(data))
    with holding.open(kept.sha256) as stream:
        assert stream.read() == data
    assert b"".join(bytes(piece) for piece in holding.read(kept.sha256)) == data
    assert holding.verify(kept.sha256)


def test_a_file_lies_under_the_beginning_of_its_digest_and_is_read_only(holding, root):
    keep(holding, b"abc")
    name = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert files(root) == [root / "ba" / name]
    assert holding.path(name).stat().st_mode & 0o777 == 0o444


def test_a_truncated_stream_is_refused_and_nothing_is_left(holding, root):
    data = os.urandom(1_000_000)
    with pytest.raises(FixityError) as refused:
        holding.keep(io.BytesIO(data[:300_000]), len(data), sha256(data))
    assert refused.value.facts == {"what": "size", "expected": "1000000", "actual": "300000"}
    assert list(root.iterdir()) == [root / "quarantine"]
    assert list((root / "quarantine").iterdir()) == []


def test_an_endless_stream_is_refused_after_one_byte_too_many(holding, root):
    sender = Endless()
    with pytest.raises(FixityError) as refused:
        holding.keep(sender, 3_000_000, "0" * 64)
    assert refused.value.facts == {"what": "size", "expected": "3000000", "actual": "more than 3000000"}
    assert sender.taken == 3_000_001
    assert files(root) == []


@pytest.mark.parametrize("size", [-1, -5])
def test_a_size_that_cannot_be_is_refused(holding, root, size):
    with pytest.raises(FixityError):
        holding.keep(io.BytesIO(b"abc"), size, sha256(b"abc"))
    assert files(root) == []


def test_another_digest_is_refused_naming_both(holding, root):
    with pytest.raises(FixityError) as refused:
        holding.keep(io.BytesIO(b"abd"), 3, sha256(b"abc"))
    assert refused.value.facts == {"what": "sha256", "expected": sha256(b"abc"), "actual": sha256(b"abd")}
    assert files(root) == []


def test_a_broken_connection_leaves_nothing(holding, root):
    with pytest.raises(ConnectionResetError):
        holding.keep(Breaking(b"x" * (3 << 20)), 3 << 20, sha256(b"x" * (3 << 20)))
    assert files(root) == []


def test_the_same_content_is_kept_once(holding, root):
    assert keep(holding, b"same") == keep(holding, b"same")
    assert len(files(root)) == 1


def test_a_damaged_copy_is_noticed_and_mended_by_the_next_upload(holding):
    kept = keep(holding, b"sound")
    holding.path(kept.sha256).chmod(0o644)
    holding.path(kept.sha256).write_bytes(b"sounb")
    assert not holding.verify(kept.sha256)
    keep(holding, b"sound")
    assert holding.verify(kept.sha256)


@pytest.mark.parametrize("digest", ["f" * 64, "../../etc/passwd", "", "F" * 64])
def test_what_is_not_kept_is_not_found(holding, digest):
    assert not holding.verify(digest)
    with pytest.raises(NotFoundError):
        holding.open(digest)


def test_many_files_are_kept_in_order(holding, root, tmp_path):
    contents = [b"%d" % (number % 590) for number in range(600)]
    for number, data in enumerate(contents):
        (tmp_path / str(number)).write_bytes(data)
    kept = list(holding.keep_many(tmp_path / str(number) for number in range(600)))
    assert [each.sha256 for each in kept] == [sha256(data) for data in contents]
    assert len(files(root)) == 590
    assert all(holding.verify(each.sha256) for each in kept)


def test_a_missing_source_is_named_and_its_batch_leaves_nothing(holding, root, tmp_path):
    (tmp_path / "one").write_bytes(b"1")
    with pytest.raises(UnreadableInputError) as refused:
        list(holding.keep_many([tmp_path / "one", tmp_path / "原文.pdf"]))
    assert refused.value.facts == {"name": "原文.pdf", "reason": "No such file or directory"}
    assert files(root) == []


def test_recovery_removes_what_the_dead_left_and_not_what_the_living_write(holding, root):
    (root / "quarantine" / "left").mkdir()
    (root / "quarantine" / "left" / "content").write_bytes(b"half")

    class Watching(io.BytesIO):
        removed = None

        def read(self, size=-1):
            self.removed = holding.recover() if self.removed is None else self.removed
            return super().read(size)

    sender = Watching(b"alive")
    kept = holding.keep(sender, 5, sha256(b"alive"))
    assert sender.removed == 1
    assert holding.verify(kept.sha256)
    assert holding.recover() == 0


def test_memory_stays_flat_in_the_size(holding):
    class Zeros(io.RawIOBase):
        left = 160 << 20

        def read(self, size=-1):
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    expected = hashlib.sha256(bytes(160 << 20)).hexdigest()
    tracemalloc.start()
    holding.keep(Zeros(), 160 << 20, expected)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 << 20
