"""Receipts by mail as people see them: on the transfer's page, over REST, at the command line."""

import json

import pytest
from click.testing import CliRunner

from api.app import create_app
from api.cli import main
from archives.delivery.memory import MemoryMailer
from archives.ports import MailAnswer, MailFate
from tests.functional.conftest import Browser
from tests.integration.test_deliveries import ARCHIVE, CLERK, UNKNOWN, accepted, work_off
from tests.mailing import with_mailer


@pytest.fixture
def mailer():
    return MemoryMailer([UNKNOWN, MailAnswer(MailFate.DEFERRED, "server_away", "[Errno 111]")])


@pytest.fixture
def house(house, mailer):
    return with_mailer(house, mailer)


@pytest.fixture
def client_as(house, people):
    app = create_app(house=house)
    app.test_client_class = Browser
    return lambda username: app.test_client().login(username)


@pytest.fixture
def transfer(house, people, client_as):
    """An accepted transfer: the unit's letter was refused, the archive's waits."""
    for username, kind, body, email in (
        ("clerk", "organizations", people.finance, CLERK),
        ("director", "repositories", people.archive, ARCHIVE),
    ):
        answer = client_as(username).put(
            f"/api/v1/{kind}/{body.id}/contact", json={"contact_email": email}, headers={"If-Match": '"1"'}
        )
        assert (answer.status_code, answer.json["contact_email"], answer.json["version"]) == (200, email, 2)
    made = accepted(house, people)
    work_off(house)
    return made


def test_rest_tells_to_whom_the_receipt_went_and_why_not(transfer, client_as):
    answer = client_as("archivist").get(f"/api/v1/transfers/{transfer.id}/deliveries")

    unit, archive = answer.json["items"]
    assert (unit["side"], unit["address"], unit["state"], unit["reason"]) == (
        "unit",
        CLERK,
        "failed",
        "recipient_refused",
    )
    assert (archive["side"], archive["state"], archive["reason"]) == ("archive", "waiting", "server_away")
    assert archive["next_at"] == "2026-11-22T04:01:00+00:00"
    assert client_as("other_clerk").get(f"/api/v1/transfers/{transfer.id}/deliveries").status_code == 404


def test_rest_shows_when_the_copies_may_be_released(transfer, client_as):
    assert client_as("clerk").get(f"/api/v1/transfers/{transfer.id}").json["copies_released_on"] == "2031-11-23"


def test_rest_sends_again_what_failed(transfer, client_as, house, mailer):
    clerk = client_as("clerk")
    etag = clerk.get(f"/api/v1/transfers/{transfer.id}").headers["ETag"]
    address = f"/api/v1/transfers/{transfer.id}/deliveries"

    answer = clerk.post(address, json={"side": "unit"}, headers={"If-Match": etag})
    work_off(house)

    assert (answer.status_code, answer.json["state"]) == (202, "waiting")
    assert [letter.to for letter in mailer.sent] == [CLERK]
    again = clerk.post(address, json={"side": "unit"}, headers={"If-Match": etag})
    assert (again.status_code, again.json["problems"][0]["code"]) == (422, "sent_already")


def test_the_page_of_the_transfer_says_it_in_words_with_a_button(transfer, client_as, house, mailer):
    clerk = client_as("clerk")
    page = clerk.get(f"/transfers/{transfer.id}", headers={"Accept-Language": "en"})
    text = page.get_data(as_text=True)

    assert "550 no such user" in text
    assert CLERK in text
    assert text.count(f'action="/transfers/{transfer.id}/deliveries"') == 2
    assert "2031" in text
    form = {"side": "unit", "version": str(transfer.version), "csrf_token": clerk.csrf}
    answer = clerk.post(f"/transfers/{transfer.id}/deliveries", data=form)
    assert answer.status_code == 303
    work_off(house)
    assert [letter.to for letter in mailer.sent] == [CLERK]


def test_those_who_only_look_see_the_letters_without_a_button(transfer, client_as):
    text = client_as("inspector").get(f"/transfers/{transfer.id}").get_data(as_text=True)

    assert CLERK in text
    assert "/deliveries" not in text


def test_the_directory_takes_an_address_and_names_a_wrong_one(people, client_as):
    clerk, address = client_as("clerk"), f"/directory/organizations/{people.finance.id}"
    form = {"version": "1", "csrf_token": clerk.csrf}

    wrong = clerk.post(f"{address}/contact", data=form | {"contact_email": "no address"})
    right = clerk.post(f"{address}/contact", data=form | {"contact_email": CLERK})

    assert wrong.status_code == 422
    assert 'id="contact_email-error"' in wrong.get_data(as_text=True)
    assert right.status_code == 303
    assert CLERK in clerk.get(address).get_data(as_text=True)
    assert 'name="contact_email"' not in client_as("other_clerk").get(address).get_data(as_text=True)


def test_an_archive_has_a_page_on_which_its_people_enter_the_address(people, client_as):
    director, address = client_as("director"), f"/directory/repositories/{people.archive.id}"
    form = {"version": "1", "csrf_token": director.csrf, "contact_email": ARCHIVE}

    assert director.post(f"{address}/contact", data=form).status_code == 303

    assert ARCHIVE in client_as("clerk").get(address).get_data(as_text=True)
    assert 'name="contact_email"' not in client_as("clerk").get(address).get_data(as_text=True)
    assert address in director.get("/directory/places").get_data(as_text=True)


def test_the_command_line_lists_letters_with_exit_code_1_while_one_cannot_be_delivered(transfer, house):
    home = str(house.settings.home)
    environment = {"ARCHIVES_DATABASE_URL": house.settings.database_url}

    done = CliRunner(env=environment).invoke(main, ["--home", home, "--json", "mail", "list", transfer.number])
    send = CliRunner(env=environment).invoke(main, ["--home", home, "mail", "send", transfer.number, "--side", "unit"])

    assert done.exit_code == 1
    assert [row["state"] for row in json.loads(done.stdout)["deliveries"]] == ["failed", "waiting"]
    assert (send.exit_code, "mail_off" in send.stderr) == (1, True)  # there, no server is set
