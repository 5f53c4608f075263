"""`archives serve`: one command, two children, both kept alive, ended together."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.factories import cast
from tests.integration.test_search import register

ARCHIVES = Path(sys.executable).with_name("archives")


@pytest.fixture
def served(house):
    """Serve the house on a free port; yield its process and its URL."""
    place = {"ARCHIVES_HOME": str(house.settings.home), "ARCHIVES_DATABASE_URL": house.settings.database_url}
    environment = {**os.environ, **place}
    command = [ARCHIVES, "serve", "--port", "0", "--processes", "1", "--json"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    told = json.loads(process.stdout.readline())
    yield process, told["url"]
    process.kill()
    process.wait()
    process.stdout.close()


def children(process, word):
    """Return the processes below `serve` whose command line has the word."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in found if word in Path(f"/proc/{pid}/cmdline").read_text()]


def answers(url):
    with urllib.request.urlopen(f"{url}/healthz", timeout=120) as answer:
        return answer.read()


def wait_for(condition, seconds=120):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.1)


def test_serve_answers_indexes_restarts_what_ends_and_ends_together(house, served):
    process, url = served
    people = cast(house)
    assert answers(url) == b"ok\n"

    register(house, people.clerk, people.finance_fonds)
    wait_for(lambda: house.outside.index.count() == 1)

    (web,), (worker,) = children(process, "gunicorn"), children(process, "api.jobs")
    for pid in (web, worker):
        os.kill(pid, signal.SIGKILL)
    assert answers(url) == b"ok\n"  # the connection waited for the new one
    wait_for(lambda: children(process, "api.jobs") not in ([], [worker]))

    left = [*children(process, "gunicorn"), *children(process, "api.jobs")]
    process.terminate()
    assert process.wait(120) == 0
    assert [pid for pid in left if Path(f"/proc/{pid}").exists()] == []


def test_a_home_is_served_once(served, house):
    process, _ = served

    again = subprocess.run(
        [ARCHIVES, "serve", "--home", house.settings.home], capture_output=True, text=True, check=False
    )

    assert again.returncode == 1
    assert again.stdout == f"This home is served already, by process {process.pid}: {house.settings.home}\n"


def test_a_taken_port_is_named(served, house, tmp_path):
    _, url = served
    port = url.rpartition(":")[2]
    home = tmp_path / "other"
    environment = {**os.environ, "ARCHIVES_HOME": str(home)}
    subprocess.run([ARCHIVES, "init"], env=environment, check=True, capture_output=True)

    refused = subprocess.run(
        [ARCHIVES, "serve", "--port", port], env=environment, capture_output=True, text=True, check=False
    )

    assert (refused.returncode, refused.stdout) == (
        1,
        f"Cannot listen at 127.0.0.1:{port}: Address already in use.\n",
    )


def test_an_empty_home_is_not_served(tmp_path):
    refused = subprocess.run(
        [ARCHIVES, "serve", "--home", tmp_path / "empty"], capture_output=True, text=True, check=False
    )

    assert refused.returncode == 2
    assert "archives init" in refused.stderr
