"""The pages of what falls due: who sees what, who has which button, and what the buttons do."""

import re
from datetime import date

import pytest

from archives.domain.permission import WORKER
from archives.domain.vocabulary import RetentionClass
from archives.services.extensions import ExtensionState
from archives.services.obligations import Standing
from tests.holdings import keep, obligation_of, units

READERS = ["clerk", "approver", "archivist", "director", "inspector", "authority_officer"]
PAGES = ["", "/batches", "/calendar", "/calendar?year=2024&month=6", "/forecast", "/extensions", "/plan"]
LAST_DAY_OF_2013 = date(2023, 12, 31)


@pytest.fixture
def records(house, people):
    """Finance: 2013 overdue (2), 2016 due this year (1), 2020 later (1). Health: 2014 overdue (3)."""
    finance = units(people.finance_fonds, "2013-05-05", "2013-06-30", "2016-01-10", "2020-03-01")
    health = units(people.health_fonds, "2014-02-02", "2014-02-03", "2014-02-04")
    keep(house, [*finance, *health])
    return {"overdue": finance[0], "this_year": finance[2], "health": health[0]}


@pytest.fixture
def batch(house, records):
    """Return the batch of a record."""

    def find(name):
        with house.open(WORKER) as services:
            return obligation_of(services, records[name])

    return find


def page(browser, path="", status=200):
    answer = browser.get(f"/due{path}")
    assert answer.status_code == status, answer.text
    return answer.text


def form(row=None, **values):
    return values | ({"version": row.version} if row else {})


def test_every_page_opens_for_everybody_who_works_here(client_as, records):
    for name in READERS:
        browser = client_as(name)
        assert all("<h1>" in page(browser, path) for path in PAGES)


def test_nothing_of_finance_is_on_the_pages_of_another_organization(client_as, records, batch):
    browser = client_as("other_clerk")
    texts = "".join(page(browser, path) for path in PAGES)

    assert "财政局" not in texts
    assert str(batch("overdue").id) not in texts


def test_a_batch_beyond_ones_sight_is_not_there(client_as, batch):
    for name in ("other_clerk", "city_archivist", "neighbour_inspector", "system_admin"):
        page(client_as(name), f"/batches/{batch('overdue').id}", 404)


def test_the_overview_counts_by_organization(client_as, records):
    text = " ".join(page(client_as("archivist")).split())

    assert re.search(r"青山县财政局</a></th> <td class=\"number\">3</td>", text)
    assert re.search(r"青山县卫生局</a></th> <td class=\"number\">3</td>", text)


def test_the_list_of_batches_is_narrowed_by_standing(client_as, records):
    browser = client_as("clerk")
    years = {
        standing: re.findall(r"<td>(20\d\d)</td>", page(browser, f"/batches?standing={standing}"))
        for standing in ("overdue", "due_this_year", "future", "done")
    }

    assert years == {"overdue": ["2013"], "due_this_year": ["2016"], "future": ["2020"], "done": []}


def test_the_list_of_batches_is_narrowed_by_organization(client_as, people, records):
    text = page(client_as("archivist"), f"/batches?organization={people.health.id}")

    assert "A002 青山县卫生局" in text
    assert "A001 青山县财政局" not in text


def test_an_address_that_makes_no_sense_is_not_there(client_as, records):
    for path in ("/batches?organization=x", "/calendar?year=9999", "/calendar?year=2020&month=13"):
        page(client_as("clerk"), path, 404)


def test_the_calendar_of_a_month_shows_each_day_and_an_agenda(client_as, records):
    text = page(client_as("clerk"), "/calendar?year=2023&month=5")

    assert '<time class="calendar-day" datetime="2023-05-05">5</time><strong>1</strong>' in text
    assert '<ol class="agenda">' in text
    assert len(re.findall("calendar-day", text)) == 31


def test_the_forecast_is_a_picture_and_a_table_of_25_years(client_as, records):
    text = page(client_as("clerk"), "/forecast")

    assert text.count("<rect ") == 25
    assert 'role="img"' in text
    assert re.search(r'<th scope="row">2026</th>\s*<td class="number">1</td>', text)
    assert re.search(r'<th scope="row">2030</th>\s*<td class="number">1</td>', text)
    assert "<strong>2</strong>" in text


# --- planning a transfer ---


def test_the_form_offers_what_is_due_with_the_complete_batches_ticked(client_as, records, batch):
    text = page(client_as("clerk"), "/plan")

    assert f'name="obligation" value="{batch("overdue").id}" checked' in text
    assert f'name="obligation" value="{batch("this_year").id}" aria-label' in text
    assert text.count('name="obligation"') == 2


def test_only_the_organization_plans_its_transfer(client_as, records):
    for name in ("archivist", "director", "inspector", "authority_officer"):
        assert 'name="obligation"' not in page(client_as(name), "/plan")


def test_ticked_batches_become_a_transfer(client_as, house, people, batch):
    answer = client_as("clerk").post("/transfers", data={"obligation": str(batch("overdue").id)})

    assert answer.status_code == 303
    with house.open(people.clerk) as services:
        assert services.obligations.batch(batch("overdue").id).standing is Standing.IN_TRANSFER


# --- extensions ---


def ask(browser, batch, **said):
    values = {"ground": "secret", "reason": "需要保密", "until": "2027-06-30"} | said
    return browser.post(f"/due/batches/{batch.id}/extension", data=values)


def test_a_clerk_asks_for_more_time_and_takes_it_back(client_as, house, people, batch):
    browser = client_as("clerk")

    assert ask(browser, batch("overdue")).status_code == 303
    with house.open(people.clerk) as services:
        asked = services.extensions.find().rows[0]
    assert (asked.until, asked.reason) == (date(2027, 6, 30), "需要保密")
    assert browser.post(f"/due/extensions/{asked.id}/withdraw", data=form(asked)).status_code == 303
    with house.open(people.clerk) as services:
        assert services.extensions.get(asked.id).state == ExtensionState.WITHDRAWN


def test_a_wrong_field_shows_the_form_again_with_what_was_typed(client_as, batch):
    browser = client_as("clerk")
    for field, value in (("until", "2020-01-01"), ("until", "soon"), ("until", ""), ("reason", " "), ("ground", "")):
        answer = ask(browser, batch("overdue"), **{field: value})

        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
        assert field == "reason" or "需要保密" in answer.text


def test_the_authority_consents_and_the_batch_is_in_time(client_as, house, people, batch):
    ask(client_as("clerk"), batch("overdue"))
    with house.open(people.authority_officer) as services:
        asked = services.extensions.find().rows[0]
    browser = client_as("authority_officer")

    assert "/consent" in page(browser, f"/extensions/{asked.id}")
    answer = browser.post(f"/due/extensions/{asked.id}/consent", data=form(asked, note="青档〔2026〕7号"))

    assert answer.status_code == 303
    with house.open(people.clerk) as services:
        assert services.obligations.batch(batch("overdue").id).standing is Standing.EXTENDED


def test_declining_needs_a_reason(client_as, house, people, batch):
    ask(client_as("clerk"), batch("overdue"))
    with house.open(people.authority_officer) as services:
        asked = services.extensions.find().rows[0]
    answer = client_as("authority_officer").post(f"/due/extensions/{asked.id}/decline", data=form(asked, note=""))

    assert answer.status_code == 422
    assert 'id="note-error"' in answer.text


def test_nobody_but_the_authority_decides_an_extension(client_as, house, people, batch):
    ask(client_as("clerk"), batch("overdue"))
    with house.open(people.clerk) as services:
        asked = services.extensions.find().rows[0]
    for name in ("clerk", "archivist", "director", "inspector"):
        browser = client_as(name)

        assert "/consent" not in page(browser, f"/extensions/{asked.id}")
        assert browser.post(f"/due/extensions/{asked.id}/consent", data=form(asked, note="")).status_code == 403


# --- the archive is not ready ---


def test_the_director_says_that_the_archive_is_not_ready_and_lifts_it(client_as, batch):
    browser, address = client_as("director"), f"/due/batches/{batch('this_year').id}"

    answer = browser.post(f"{address}/not-ready", data=form(batch("this_year"), reason="库房已满"))

    assert answer.status_code == 303
    assert batch("this_year").archive_not_ready_since == date(2026, 11, 22)
    assert browser.post(f"{address}/ready", data=form(batch("this_year"))).status_code == 303
    assert batch("this_year").archive_not_ready_since is None


def test_not_ready_needs_a_reason(client_as, batch):
    row = batch("this_year")
    answer = client_as("director").post(f"/due/batches/{row.id}/not-ready", data=form(row, reason=""))

    assert (answer.status_code, batch("this_year").archive_not_ready_since) == (422, None)


def test_only_the_director_may_say_so(client_as, batch):
    row = batch("this_year")
    for name in ("clerk", "archivist", "inspector", "authority_officer"):
        browser = client_as(name)

        assert "not-ready" not in page(browser, f"/batches/{row.id}")
        assert browser.post(f"/due/batches/{row.id}/not-ready", data=form(row, reason="x")).status_code == 403


def test_a_stale_page_is_told_so(client_as, batch):
    row = batch("this_year")
    answer = client_as("director").post(
        f"/due/batches/{row.id}/not-ready", data={"version": row.version + 1, "reason": "x"}
    )

    assert answer.status_code == 409


# --- retention review ---


def test_records_that_no_archive_collects_are_listed_for_appraisal(client_as, house, people):
    keep(house, units(people.finance_fonds, "2001-05-05", retention=RetentionClass.D10, title="会议通知"))

    assert "会议通知" in page(client_as("clerk"), "/retention-review")
    assert "会议通知" not in page(client_as("other_clerk"), "/retention-review")
    assert "会议通知" not in page(client_as("clerk"), "/retention-review?list=out_of_scope")
