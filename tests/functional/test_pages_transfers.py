"""Transfers in a browser without script: who is offered which button, and what happens when it is pressed."""

import re

import pytest

from tests.handover import act, plan, review, submit, three_records


@pytest.fixture
def records(house, people):
    return three_records(house, people)


@pytest.fixture
def transfer(house, people, records):
    return plan(house, people).id


def buttons(client, transfer):
    """Return the acts that the page offers, pressed at once or after a page with words."""
    page = client.get(f"/transfers/{transfer}").text
    return set(re.findall(rf"/transfers/{transfer}/do/(\w+)", page))


def version_of(client, transfer):
    return re.search(r'name="version" value="(\d+)"', client.get(f"/transfers/{transfer}").text)[1]


def test_each_person_is_offered_his_own_acts_and_nobody_those_of_another(client_as, house, people, transfer):
    assert buttons(client_as("clerk"), transfer) == {"request_approval", "withdraw"}
    assert client_as("archivist").get(f"/transfers/{transfer}").status_code == 404

    submit(house, people, transfer)

    assert buttons(client_as("clerk"), transfer) == {"withdraw"}
    assert buttons(client_as("archivist"), transfer) == {"begin_checks"}
    assert buttons(client_as("director"), transfer) == {"dispute"}
    assert buttons(client_as("inspector"), transfer) == set()


def test_what_is_missing_is_listed_before_the_button_is_pressed_and_after(client_as, transfer):
    clerk = client_as("clerk")

    assert 'class="gaps"' in clerk.get(f"/transfers/{transfer}").text
    answer = clerk.post(f"/transfers/{transfer}/do/request_approval", data={"version": version_of(clerk, transfer)})

    assert answer.status_code == 409
    assert "检测" in answer.text


def test_a_button_pressed_on_an_old_page_changes_nothing(client_as, transfer):
    clerk = client_as("clerk")
    seen = version_of(clerk, transfer)
    told = {"version": seen, "name": "二〇〇五年度文书档案", "description": "文书"}
    assert clerk.post(f"/transfers/{transfer}/describe", data=told).status_code == 303

    answer = clerk.post(f"/transfers/{transfer}/describe", data={**told, "name": "别的名称"})

    assert answer.status_code == 409
    assert "二〇〇五年度文书档案" in clerk.get(f"/transfers/{transfer}").text


def test_a_return_names_its_records_and_only_they_are_unlocked(client_as, house, people, transfer, records):
    submit(house, people, transfer)
    review(house, people, transfer, records)
    archivist, clerk = client_as("archivist"), client_as("clerk")
    reasons = {f"record:{records[1]}": "责任者写错", "version": version_of(archivist, transfer)}

    assert archivist.post(f"/transfers/{transfer}/do/return", data=reasons).status_code == 303

    assert "责任者写错" in clerk.get(f"/transfers/{transfer}").text
    assert f"/records/{records[1]}/edit" in clerk.get(f"/records/{records[1]}").text
    assert f"/records/{records[0]}/edit" not in clerk.get(f"/records/{records[0]}").text


def test_a_return_without_a_reason_is_refused(client_as, house, people, transfer, records):
    submit(house, people, transfer)
    review(house, people, transfer, records)
    archivist = client_as("archivist")

    answer = archivist.post(f"/transfers/{transfer}/do/return", data={"version": version_of(archivist, transfer)})

    assert answer.status_code in (409, 422)


def test_withdrawing_asks_for_a_reason_that_stays_on_the_trail(client_as, transfer):
    clerk = client_as("clerk")
    page = clerk.get(f"/transfers/{transfer}/do/withdraw")
    assert 'name="reason"' in page.text

    told = {"version": version_of(clerk, transfer), "reason": "年度内另有文件"}
    assert clerk.post(f"/transfers/{transfer}/do/withdraw", data=told).status_code == 303

    assert "年度内另有文件" in clerk.get(f"/transfers/{transfer}").text
    assert buttons(clerk, transfer) == set()


def test_another_body_finds_nothing_there(client_as, house, people, transfer):
    stranger = client_as("other_clerk")

    for path in ("", "/units", "/progress", "/do/withdraw", "/blank-form.pdf"):
        assert stranger.get(f"/transfers/{transfer}{path}").status_code == 404
    submit(house, people, transfer)
    act(house, people.archivist, "reception", "begin_checks", transfer)
    assert stranger.get(f"/transfers/{transfer}").status_code == 404
