"""Personal clearance: what is above it is not there, in no list, no search, no count, no file."""

import pytest
from sqlalchemy import select

from archives.domain.clearance import readable
from archives.domain.errors import InvalidInputError, NotFoundError, NotPermittedError, StaleVersionError
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Classification
from archives.models import Account, Record
from archives.services.accounts_actor import actor_of
from tests.factories import cast
from tests.integration.test_search import attach, catch_up, find, register, titles

C = Classification


@pytest.fixture
def people(house):
    return cast(house)


def classify(house, record_id, level):
    """The registration refuses it; a deployment for classified records would not."""
    with house.open(WORKER) as services, services.work.write():
        services.work.get(Record, record_id).classification = level
        services.work.send("index", record_ids=[record_id])


def cleared(house, people, level):
    """Return the clerk, cleared by the security administrator."""
    with house.open(people.security_admin) as services:
        account = services.work.session.get(Account, people.clerk.account_id)
        services.roles.clear(account.id, account.version, level)
    with house.open(WORKER) as services:
        return actor_of(services.work.session, services.work.session.get(Account, people.clerk.account_id))


def test_each_clearance_reads_what_is_at_or_below_it():
    assert readable(C.NONE) == {C.NONE, C.RELEASED}
    assert readable(C.RELEASED) == {C.NONE, C.RELEASED}
    assert readable(C.CONFIDENTIAL) == {C.NONE, C.RELEASED, C.CONFIDENTIAL}
    assert readable(C.SECRET) == {C.NONE, C.RELEASED, C.CONFIDENTIAL, C.SECRET}
    assert readable(C.TOP_SECRET) == set(C)


def test_what_is_above_a_clearance_is_neither_found_nor_counted_nor_opened(house, people):
    open_id = register(house, people.clerk, people.finance_fonds, title="防汛公开")
    hidden = register(house, people.clerk, people.finance_fonds, title="防汛机密", retention="30年")
    attach(house, people.clerk, hidden, "水库坐标")
    classify(house, hidden, C.SECRET)

    for _ in ("waiting", "indexed"):
        answer = find(house, people.clerk, "防汛")
        assert titles(answer) == ["防汛公开"]
        assert (answer.total, [each.value for each in answer.facets["retention"]]) == (1, ["permanent"])
        assert find(house, people.clerk, "密级:机密").total == 0
        assert find(house, people.clerk, "水库坐标").total == 0
        assert find(house, WORKER, "防汛").total == 2
        catch_up(house)
    with house.open(people.clerk) as services:
        assert services.work.session.scalars(select(Record.id)).all() == [open_id]
        with pytest.raises(NotFoundError):
            services.records.get(hidden)
        with pytest.raises(NotFoundError):
            services.content.get(hidden, "正文.txt")


def test_a_cleared_person_finds_it_and_no_longer_when_the_clearance_ends(house, people):
    hidden = register(house, people.clerk, people.finance_fonds, title="防汛机密")
    classify(house, hidden, C.SECRET)
    catch_up(house)

    found = {level: find(house, cleared(house, people, level), "防汛").total for level in (C.SECRET, C.CONFIDENTIAL)}

    assert found == {C.SECRET: 1, C.CONFIDENTIAL: 0}
    assert find(house, cleared(house, people, C.TOP_SECRET), "密级:机密").total == 1


def test_only_the_security_administrator_clears_and_nobody_oneself(house, people):
    with house.open(people.security_admin) as services:
        account = services.work.session.get(Account, people.clerk.account_id)
        own = services.work.session.get(Account, people.security_admin.account_id)
        with pytest.raises(NotPermittedError):
            services.roles.clear(own.id, own.version, C.SECRET)
        with pytest.raises(StaleVersionError):
            services.roles.clear(account.id, account.version + 1, C.SECRET)
        with pytest.raises(InvalidInputError):
            services.roles.clear(account.id, account.version, C.RELEASED)
    for other in (people.clerk, people.director, people.system_admin, people.audit_admin):
        with house.open(other) as services, pytest.raises(NotPermittedError):
            services.roles.clear(account.id, account.version, C.SECRET)
