"""archives register: a list and its files from the disk, checked and published in one go."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from archives.domain.permission import WORKER
from archives.models import ContentFile, Event, Record
from archives.services.content import Upload
from archives.services.registration import ImportOptions
from tests.factories import cast

HEADING = "题名,责任者,成文日期,机构或问题,保管期限,文件\n"


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def run(people, settings, monkeypatch):
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", settings.database_url)

    def run(*words):
        return CliRunner().invoke(main, [*words, "--home", str(settings.home)])

    return run


@pytest.fixture
def listed(tmp_path):
    files = tmp_path / "texts"
    files.mkdir()
    (files / "甲.md").write_text("预算正文", encoding="utf-8")
    path = tmp_path / "records.csv"
    path.write_text(HEADING + "甲,某局,1998-01-02,BGS,永久,甲.md\n乙,某局,1998-01-03,BGS,永久,\n", encoding="utf-8")
    return path, files


DEFAULTS = ("--default", "category=WS", "--default", "carrier=paper")


def rows(house, model):
    with house.open(WORKER) as services:
        return services.work.session.query(model).count()


def test_a_list_is_registered_with_its_files_and_repeating_it_changes_nothing(house, run, listed):
    path, files = listed
    words = (
        "register",
        str(path),
        "--organization",
        "青山县财政局",
        "--fonds",
        "A001",
        "--files",
        str(files),
        *DEFAULTS,
    )
    first, events = run(*words, "--json"), None
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["rows_published"] == 2
    events = rows(house, Event)
    again = run(*words, "--json")
    assert (again.exit_code, json.loads(again.stdout)["state"]) == (0, "published")
    assert (rows(house, Record), rows(house, ContentFile), rows(house, Event)) == (2, 1, events)


def test_wrong_rows_end_in_exit_code_1_and_are_listed(house, run, listed):
    path, files = listed
    path.write_text(HEADING + "甲,某局,1998-13-02,BGS,永久,无.md\n", encoding="utf-8")
    words = (
        "register",
        str(path),
        "--organization",
        "青山县财政局",
        "--fonds",
        "A001",
        "--files",
        str(files),
        *DEFAULTS,
    )
    answer = run(*words)
    assert answer.exit_code == 1
    assert "bad_value" in answer.output
    assert "missing_file" in answer.output
    assert rows(house, Record) == 0


def test_the_fonds_must_be_named_where_there_are_several(run, listed):
    path, _ = listed
    answer = run("register", str(path), "--organization", "青山县财政局")
    assert answer.exit_code == 1
    assert "choose_fonds" in answer.output


def test_bad_use_ends_in_exit_code_2(run):
    assert run("register", "/no/such/file", "--organization", "x").exit_code == 2


KILLED = """
import os, sys, threading
from uuid import UUID
from api.bootstrap import build
from archives.domain.permission import WORKER
from archives.services import registration_publish
from archives.services.registration_rows import Inserter
from config import Settings

house = build(Settings.load(os.environ))
calls = 0
insert = Inserter.insert

def dying(self, *rest):
    global calls
    calls += 1
    if calls > int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    insert(self, *rest)

Inserter.insert = dying
with house.open(WORKER) as services:
    services.registrations.publish(UUID(sys.argv[1]))
"""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_publication_that_is_killed_leaves_all_or_nothing(house, people, settings, tmp_path, after):
    lines = "".join(f"第{n}件,某局,1998-01-02,BGS,永久,\n" for n in range(2_500))
    made = received(house, people, HEADING + lines)
    environment = {**os.environ, "ARCHIVES_HOME": str(settings.home), "ARCHIVES_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", KILLED, str(made), str(after)]
    killed = subprocess.run(command, env=environment, cwd=Path.cwd(), check=False, capture_output=True, text=True)
    published = killed.returncode == 0
    assert published or killed.returncode == -9, killed.stderr
    assert rows(house, Record) == (2_500 if published else 0)
    with house.open(WORKER) as services:
        done = services.registrations.publish(made)
    assert (done.state, rows(house, Record)) == ("published", 2_500)


def received(house, people, text):
    data = text.encode()
    upload = Upload("list.csv", io.BytesIO(data), len(data), hashlib.sha256(data).hexdigest())
    with house.open(people.clerk) as services:
        options = ImportOptions(defaults={"category": "WS", "carrier": "paper"})
        row = services.registrations.receive(people.finance_fonds.id, upload, options)
        return services.registrations.check(row.id).id
