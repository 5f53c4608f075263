"""Search, index, trail and jobs at the command line."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from api.cli import main
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferState
from archives.models import Transfer
from tests.handover import plan, three_records
from tests.integration.test_search import register


@pytest.fixture
def run(house, people, monkeypatch):
    monkeypatch.setenv("ARCHIVES_HOME", str(house.settings.home))
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)
    return lambda *words, **more: CliRunner().invoke(main, words, **more)


def test_a_query_is_answered_with_one_object(run, house, people):
    register(house, people.clerk, people.finance_fonds, title="关于防汛的通知")

    told = json.loads(run("search", "防汛", "--json").stdout)

    assert (told["query"], told["total"]) == ("防汛", 1)
    assert set(told) == {"query", "total", "hits", "facets"}
    assert set(told["hits"][0]) == {"reference_code", "title", "snippet", "score"}
    assert told["hits"][0]["title"] == "关于防汛的通知"


def test_many_queries_are_answered_line_by_line_as_that_user(run, house, people):
    register(house, people.clerk, people.finance_fonds, title="关于防汛的通知")

    mine = run("search", "-", "--as", "clerk", input="防汛\n抗旱\n通知\n")
    theirs = run("search", "-", "--as", "other_clerk", input="防汛\n")

    told = [json.loads(line) for line in mine.stdout.splitlines()]
    assert [(each["query"], each["total"]) for each in told] == [("防汛", 1), ("抗旱", 0), ("通知", 1)]
    assert [json.loads(line)["total"] for line in theirs.stdout.splitlines()] == [0]


STRANGE = (
    b"",
    b" \t ",
    b"\x00",
    b"\xe9\x98\xb2\x00\xe6\xb1\x9b",
    "，。！？《》".encode(),
    "“防汛".encode(),
    '"防汛 "通知'.encode(),
    "((((防汛".encode(),
    "防汛 AND".encode(),
    "ＦＸ：防汛".encode(),
    "日期:昨天".encode(),
    "𠮷\u202e\ufeff".encode(),
    "防".encode() * 50_000,
    b"a" * 1_000_000,
    b"* OR * NOT *",
    b"-" * 3000,
)


def test_no_strange_line_stops_the_others_or_has_other_keys(run, house, people):
    register(house, people.clerk, people.finance_fonds, title="关于防汛的通知")

    told = run("search", "-", "--as", "clerk", "--json", input=b"\n".join([*STRANGE, "防汛\r".encode()]))

    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.exit_code == 0
    assert [each["query"] for each in lines] == [*(each.decode() for each in STRANGE), "防汛"]
    assert {tuple(each) for each in lines} == {("query", "total", "hits", "facets")}
    assert lines[-1]["total"] == 1


def test_a_line_that_cannot_be_answered_is_told_in_its_place(run, house, people):
    register(house, people.clerk, people.finance_fonds, title="关于防汛的通知")
    broken = run("search", "-", "--as", "clerk", input=b"\xff\xfe\n" + "防汛\n".encode())
    refused = run("search", "-", "--as", "clerk", "--sort", "colour", input="防汛\n通知\n")

    first, second = (json.loads(line) for line in broken.stdout.splitlines())
    assert (list(first), first["query"], first["error"]["code"]) == (["query", "error"], "\ufffd\ufffd", "not_utf_8")
    assert second["total"] == 1
    codes = [json.loads(line)["error"]["code"] for line in refused.stdout.splitlines()]
    assert (refused.exit_code, codes) == (0, ["invalid_input", "invalid_input"])


def test_reindex_tells_how_many(run, house, people):
    register(house, people.clerk, people.finance_fonds)

    assert json.loads(run("reindex", "--json").stdout) == {"indexed": 1}
    assert house.outside.index.count() == 1


def test_a_sound_trail_ends_in_0_a_faulty_one_in_1(run, house, people):
    three_records(house, people)
    plan(house, people)
    sound = run("trail", "verify", "--json")
    with house.open(WORKER) as services, services.work.write():
        services.work.session.execute(update(Transfer).values(state=TransferState.ACCEPTED))
    faulty = run("trail", "verify", "--json")

    assert (sound.exit_code, json.loads(sound.stdout)) == (0, {"trail": "ok", "faults": []})
    assert (faulty.exit_code, json.loads(faulty.stdout)["trail"]) == (1, "faulty")
    assert json.loads(faulty.stdout)["faults"][0]["code"] == "transfer_state"


def test_the_trail_is_listed(run, house, people):
    record_id = register(house, people.clerk, people.finance_fonds)

    told = json.loads(run("trail", "list", "--subject", str(record_id), "--json").stdout)

    assert [event["kind"] for event in told["events"]] == ["RecordRegistered"]


def test_jobs_are_listed_and_retried(run, house):
    with house.open(WORKER) as services:
        with services.work.write():
            services.work.enqueue("store")
        job_id = services.jobs.claim("lane").id
        services.jobs.fail(job_id, "lane", "Traceback\nValueError: no", final=True)

    assert "ValueError: no" in run("jobs", "list", "--state", "dead").stdout
    assert json.loads(run("jobs", "retry", str(job_id), "--json").stdout)["state"] == "queued"
    assert run("jobs", "retry", "no").exit_code == 2
