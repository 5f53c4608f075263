"""Check reports, notices of return and labels over pages, JSON and the command line."""

import json
import re
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from api.cli import main
from archives.domain.vocabulary import Side
from archives.services.transfer_life import Ground
from tests.documents_facts import pages_of
from tests.handover import act, check, plan, submit, three_records


@pytest.fixture
def story(house, people):
    """A transfer with paper in box 12 that was returned once."""
    records = three_records(house, people)
    with house.open(people.clerk) as services:
        services.boxes.put(records[2], services.records.get(records[2]).version, "12", "2 库 3 架")
    transfer = submit(house, people, plan(house, people).id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    with house.open(people.archivist) as services:
        run = services.checks.run_of(transfer.id, Side.ARCHIVE).id
    digest = transfer.package_sha256
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, [Ground("缺附件", "", records[0])])
    return SimpleNamespace(
        id=transfer.id, number=transfer.number, run=run, digest=digest, fonds=people.finance_fonds.id
    )


def text_of(answer):
    assert (answer.status_code, answer.content_type) == (200, "application/pdf"), answer.text[:500]
    return "".join(pages_of(answer.data))


def links(client, address):
    """Return the addresses of PDF documents that a page leads to."""
    return re.findall(r'href="([^"]+\.pdf)"', client.get(address).text)


def test_both_parties_find_report_and_notice_on_the_pages_of_the_transfer(client_as, story):
    for who in ("clerk", "archivist"):
        person = client_as(who)
        assert links(person, f"/transfers/{story.id}") == [f"/transfers/{story.id}/return-notices/1.pdf"]
        assert links(person, f"/transfers/{story.id}/checks/{story.run}") == [
            f"/transfers/{story.id}/checks/{story.run}/report.pdf"
        ]
        assert "缺附件" in text_of(person.get(f"/transfers/{story.id}/return-notices/1.pdf"))
        assert "四性检测报告" in text_of(person.get(f"/transfers/{story.id}/checks/{story.run}/report.pdf"))


def test_a_page_gives_the_report_in_the_language_of_its_reader(client_as, story):
    clerk = client_as("clerk")
    clerk.get("/language?language=en")

    assert "ReportoftheFour-PropertyCheck" in text_of(clerk.get(f"/transfers/{story.id}/checks/{story.run}/report.pdf"))


def test_boxes_are_ticked_on_the_page_and_their_labels_printed_by_a_plain_form(client_as, story):
    clerk = client_as("clerk")
    for page in (f"/transfers/{story.id}/labels", f"/directory/fonds/{story.fonds}/labels"):
        (box,) = re.findall(r'name="box" value="([^"]+)" checked', clerk.get(page).text)

        assert "盒号12" in text_of(clerk.get(f"{page}/boxes.pdf", query_string={"box": box}))
        assert clerk.get(f"{page}/boxes.pdf", query_string={"box": str(story.run)}).status_code == 404


def test_labels_of_carriers_are_asked_for_by_a_form_once_the_package_was_signed(client_as, house, people, story):
    clerk, page = client_as("clerk"), f"/transfers/{story.id}/labels"
    assert "carriers.pdf" not in clerk.get(page).text  # a return has voided the signatures
    assert clerk.get(f"{page}/carriers.pdf").status_code == 422
    with house.open(people.clerk) as services:
        (reason,) = services.transfer_lists.reasons(story.id)
        services.transfer_lists.mark_corrected(story.id, services.transfers.read(story.id).version, reason.id)
    submit(house, people, story.id)

    filled = {"kind": "BD-R 25 GB", "sets": "2", "number": "A001-GP-1", "made_on": "", "checker": ""}
    printed = text_of(clerk.get(f"{page}/carriers.pdf", query_string=filled))

    assert "carriers.pdf" in clerk.get(page).text
    assert ("A001-GP-1-1" in printed, "A001-GP-1-2" in printed, printed.count("BD-R25GB")) == (True, True, 2)
    wrong = clerk.get(f"{page}/carriers.pdf", query_string={**filled, "sets": "9", "made_on": "morgen"})
    assert wrong.status_code in (400, 422)


def test_all_of_it_over_json(client_as, story):
    clerk = client_as("clerk")
    base = f"/api/v1/transfers/{story.id}"
    (returned,) = clerk.get(f"{base}/return-notices").json["items"]
    (box,) = clerk.get(f"{base}/boxes").json["items"]

    assert (returned["ordinal"], returned["round"], returned["reasons"], returned["on_new_ground"]) == (1, 1, 1, False)
    assert (box["number"], box["place"], box["items"], box["first_number"]) == ("12", "2 库 3 架", 1, "0003")
    assert clerk.get(f"/api/v1/fonds/{story.fonds}/boxes?language=en").json["items"][0]["retention"] == "Permanent"
    english = {"language": "en"}
    assert "NoticeofReturn" in text_of(clerk.get(f"{base}/return-notices/1.pdf", query_string=english))
    assert "四性检测报告" in text_of(clerk.get(f"/api/v1/check-runs/{story.run}/report.pdf"))
    for labels in (f"{base}/box-labels.pdf", f"/api/v1/fonds/{story.fonds}/box-labels.pdf"):
        assert "Box12" in text_of(clerk.get(labels, query_string={**english, "box": box["id"]}))
    assert clerk.get(f"{base}/carrier-labels.pdf").json["code"] == "invalid_input"
    assert clerk.get(f"{base}/return-notices/2.pdf").status_code == 404
    assert clerk.get(f"{base}/return-notices/1.pdf?language=tlh").status_code == 422


@pytest.mark.parametrize("who", ["other_clerk", "city_archivist", "system_admin"])
def test_none_of_it_is_there_for_those_not_concerned(client_as, story, who):
    stranger = client_as(who)
    for address in (
        f"/api/v1/transfers/{story.id}/return-notices",
        f"/api/v1/transfers/{story.id}/return-notices/1.pdf",
        f"/api/v1/transfers/{story.id}/boxes",
        f"/api/v1/transfers/{story.id}/box-labels.pdf",
        f"/api/v1/transfers/{story.id}/carrier-labels.pdf",
        f"/api/v1/check-runs/{story.run}/report.pdf",
        f"/api/v1/fonds/{story.fonds}/boxes",
        f"/api/v1/fonds/{story.fonds}/box-labels.pdf",
        f"/transfers/{story.id}/return-notices/1.pdf",
        f"/transfers/{story.id}/labels",
        f"/directory/fonds/{story.fonds}/labels",
    ):
        assert stranger.get(address).status_code in (403, 404), address


# --- the command line ---


@pytest.fixture
def archives(story, settings, monkeypatch, tmp_path):
    """Return a function that prints something as somebody, and gives exit code and the words of what was written."""
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", settings.database_url)

    def run(who, *words):
        more = ["--into", str(tmp_path), "--home", str(settings.home), "--json", "--as", who]
        done = CliRunner().invoke(main, ["print", *words, *more])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        if done.exit_code:
            return done.exit_code, done.output
        return 0, "".join(pages_of((tmp_path / json.loads(done.stdout)["file"]).read_bytes()))

    return run


def test_all_of_it_at_the_command_line(archives, story):
    code, text = archives("clerk", "return-notice", story.number, "--language", "en")
    assert (code, "NoticeofReturnforCorrection" in text) == (0, True)
    code, text = archives("archivist", "box-labels", "A001", "--box", "12")
    assert (code, "盒号12" in text) == (0, True)
    code, text = archives("clerk", "carrier-labels", story.number, "--kind", "BD-R 25 GB")
    assert (code, "package_unsigned" in text) == (1, True)
    code, text = archives("clerk", "box-labels", "A001", "--box", "13")
    assert (code, "not_found" in text) == (1, True)
    code, text = archives("other_clerk", "return-notice", story.number)
    assert (code, "not_found" in text) == (1, True)


def test_the_report_at_the_command_line_is_of_the_newest_check_of_this_round(archives, house, people, story):
    code, text = archives("clerk", "check-report", story.number, "--side", "unit")
    assert (code, "not_found" in text) == (1, True)  # nobody has checked again since the return
    act(house, people.clerk, "transfers", "begin_unit_checks", story.id)
    check(house, people.clerk, story.id, Side.UNIT)

    code, text = archives("clerk", "check-report", story.number, "--side", "unit")
    assert (code, f"编号：{story.number}-J3" in text) == (0, True)
