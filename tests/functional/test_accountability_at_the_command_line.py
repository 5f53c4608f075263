"""The commands `archives responsible`, `work-report` and `summary`."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.factories import cast

FIGURES = ("readers", "used", "floor")
TEXTS = ("work", "problems", "next")
LAST_YEAR = str(datetime.now(UTC).year - 1)
"""The command goes by the real clock."""


@pytest.fixture
def archives(house, monkeypatch):
    cast(house)
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)

    def run(*words, status=0):
        answer = CliRunner().invoke(main, ["--home", str(house.settings.home), *words])
        assert answer.exit_code == status, answer.output
        return answer.output

    return run


def test_d01_persons_are_named_and_missing_ones_are_a_negative_finding(archives):
    assert "青山县财政局" in archives("--as", "inspector", "responsible", "missing", status=1)
    for office in ("head", "keeper"):
        archives("--as", "clerk", "responsible", "name", "青山县财政局", office, "何局长", "--since", "2020-01-01")

    assert "head\t何局长\t2020-01-01\t-" in archives("--as", "inspector", "responsible", "list", "青山县财政局")
    assert "青山县财政局" not in archives("--as", "inspector", "responsible", "missing", status=1)
    archives("--as", "other_clerk", "responsible", "list", "青山县财政局", status=1)
    assert archives("--as", "director", "responsible", "list", "990123").strip() == ""


def test_d39_a_report_goes_its_way_and_the_silent_are_listed(archives):
    begun = json.loads(archives("--json", "--as", "clerk", "work-report", "begin", "青山县财政局"))
    row = begun["id"]
    assert begun["period"] == LAST_YEAR
    archives("--as", "clerk", "work-report", "do", row, "hand-in", status=1)
    filled = [word for code in FIGURES for word in ("--figure", code, "3")]
    filled += [word for code in TEXTS for word in ("--text", code, "完成")]
    archives("--as", "clerk", "work-report", "fill-in", row, *filled)
    archives("--as", "clerk", "work-report", "do", row, "hand-in")
    archives("--as", "approver", "work-report", "do", row, "send-back", "--reason", "再核")
    archives("--as", "clerk", "work-report", "do", row, "hand-in")
    archives("--as", "approver", "work-report", "do", row, "submit")

    assert row in archives("--as", "inspector", "work-report", "list", "--period", LAST_YEAR, "--state", "submitted")
    told = archives("--as", "inspector", "work-report", "silent", "--period", "2020", status=1)
    assert "3 have not reported" in told
    assert "青山县卫生局" in told
    assert "acknowledged" in archives("--as", "inspector", "work-report", "do", row, "acknowledge")


def test_a_summary_is_shown_then_published_for_everybody(archives):
    as_officer = ("--as", "authority_officer", "summary", "publish", "青山县", "--period", LAST_YEAR)
    assert "open\t0" in archives(*as_officer, "--preview")
    assert archives("summary", "list").strip() == ""
    archives(*as_officer)

    assert f"青山县\t{LAST_YEAR}\t1" in archives("summary", "list")
    archives("--as", "clerk", "summary", "publish", "青山县", "--period", LAST_YEAR, status=1)
