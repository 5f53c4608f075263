"""D08: more time only on the law's two grounds, and only with the consent of the authority."""

import ast
from datetime import date
from pathlib import Path

import pytest

import archives
from archives.domain.errors import (
    DuplicateError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
    StaleVersionError,
)
from archives.domain.permission import WORKER
from archives.models import Event, Obligation
from archives.services.extensions import ExtensionState
from archives.services.obligations import Standing
from tests.factories import cast as write_cast
from tests.holdings import count, keep, obligation_of, units

UNTIL = date(2030, 6, 30)


@pytest.fixture
def cast(house):
    return write_cast(house)


@pytest.fixture
def batch(house, cast):
    """A batch of 2014, overdue since 2025-01-01."""
    records = units(cast.finance_fonds, "2014-06-30", "2014-08-01")
    keep(house, records)
    with house.open(cast.clerk) as services:
        return obligation_of(services, records[0])


@pytest.fixture
def extension(house, cast, batch):
    return ask(house, cast.clerk, batch)


def ask(house, actor, batch, **more):
    given = {"ground": "specialised", "reason": "专业性较强", "until": UNTIL} | more
    with house.open(actor) as services:
        return services.extensions.request(batch.id, **given)


def standing(house, actor, batch):
    with house.open(actor) as services:
        return services.obligations.batch(batch.id).standing


def test_d08_a_request_alone_moves_nothing(house, cast, batch, extension):
    assert extension.state == ExtensionState.REQUESTED
    assert standing(house, cast.clerk, batch) is Standing.OVERDUE


def test_d08_with_the_consent_of_the_authority_the_batch_is_in_time_until_the_day_asked_for(
    house, cast, batch, extension
):
    with house.open(cast.authority_officer) as services:
        services.extensions.consent(extension.id, "青档函〔2026〕8号", extension.version)
        found = services.obligations.batch(batch.id)
        (counts,) = services.obligations.due()

    assert (found.standing, found.last_day, found.overdue_since) == (Standing.EXTENDED, UNTIL, None)
    assert (counts.past_due, counts.extended) == (0, 2)


def test_d08_after_the_day_it_is_overdue_again(house, cast, batch, extension):
    with house.open(cast.authority_officer) as services:
        services.extensions.consent(extension.id, "青档函〔2026〕8号", extension.version)
        (late,) = services.obligations.batches(on=date(2030, 7, 1)).rows
        (counts,) = services.obligations.due(on=date(2030, 7, 1))

    assert (late.standing, late.overdue_since) == (Standing.OVERDUE, date(2030, 7, 1))
    assert (counts.past_due, counts.extended) == (2, 0)


@pytest.mark.parametrize("name", ["clerk", "approver", "archivist", "director", "inspector"])
def test_d08_nobody_else_may_consent(house, cast, batch, extension, name):
    with house.open(getattr(cast, name)) as services, pytest.raises(NotPermittedError):
        services.extensions.consent(extension.id, "", 1)

    assert standing(house, cast.clerk, batch) is Standing.OVERDUE


def test_d08_not_even_the_worker_may_consent(house, extension):
    with house.open(WORKER) as services, pytest.raises(NotPermittedError):
        services.extensions.consent(extension.id, "", 1)


def test_d08_the_authority_of_another_place_does_not_see_the_request(house, cast, extension):
    with house.open(cast.neighbour_inspector) as services, pytest.raises(NotFoundError):
        services.extensions.consent(extension.id, "", 1)


def test_d08_no_other_module_writes_the_extended_day():
    root = Path(archives.__file__).parent.parent
    writers = {
        path.relative_to(root).as_posix()
        for house in ("archives", "api")
        for path in (root / house).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "extended_to" and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.keyword) and node.arg == "extended_to" and "models" not in path.parts)
    }

    assert writers <= {"archives/services/extensions.py", "api/rest/obligations.py", "api/schemas/obligations.py"}
    assert "archives/services/extensions.py" in writers


def test_consent_names_its_decision(house, cast, extension):
    with house.open(cast.authority_officer) as services, pytest.raises(InvalidInputError) as refused:
        services.extensions.consent(extension.id, " ", extension.version)

    assert [(each.where, each.code) for each in refused.value.problems] == [("note", "required")]


def test_d08_counting_the_records_again_does_not_move_the_day(house, cast, batch, extension):
    with house.open(cast.authority_officer) as services:
        services.extensions.consent(extension.id, "青档函〔2026〕8号", extension.version)
    more = units(cast.finance_fonds, "2014-12-31")
    keep(house, more)
    with house.open(WORKER) as services, services.work.write():
        count(services.work, house, more)

    with house.open(cast.clerk) as services:
        row = services.work.get(Obligation, batch.id)
    assert (row.extended_to, row.offer_on, row.records_pending) == (UNTIL, date(2024, 12, 31), 3)


def test_d08_all_that_is_wrong_with_a_request_is_said_at_once(house, cast, batch):
    with pytest.raises(InvalidInputError) as refusal:
        ask(house, cast.clerk, batch, ground="busy", reason=" ", until=date(2024, 12, 31))

    found = [(problem.where, problem.code) for problem in refusal.value.problems]
    assert found == [("ground", "extension_reason"), ("reason", "required"), ("until", "extension_too_short")]


def test_a_batch_has_one_open_request(house, cast, batch, extension):
    with pytest.raises(DuplicateError):
        ask(house, cast.approver, batch, ground="secret")


def test_only_the_organization_itself_asks(house, cast, batch):
    with pytest.raises(NotFoundError):
        ask(house, cast.other_clerk, batch)
    with pytest.raises(NotPermittedError):
        ask(house, cast.archivist, batch)


def test_a_declined_request_stays_on_file_with_its_reason_and_a_new_one_may_follow(house, cast, batch, extension):
    with house.open(cast.authority_officer) as services:
        with pytest.raises(InvalidInputError):
            services.extensions.decline(extension.id, "", 1)
        services.extensions.decline(extension.id, "理由不足", 1)
    ask(house, cast.clerk, batch)

    with house.open(cast.clerk) as services:
        states = [(row.state, row.decision_note) for row in services.extensions.find().rows]
    assert states == [("declined", "理由不足"), ("requested", "")]


def test_what_was_decided_or_withdrawn_stays_so(house, cast, batch, extension):
    with house.open(cast.clerk) as services:
        withdrawn = services.extensions.withdraw(extension.id, extension.version)
        with pytest.raises(IllegalTransitionError):
            services.extensions.withdraw(extension.id, withdrawn.version)
        with pytest.raises(StaleVersionError):
            services.extensions.withdraw(extension.id, 1)
    with house.open(cast.authority_officer) as services, pytest.raises(IllegalTransitionError):
        services.extensions.consent(extension.id, "", 2)


def test_the_trail_tells_who_asked_who_consented_and_what_moved(house, cast, batch, extension):
    with house.open(cast.authority_officer) as services:
        services.extensions.consent(extension.id, "青档函〔2026〕8号", 1)
        told = services.work.session.query(Event).filter(Event.kind.like("%xten%")).order_by(Event.sequence).all()

    assert [(event.kind, event.actor) for event in told] == [
        ("ExtensionRequested", "李经办"),
        ("ExtensionConsented", "郑主管"),
        ("ObligationExtended", "郑主管"),
    ]
    assert '"after":{"extended_to":"2030-06-30"},"before":{"extended_to":null}' in told[-1].leaf
