"""Records in a browser without script: registering, changing, attaching, and what each person is offered."""

import io
import re

import pytest

from api.pages.element_words import NAMES, SECTIONS
from archives.domain.description_elements import ELEMENTS
from tests.handover import accept, plan, submit, three_records

ENTRY = {
    "level": "item",
    "carrier": "paper",
    "e-title": "关于防汛经费的通知",
    "e-formed_on": "2005-03-04",
    "e-category": "WS",
    "e-retention": "permanent",
    "e-responsible_party": "青山县财政局",
}


@pytest.fixture
def clerk(client_as):
    return client_as("clerk")


@pytest.fixture
def place(clerk, people):
    answer = clerk.post("/records/new", data={**ENTRY, "fonds": people.finance_fonds.id})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def version_of(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def seen_in(page):
    return {f"was-{name}": text for name, text in re.findall(r'name="was-(\w+)" value="([^"]*)"', page.text)}


def test_every_element_has_a_name_and_stands_in_one_section():
    placed = [name for section in SECTIONS for name in section.names]

    assert sorted(placed) == sorted(ELEMENTS)
    assert set(NAMES) == set(ELEMENTS)


def test_a_record_is_registered_and_read(clerk, place):
    page = clerk.get(place)

    assert "关于防汛经费的通知" in page.text
    assert "A001-WS·2005-Y-0001" in page.text
    assert f"{place}/edit" in page.text


def test_wrong_input_comes_back_with_every_problem_at_its_field(clerk, people):
    wrong = {**ENTRY, "fonds": people.finance_fonds.id, "e-formed_on": "2005-13-40", "e-responsible_party": ""}

    page = clerk.post("/records/new", data=wrong)

    assert page.status_code == 422
    assert 'id="e-formed_on-error"' in page.text
    assert 'id="e-responsible_party-error"' in page.text
    assert 'href="#e-formed_on"' in page.text
    assert "关于防汛经费的通知</textarea>" in page.text


def test_nothing_of_a_classified_entry_comes_back(clerk, people):
    secret = {**ENTRY, "fonds": people.finance_fonds.id, "e-title": "机密★关于某事的通知"}

    page = clerk.post("/records/new", data=secret)

    assert page.status_code == 422
    assert "某事" not in page.text


def test_only_what_was_typed_anew_is_changed_and_the_history_shows_both_values(clerk, place):
    form = clerk.get(f"{place}/edit")

    answer = clerk.post(
        f"{place}/edit", data={**seen_in(form), "version": version_of(form), "e-title": "关于防汛物资的通知"}
    )

    assert answer.status_code == 303
    page = clerk.get(place)
    assert "<del>关于防汛经费的通知</del>" in page.text
    assert "<ins>关于防汛物资的通知</ins>" in page.text


def test_a_stale_form_saves_nothing_and_shows_what_somebody_else_changed(clerk, place):
    form = clerk.get(f"{place}/edit")
    sent = {**seen_in(form), "version": version_of(form)}
    clerk.post(f"{place}/edit", data={**sent, "e-title": "关于防汛物资的通知"})

    page = clerk.post(f"{place}/edit", data={**sent, "e-title": seen_in(form)["was-title"], "e-pages": "7"})

    assert page.status_code == 409
    assert "<ins>关于防汛物资的通知</ins>" in page.text
    assert "关于防汛物资的通知</textarea>" in page.text  # what was left alone follows the record
    assert 'value="7"' in page.text
    again = clerk.post(f"{place}/edit", data={**seen_in(page), "version": version_of(page), "e-pages": "7"})
    assert again.status_code == 303
    assert "关于防汛物资的通知" in clerk.get(place).text


def test_issued_numbers_and_background_are_not_in_the_form(clerk, place):
    form = clerk.get(f"{place}/edit").text

    assert 'name="e-title"' in form
    for frozen in ("reference_code", "creator", "level", "process"):
        assert f'name="e-{frozen}"' not in form


def test_a_file_goes_in_by_a_plain_form_and_comes_out_as_it_was(clerk, place):
    sent = {"file": (io.BytesIO("全文".encode()), "防汛 经费.txt"), "size": "6"}

    answer = clerk.post(f"{place}/files", data=sent)

    assert answer.status_code == 303
    address = re.search(r'href="(/records/[^"]+/content)"', clerk.get(place).text)[1]
    out = clerk.get(address, buffered=True)
    assert out.data == "全文".encode()
    assert "attachment" in out.headers["Content-Disposition"]


def test_a_file_that_is_shorter_than_declared_is_refused_and_not_kept(clerk, place):
    page = clerk.post(f"{place}/files", data={"file": (io.BytesIO(b"abc"), "a.txt"), "size": "4"})

    assert page.status_code == 422
    assert "a.txt" not in clerk.get(place).text.split("timeline")[0]


def test_the_list_is_filtered_and_goes_on_where_the_page_ended(clerk, place):
    assert "关于防汛经费的通知" in clerk.get("/records?year=2005&retention=permanent&number=A001-WS").text
    assert "关于防汛经费的通知" not in clerk.get("/records?year=2006").text
    assert "关于防汛经费的通知" not in clerk.get("/records?custody=repository").text
    assert clerk.get("/records?fonds=nonsense").status_code == 404


def test_who_may_not_act_sees_no_button(client_as, house, people):
    records = three_records(house, people)
    submit(house, people, plan(house, people).id)

    for username in ("clerk", "approver", "archivist", "inspector"):
        page = client_as(username).get(f"/records/{records[0]}").text
        assert "关于防汛经费的通知" in page
        assert f"/records/{records[0]}/edit" not in page
        assert 'type="file"' not in page
    assert client_as("other_clerk").get(f"/records/{records[0]}").status_code == 404
    assert client_as("archivist").get("/records/new").status_code == 403


def test_the_number_of_the_archive_stands_in_the_history_beside_that_of_the_body(client_as, house, people):
    records = three_records(house, people)
    transfer = plan(house, people).id
    submit(house, people, transfer)
    accept(house, people, transfer, records)

    page = client_as("archivist").get(f"/records/{records[0]}").text

    assert "由档案馆保管" in page
    assert "<del>" not in page  # the archive kept the number as it was
