"""What no archive collects does not fall due; when its years are over it waits for appraisal."""

from datetime import date

import pytest

from archives.domain.permission import WORKER
from archives.domain.vocabulary import RetentionClass
from archives.models import CollectionScope
from tests.factories import cast as write_cast
from tests.holdings import keep, units


@pytest.fixture
def cast(house):
    return write_cast(house)


def years(page):
    return [row.year for row in page.rows]


def test_records_kept_ten_years_are_listed_once_the_ten_years_are_over(house, cast):
    keep(house, units(cast.finance_fonds, "2014-05-05", "2015-05-05", "2016-05-05", retention=RetentionClass.D10))
    keep(house, units(cast.finance_fonds, "1990-01-01", retention=RetentionClass.PERMANENT))

    with house.open(cast.clerk) as services:
        assert years(services.retention_review.expired()) == [2014, 2015]
        assert years(services.retention_review.expired(on=date(2027, 1, 1))) == [2014, 2015, 2016]


def test_a_class_that_the_archive_collects_is_never_listed(house, cast):
    keep(house, units(cast.finance_fonds, "1970-05-05", retention=RetentionClass.D30))
    keep(house, units(cast.finance_fonds, "1960-05-05", retention=RetentionClass.SHORT))

    with house.open(cast.clerk) as services:
        assert years(services.retention_review.expired()) == [1960]


def test_the_records_of_a_body_outside_every_scope_are_listed_after_the_term_of_transfer(house, cast):
    with house.open(WORKER) as services, services.work.write():
        services.work.session.query(CollectionScope).filter_by(organization_id=cast.finance.id).delete()
    keep(house, units(cast.finance_fonds, "2015-05-05", "2016-05-05"))
    keep(house, units(cast.health_fonds, "2015-05-05"))

    with house.open(cast.clerk) as services:
        assert years(services.retention_review.out_of_scope()) == [2015]
    with house.open(cast.other_clerk) as services:
        assert years(services.retention_review.out_of_scope()) == []


def test_nobody_else_sees_the_list(house, cast):
    keep(house, units(cast.finance_fonds, "2014-05-05", retention=RetentionClass.D10))

    for actor in (cast.other_clerk, cast.archivist, cast.system_admin):
        with house.open(actor) as services:
            assert years(services.retention_review.expired()) == []
