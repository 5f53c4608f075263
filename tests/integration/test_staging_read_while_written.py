"""A list that is looked at while it is checked anew: the reader sees some state, the writer is not disturbed."""

import sqlite3
import threading
import uuid

from archives.services.registration_staging import Staging


def test_readers_and_a_writer_share_the_staged_rows(tmp_path):
    staging, done, faults = Staging(tmp_path, uuid.uuid4()), threading.Event(), []

    def look():
        while not done.is_set():
            try:
                with staging.open() as rows:
                    rows.findings(0, 10)
            except sqlite3.Error as fault:
                faults.append(fault)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(30):
        staging.clear()
        with staging.open():
            pass
    done.set()
    for reader in readers:
        reader.join()

    assert faults == []
