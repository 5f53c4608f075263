"""kill -9 at any moment: what was acknowledged is complete, what was not leaves no half object.

STORAGE_KILLS sets how often (25 in the suite, more in a proof).
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from archives.storage import HoldingDirectory, ObjectStore

KILLS = int(os.environ.get("STORAGE_KILLS", "25"))
PROJECT = Path(__file__).parents[2]


def test_nothing_acknowledged_is_lost_by_killing_the_writer_at_any_moment(tmp_path):
    chance = random.Random(7)
    kept, stored = set(), {}
    for number in range(KILLS):
        for word, *facts in until_killed(tmp_path, number, chance):
            if word == "KEPT":
                kept.add(facts[0])
            elif word == "STORED":
                stored[facts[0]] = facts[1]
    holding, store = HoldingDirectory(tmp_path / "holding"), ObjectStore(tmp_path / "store")
    assert stored, "the writer was always killed before it stored anything"
    assert [digest for digest in kept if not holding.verify(digest)] == []
    assert {name: store.find(name).inventory_digest for name in stored} == stored
    assert [fault for name in store.objects() for fault in store.verify(name)] == []


def test_recovery_after_a_kill_leaves_nothing_unfinished(tmp_path):
    for number in range(3):
        until_killed(tmp_path, number, random.Random(number))
    HoldingDirectory(tmp_path / "holding").recover()
    ObjectStore(tmp_path / "store").recover()
    assert list((tmp_path / "holding" / "quarantine").iterdir()) == []
    assert list((tmp_path / "store.staging").iterdir()) == []


def until_killed(home, seed, chance):
    """Run the writer, kill it some time after one of its acknowledgements, and return the whole lines it wrote."""
    command = [sys.executable, PROJECT / "tests" / "proof" / "storage_child.py", home, str(seed)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        lines = [child.stdout.readline() for _ in range(chance.randrange(1, 14))]
        time.sleep(chance.uniform(0.0, 0.03))
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
    assert lines[0] == "READY\n"
    return [line.split() for line in lines if line.endswith("\n")]
