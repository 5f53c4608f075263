"""The command `archives inspection …`, over a home that the services have filled."""

import json
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import delete

from api.cli import main
from archives.domain.permission import WORKER
from archives.models import RegisterFigure
from tests.factories import cast
from tests.inspecting import issued


@pytest.fixture
def archives(house, monkeypatch):
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)

    def run(*words, status=0):
        answer = CliRunner().invoke(main, ["--home", str(house.settings.home), *words])
        assert answer.exit_code == status, answer.output
        return answer.output

    return run


@pytest.fixture
def made(house, archives):
    return issued(house, cast(house), due_on=date(2026, 12, 22))


def test_an_order_is_shown_with_all_that_happened(archives, made):
    told = json.loads(archives("--json", "--as", "clerk", "inspection", "show", made.number.lower()))

    assert [act["kind"] for act in told["acts"]] == ["OrderDrawnUp", "OrderIssued"]
    assert told["actions"] == ["acknowledge", "answer", "ask_extension"]
    assert [paper["kind"] for paper in told["papers"]] == ["order"]
    assert made.number in archives("inspection", "orders")
    assert archives("--as", "other_clerk", "inspection", "orders").strip() == ""
    archives("--as", "other_clerk", "inspection", "show", made.number, status=1)


def test_the_register_and_the_board_are_counted(archives, made):
    assert "ordered\thazard\t青山县财政局" in archives("inspection", "findings", "--state", "ordered")
    assert archives("inspection", "findings", "--state", "closed").strip() == ""
    assert "open\t1" in archives("--as", "authority_officer", "inspection", "board")
    assert archives("inspection", "leads").strip() == ""


def test_figures_are_held_against_the_register(archives, house, made):
    assert archives("inspection", "recount", "--check").startswith("0 figures")
    with house.open(WORKER) as services, services.work.write():
        services.work.session.execute(delete(RegisterFigure))

    assert "/99/\topen\t0\t1" in archives("inspection", "recount", "--check", status=1)
    archives("inspection", "recount")
    assert archives("inspection", "recount").startswith("0 figures")


def test_overdue_orders_are_a_negative_finding_and_the_round_reminds_once(archives, made):
    """The command goes by the real clock: the order is overdue once its last day has passed."""
    is_late = datetime.now(UTC).date() > date(2026, 12, 23)
    archives("inspection", "orders", "--overdue", status=1 if is_late else 0)
    archives("inspection", "sweep")

    assert archives("inspection", "sweep").startswith("0 leads, 0 reminders")
