"""Lists of records in a browser without script: sent, checked, corrected, published."""

import io
import json
from uuid import UUID

import pytest

from archives.domain.permission import WORKER
from archives.models import Import

HEAD = "题名,责任者,日期,年度,门类,保管期限,载体形态\n"
GOOD = "关于预算的通知,青山县财政局,2005-05-01,2005,WS,永久,纸质\n"
BAD = "<b>关于决算</b>,,2005-13-40,2005,WS,永远,纸质\n"


@pytest.fixture
def clerk(client_as):
    return client_as("clerk")


@pytest.fixture
def send(clerk, house, people):
    """Send a list and have it checked; returns the address of its page."""

    def send(text, mode="all_or_nothing"):
        sent = {"file": (io.BytesIO(text.encode()), "目录.csv"), "fonds": people.finance_fonds.id, "mode": mode}
        answer = clerk.post("/imports", data=sent)
        assert answer.status_code == 303, answer.text
        place = answer.headers["Location"]
        with house.open(WORKER) as services:
            services.registrations.check(identity(place))
        return place

    return send


def identity(place):
    return UUID(place.rpartition("/")[2])


def press(clerk, house, place, button):
    with house.open(WORKER) as services:
        version = services.work.get(Import, identity(place)).version
    return clerk.post(f"{place}/{button}", data={"version": version})


def test_a_sound_list_is_published_and_its_records_are_there(clerk, house, send):
    place = send(HEAD + GOOD)
    assert f'action="{place}/publish"' in clerk.get(place).text

    assert press(clerk, house, place, "publish").status_code == 303
    running = clerk.get(f"{place}/progress")
    assert "aria-busy" in running.text
    assert "HX-Refresh" not in running.headers
    with house.open(WORKER) as services:
        services.registrations.publish(identity(place))

    done = clerk.get(f"{place}/progress")
    assert "aria-busy" not in done.text
    assert done.headers["HX-Refresh"] == "true"  # the page around it shows its new state by itself
    assert "关于预算的通知" in clerk.get("/records?year=2005").text


def test_every_wrong_cell_is_told_with_its_remedy_and_never_as_markup(clerk, send):
    place = send(HEAD + GOOD + BAD)

    page = clerk.get(place).text

    assert "永远" in page
    assert "定期30年" in page
    assert "2005-13-40" in page
    assert f'action="{place}/publish"' not in page
    told = json.loads(clerk.get(f"{place}/findings.json").data)
    assert [(each["row"], each["label"]) for each in told] == [(3, "日期"), (3, "保管期限"), (3, "责任者")]
    assert all(each["message"] for each in told)
    sheet = clerk.get(f"{place}/findings.csv").data.decode("utf-8-sig")
    assert "<b>关于决算</b>" in sheet
    assert clerk.get(f"{place}/findings.xlsx").data[:2] == b"PK"


def test_good_rows_can_go_without_the_wrong_ones(clerk, send):
    place = send(HEAD + GOOD + BAD, mode="good_rows")

    assert f'action="{place}/publish"' in clerk.get(place).text


def test_a_list_that_is_ended_registers_nothing(clerk, house, send):
    place = send(HEAD + GOOD)

    assert press(clerk, house, place, "abort").status_code == 303

    assert "关于预算的通知" not in clerk.get("/records").text
    assert f'action="{place}/abort"' not in clerk.get(place).text


def test_a_list_without_a_file_comes_back_to_the_form(clerk, people):
    page = clerk.post("/imports", data={"fonds": people.finance_fonds.id, "mode": "all_or_nothing"})

    assert page.status_code == 422
    assert 'id="file-error"' in page.text


def test_the_template_is_a_list_that_passes(clerk, send):
    template = clerk.get("/imports/template.csv").data.decode("utf-8-sig")

    place = send(template)

    assert f'action="{place}/publish"' in clerk.get(place).text


def test_only_the_clerk_of_the_body_sees_and_sends_its_lists(client_as, send, people):
    place = send(HEAD + GOOD)

    assert client_as("other_clerk").get(place).status_code == 404
    assert client_as("archivist").get(place).status_code == 404
    approver = client_as("approver")
    assert f'action="{place}/publish"' not in approver.get(place).text
    sent = {"file": (io.BytesIO(b"x"), "a.csv"), "fonds": people.finance_fonds.id, "mode": "good_rows"}
    assert approver.post("/imports", data=sent).status_code == 403
