"""Rooms for unfinished work: what the dead left goes, the living are not disturbed, and nobody trips over the other."""

from threading import Thread

from archives.storage import staging
from archives.storage.durable import Disk


def test_recovery_bears_rooms_that_end_while_it_looks(tmp_path):
    def come_and_go():
        for _ in range(1500):
            with staging.room(tmp_path, Disk()):
                pass

    guests = [Thread(target=come_and_go) for _ in range(3)]
    for guest in guests:
        guest.start()
    while any(guest.is_alive() for guest in guests):
        staging.recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_recovery_removes_a_room_that_was_left_and_keeps_one_in_use(tmp_path):
    (tmp_path / "left").mkdir()
    with staging.room(tmp_path, Disk()) as mine:
        assert staging.recover(tmp_path) == 1
        assert list(tmp_path.iterdir()) == [mine]
