"""archives due."""

import json

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.holdings import keep, units


@pytest.fixture
def archives(house, people, settings, monkeypatch):
    """Return a function that runs the command in the house with some holdings, and gives exit code and output."""
    keep(house, units(people.finance_fonds, "2013-05-05", "2014-06-30", "2016-01-10", "2016-12-30"))
    keep(house, units(people.health_fonds, "2014-06-30"))
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", settings.database_url)

    def run(*arguments):
        done = CliRunner().invoke(main, [*arguments, "--home", str(settings.home)])
        return done.exit_code, done.output

    return run


def test_d04_it_counts_by_organization_and_in_all(archives):
    code, output = archives("due", "--on", "2026-11-22", "--json")

    told = json.loads(output)
    assert code == 0
    assert (told["on"], told["past_due"], told["transferable"], told["waiting"]) == ("2026-11-22", 4, 3, 1)
    assert {row["organization"]: row["past_due"] for row in told["organizations"]} == {
        "青山县财政局": 3,
        "青山县卫生局": 1,
    }


def test_it_tells_one_organization_as_text(archives):
    code, output = archives("due", "--on", "2026-11-22", "--organization", "青山县卫生局")

    assert (code, output.splitlines()) == (
        0,
        [
            "On 2026-11-22:",
            "organization\tpast_due\ttransferable\twaiting\textended\tin_transfer\ttotal",
            "青山县卫生局\t1\t1\t0\t0\t0\t1",
            "all\t1\t1\t0\t0\t0\t1",
        ],
    )


def test_it_shows_no_more_than_the_user_may_see(archives):
    code, output = archives("due", "--on", "2026-11-22", "--as", "other_clerk", "--json")

    assert code == 0
    assert [row["organization"] for row in json.loads(output)["organizations"]] == ["青山县卫生局"]


def test_an_unknown_organization_is_a_refusal_and_a_day_that_is_none_bad_use(archives):
    assert archives("due", "--organization", "无此单位")[0] == 1
    assert archives("due", "--on", "soon")[0] == 2
