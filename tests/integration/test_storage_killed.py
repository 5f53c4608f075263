"""kill -9 at any moment: what was acknowledged is complete, what was not leaves no half object.

STORAGE_KILLS sets how often (25 in the suite, more in a proof).
"""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from archives.storage import HoldingDirectory, ObjectStore

KILLS = int(os.environ.get("STORAGE_KILLS", "25"))
PROJECT = Path(__file__).parents[2]


def test_nothing_acknowledged_is_lost_by_killing_the_writer_at_any_moment(tmp_path):
    chance = random.Random(7)
    kept, stored = set(), {}
    for number in range(KILLS):
        for word, *facts in until_killed(tmp_path, number, delay=chance.uniform(0.0, 0.3)):
            if word == "KEPT":
                kept.add(facts[0])
            elif word == "STORED":
                stored[facts[0]] = facts[1]
    holding, store = HoldingDirectory(tmp_path / "holding"), ObjectStore(tmp_path / "store")
    assert len(stored) > KILLS / 2, "the writer was killed before it wrote anything"
    assert [digest for digest in kept if not holding.verify(digest)] == []
    assert {name: store.find(name).inventory_sha512 for name in stored} == stored
    assert [fault for name in store.objects() for fault in store.verify(name)] == []


def test_recovery_after_a_kill_leaves_nothing_unfinished(tmp_path):
    for number in range(3):
        until_killed(tmp_path, number, delay=0.1)
    HoldingDirectory(tmp_path / "holding").recover()
    ObjectStore(tmp_path / "store").recover()
    assert list((tmp_path / "holding" / "quarantine").iterdir()) == []
    assert list((tmp_path / "store.staging").iterdir()) == []


def until_killed(home, seed, delay):
    """Run the writer, kill it `delay` seconds after it is ready, and return the whole lines it wrote."""
    command = [sys.executable, PROJECT / "tests" / "proof" / "storage_child.py", home, str(seed)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout.readline() == "READY\n"
        timer = threading.Timer(delay, child.send_signal, [signal.SIGKILL])
        timer.start()
        lines = [line.split() for line in child.stdout if line.endswith("\n")]
        timer.join()
    return lines
