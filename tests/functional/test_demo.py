"""`archives demo`: the whole handover on committed texts, and a county with transfers in every state."""

import csv
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.documents_facts import pages_of

SAMPLES = Path(__file__).parents[2] / "samples"
STATES = {
    "2012": "preparing",
    "2013": "submitted",
    "2014": "returned",
    "2010": "under_review",
    "1993": "accepted",
    "2011": "accepted",
}


def run(home, *words):
    return CliRunner().invoke(main, [*words, "--home", str(home)])


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    home = tmp_path_factory.mktemp("official") / "home"
    answer = run(home, "demo", "--records", str(SAMPLES / "official"), "--today", "2026-11-22", "--json")
    assert answer.exit_code == 0, answer.output
    return home, json.loads(answer.stdout)


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    home = tmp_path_factory.mktemp("county") / "home"
    answer = run(home, "demo", "--json")
    assert answer.exit_code == 0, answer.output
    return home, json.loads(answer.stdout)


def contents(home):
    """Return every row of the database, and every file beside it but the index."""
    with sqlite3.connect(home / "archives.db") as database:
        rows = list(database.iterdump())
    database.close()
    kept = {str(path): path.read_bytes() for place in ("store", "holding") for path in (home / place).rglob("*.*")}
    return rows, kept


def test_an_inspection_of_the_body_is_being_rectified_and_one_of_the_archive_is_closed_out(county):
    home, _told = county

    with sqlite3.connect(home / "archives.db") as database:
        orders = database.execute("SELECT inspected_name, state FROM rectification_order ORDER BY id").fetchall()
        lines = database.execute("SELECT kind, state FROM finding ORDER BY id").fetchall()
        papers = database.execute("SELECT kind, pdf_sha256 != '', is_demo FROM paper ORDER BY id").fetchall()
    database.close()
    assert [kind for kind, *_ in papers] == [
        *("inspection_notice", "site_record", "order", "delivery_receipt", "rectification_report", "recheck_record"),
        *("close_out_notice", "case_file", "inspection_notice", "site_record", "order", "delivery_receipt"),
    ]
    assert {(is_stored, is_demo) for _, is_stored, is_demo in papers} == {(1, 1)}
    assert orders == [("青山县档案馆", "closed"), ("青山县水利局", "rectifying")]
    found_on_site = [("hazard", "closed"), ("hazard", "ordered"), ("work_problem", "open")]
    assert lines == [*found_on_site, ("hazard", "open")]  # the last was raised by the climate of a room


def test_a_room_has_a_month_of_readings_one_of_which_became_a_hazard(county):
    home, _told = county

    with sqlite3.connect(home / "archives.db") as database:
        (readings,) = database.execute("SELECT count(*) FROM climate_reading").fetchone()
        (raised,) = database.execute("SELECT facts FROM finding WHERE cause LIKE 'climate:%'").fetchall()
        (tests,) = database.execute("SELECT count(*) FROM restore_test WHERE passed").fetchone()
    database.close()
    assert readings >= 35
    assert raised[0].startswith("一号库房：温度高于上限 24.0 ℃")
    assert tests == 1


def test_the_texts_are_registered_reckoned_handed_over_and_found(official):
    _home, told = official

    assert told["records"] == told["indexed"] == 25
    assert told["due"] == {"全国人民代表大会常务委员会": 5, "国务院": 6, "最高人民检察院": 2, "最高人民法院": 3}
    assert told["waiting"] == 6  # formed in 2006: their year ends in December
    filed = {each["organization"]: each["records"] for each in told["transfers"]}
    assert filed == {"全国人民代表大会常务委员会": 4, "国务院": 3, "最高人民检察院": 2, "最高人民法院": 1}
    assert {each["state"] for each in told["transfers"]} == {"accepted"}
    assert sorted(each["returned"] for each in told["transfers"]) == [0, 0, 0, 1]
    assert (told["trail"], told["store"]) == ("ok", "ok")
    assert [Path(path).read_bytes()[:5] for path in told["receipts"]] == [b"%PDF-"] * 4


def test_the_acts_of_the_texts_stand_on_the_day_of_the_play(official):
    home, _told = official

    with sqlite3.connect(home / "archives.db") as database:
        first, last = database.execute("SELECT min(happened_at), max(happened_at) FROM event").fetchone()
        demo = database.execute("SELECT DISTINCT is_demo FROM transfer").fetchall()
    database.close()
    assert (first[:10], last[:10]) == ("2026-11-22", "2026-11-22")
    assert demo == [(1,)]


def test_a_return_names_records_and_is_followed_by_a_second_round(official):
    home, told = official
    (returned,) = [each for each in told["transfers"] if each["returned"]]

    with sqlite3.connect(home / "archives.db") as database:
        asked = "SELECT count(record_id), count(corrected_at) FROM return_reason"
        reasons = database.execute(asked).fetchone()
        rounds = database.execute("SELECT round FROM transfer WHERE number = ?", (returned["number"],)).fetchone()
    database.close()
    assert (reasons, rounds) == ((2, 2), (2,))


def test_playing_again_changes_nothing_and_says_the_same(official):
    home, told = official
    before = contents(home)

    again = run(home, "demo", "--records", str(SAMPLES / "official"), "--today", "2026-11-22", "--json")

    assert contents(home) == before
    assert {**json.loads(again.stdout), "seconds": 0} == {**told, "seconds": 0}


def test_another_play_in_the_same_home_is_refused(official):
    home, _told = official

    refused = run(home, "demo")

    assert refused.exit_code == 1
    assert "Choose another home" in refused.stderr


def test_a_list_with_other_columns_is_refused_by_naming_them(tmp_path):
    (tmp_path / "records.csv").write_text("title,date\n甲,2001\n", encoding="utf-8")

    refused = run(tmp_path / "home", "demo", "--records", str(tmp_path))

    assert refused.exit_code == 1
    assert "must have the columns organization, series, year" in refused.stderr
    assert not (tmp_path / "home" / "archives.db").exists()


def test_a_text_that_is_not_there_stops_the_play_by_its_name_and_mending_it_goes_on(tmp_path):
    with (SAMPLES / "official" / "records.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = list(csv.reader(file))
    with (tmp_path / "records.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows[:2]])
    for row in rows[:2]:
        (tmp_path / row[-1]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / "official" / row[-1], tmp_path / row[-1])
    text = tmp_path / rows[0][-1]
    hidden = text.rename(tmp_path / "hidden")

    stopped = run(tmp_path / "home", "demo", "--records", str(tmp_path), "--today", "2026-11-22")
    hidden.rename(text)
    resumed = run(tmp_path / "home", "demo", "--records", str(tmp_path), "--today", "2026-11-22", "--json")

    assert stopped.exit_code == 1
    assert "missing_file" in stopped.stderr
    assert json.loads(resumed.stdout)["records"] == 2


def test_the_county_stands_in_every_interesting_state(county):
    _home, told = county

    assert {each["name"].split()[1]: each["state"] for each in told["transfers"]} == STATES
    assert (told["trail"], told["store"]) == ("ok", "ok")
    deed, both = ("".join(pages_of(Path(each).read_bytes())) for each in told["receipts"])
    assert ("档案交接文据" in deed, "登记表" in deed) == (True, False)
    assert ("档案交接文据" in both, "登记表" in both) == (True, True)


def test_the_check_finds_the_defects_of_the_county(county):
    home, told = county
    number = next(each["number"] for each in told["transfers"] if each["state"] == "preparing")

    found = json.loads(run(home, "transfer", "findings", number, "--side", "unit", "--json").stdout)["findings"]

    assert {each["message"] for each in found if each["outcome"] == "failed"} == {
        "number_gap",
        "content_missing",
        "format_unlisted",
        "format_differs",
        "file_encrypted",
    }
    assert {each["message"] for each in found if each["outcome"] == "warning"} - {""} == {
        "document_number_repeated",
        "title_repeated",
        "content_repeated",
        "outside_schedule",
    }


def test_a_list_of_the_county_was_refused_with_every_wrong_cell(county):
    home, _told = county

    with sqlite3.connect(home / "archives.db") as database:
        refused = database.execute("SELECT name, problems FROM import WHERE state = 'refused'").fetchall()
        waits = database.execute("SELECT count(*) FROM extension WHERE state = 'requested'").fetchone()
        plans = database.execute("SELECT state FROM transfer_plan").fetchall()
    database.close()
    assert [name for name, _count in refused] == ["wrong.csv"]
    assert refused[0][1] >= 7  # a fault in each of its seven rows
    assert (waits, plans) == ((1,), [("drafted",)])


def test_the_county_played_again_changes_nothing(county):
    home, told = county
    before = contents(home)

    again = run(home, "demo", "--json")

    assert contents(home) == before
    assert {**json.loads(again.stdout), "seconds": 0} == {**told, "seconds": 0}


def test_no_demo_is_played_where_people_work(tmp_path):
    home = tmp_path / "home"
    assert run(home, "init", "--password", "correct horse battery").exit_code == 0
    assert run(home, "user", "add", "somebody").exit_code == 0

    refused = run(home, "demo")

    assert refused.exit_code == 1
    assert "is in use, by somebody" in refused.stderr
