"""What is on paper is handed over by a deed with its hand lists, what is electronic by the form, both by both."""

import hashlib
import json
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest

from archives.delivery.memory import MemoryMailer
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Side
from archives.services.counting import Tick
from archives.services.receipt_papers import download_name
from tests.documents_facts import pages_of
from tests.factories import cast
from tests.handover import act, check, plan, register, submit
from tests.mailing import with_mailer
from tests.pdfa_lint import lint

ATTACHED = ["manifest.csv", "manifest.json", "proof.json"]


def item(house, people, number, title, **more):
    return register(house, people, f"A001-WS·2005-Y-{number:04}", title, **more)


def electronic(house, people):
    return [item(house, people, 1, "关于防汛经费的通知")]


def paper(house, people):
    volume = {
        "level": "volume",
        "formed_from": "2005-01-05",
        "formed_on": "2005-11-30",
        "pages": "186",
    }
    of_items = dict.fromkeys(("activity", "activity_on", "process", "generation"), "")
    return [
        item(house, people, 1, "老财务档案", carrier="paper", pages="7", document_number="青财〔2005〕3 号"),
        item(house, people, 2, "有污损的一件", carrier="paper", pages="12"),
        register(house, people, "A001-WS·2005·Y-001", "财务综合卷", carrier="paper", **volume, **of_items),
    ]


def mixed(house, people):
    return [*electronic(house, people), item(house, people, 2, "老财务档案", carrier="paper", pages="7")]


def to_be_sealed(house, people, make):
    """A transfer in which everything has been done but the last seal; of the second unit on paper a page is missing."""
    make(house, people)
    transfer = submit(house, people, plan(house, people).id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    with house.open(people.archivist) as services:
        for each in services.transfer_lists.items(transfer.id):
            if each.record.carrier == "paper":
                found = Tick("pages_differ", 11) if each.record.pages == 12 else Tick("present")
                services.counting.tick(transfer.id, each.record_id, found)
    return act(house, people.archivist, "reception", "propose_acceptance", transfer.id)


def accepted(house, people, make):
    transfer = to_be_sealed(house, people, make)
    act(house, people.director, "reception", "seal", transfer.id)
    with house.open(WORKER) as services:
        services.storing.store(transfer.id)
        receipt = services.receipts.of_transfer(transfer.id)
        papers = {name: read(services, receipt, name) for name in ("form.pdf", "list.pdf")}
    return SimpleNamespace(transfer=transfer, receipt=receipt, **{name[:4]: data for name, data in papers.items()})


def read(services, receipt, name):
    with services.receipts.open(receipt, name) as stream:
        return stream.read()


def attached(pdf):
    with pikepdf.open(BytesIO(pdf)) as found:
        return sorted(found.attachments)


def facts_of(house, transfer):
    with house.outside.store.open(f"urn:uuid:{transfer.id}", "facts.json") as stream:
        return json.load(stream)


def test_an_electronic_transfer_has_the_form_alone(house):
    people = cast(house)

    done = accepted(house, people, electronic)

    text = "".join(pages_of(done.form))
    assert ("电子档案移交与接收登记表" in text, "档案交接文据" in text) == (True, False)
    assert download_name(done.receipt, "form.pdf") == f"{done.receipt.number}-form.pdf"
    assert done.receipt.facts["carrier"] == "electronic"


def test_paper_has_the_deed_with_two_sets_of_its_hand_lists_sealed_proved_and_stored(house):
    people = cast(house)

    done = accepted(house, people, paper)

    pages = pages_of(done.form)
    text = "".join(pages)
    assert ("档案交接文据" in pages[0], "登记表" in text) == (True, False)
    assert f"编号：{done.receipt.number}全宗号：A001" in pages[0]
    assert "移出单位青山县财政局收进单位青山县档案馆" in pages[0]
    assert "交接性质移交档案所属年度2005" in pages[0]
    assert "移出（收进）日期2026年11月22日" in pages[0]
    assert "文书档案（纸质）12" in pages[0]  # 1 卷, 2 件
    assert "案卷目录2套归档文件目录2套" in pages[0]
    assert "逐卷（件）清点纸质3：相符2，破损0，页数不符1。同意接收。" in pages[0]
    assert "领导人（签名）王审核2026年11月22日内部签名，非第三方认证周馆长" in pages[0]
    assert f"移交清单SHA-256：{done.transfer.package_sha256}" in pages[0]
    assert (text.count("第一套移出单位留存"), text.count("第二套收进单位留存")) == (2, 2)
    assert text.count("1A001-WS·2005·Y-001财务综合卷20050105–20051130186永久") == 2
    assert text.count("1A001-WS·2005-Y-0001青财〔2005〕3号青山县财政局老财务档案20050304永久7") == 2
    assert text.count("12清点为11页") == 2
    assert (lint(done.form), attached(done.form), attached(done.list)) == ([], ATTACHED, ATTACHED)
    assert hashlib.sha256(done.form).hexdigest() == done.receipt.form_sha256
    with house.open(people.clerk) as services:
        report = services.seals.check(done.form)
    assert (report.is_good, [seal.role for seal in report.seals]) == (True, ["unit", "archive"])
    assert (done.receipt.facts["carrier"], done.receipt.facts["deed"]["items"]) == ("paper", 2)
    assert [row["title"] for row in facts_of(house, done.transfer)["deed"]["volumes"]] == ["财务综合卷"]
    assert download_name(done.receipt, "form.pdf") == f"{done.receipt.number}-deed.pdf"
    assert done.transfer.copies_released_on is None  # there are no electronic copies to keep


def test_a_mixed_transfer_has_both_under_one_number_each_counting_its_own(house):
    people = cast(house)

    done = accepted(house, people, mixed)

    pages = pages_of(done.form)
    numbered = f"编号：{done.receipt.number}"
    form, deed = (next(page for page in pages if title in page) for title in ("登记表", "档案交接文据"))
    assert (numbered in form, numbered in deed) == (True, True)
    assert "移交电子档案数量文件1件；案卷0卷" in form
    assert "移交载体类型、规格在线、纸质" in form
    assert "文书档案（纸质）1" in deed
    assert ("老财务档案" in "".join(pages), "关于防汛经费的通知" in "".join(pages)) == (True, False)  # of hand lists
    assert (lint(done.form), attached(done.form)) == ([], ATTACHED)
    assert (done.receipt.facts["item_count"], done.receipt.facts["electronic"]) == (2, {"items": 1, "volumes": 0})
    assert download_name(done.receipt, "form.pdf") == f"{done.receipt.number}-form-and-deed.pdf"
    listed = "".join(pages_of(done.list))
    assert ("关于防汛经费的通知" in listed, "老财务档案" in listed) == (True, True)


@pytest.mark.parametrize(
    ("make", "titles"), [(paper, (False, True)), (mixed, (True, True)), (electronic, (True, False))]
)
def test_what_is_signed_on_paper_is_the_blank_document_of_the_same_kind(house, make, titles):
    people = cast(house)
    make(house, people)
    transfer = plan(house, people)

    with house.open(people.clerk) as services:
        blank = services.receipts.blank_form(transfer.id)

    text = "".join(pages_of(blank))
    assert ("登记表" in text, "档案交接文据" in text) == titles
    assert (f"编号：{transfer.number}" in text, "内部签名" in text, "同意接收" in text) == (True, False, False)
    assert lint(blank) == []


def test_a_reissued_deed_says_which_it_replaces_and_the_letter_says_that_it_is_a_deed(house):
    mailer = MemoryMailer()
    posting = with_mailer(house, mailer)
    people = cast(posting)
    with posting.open(people.clerk) as services:
        services.contacts.set_organization(people.finance.id, "clerk@finance.example", 1)
    old = accepted(posting, people, paper).receipt
    with posting.open(people.director) as services:
        new = services.reissues.reissue(old.number, services.receipts.by_number(old.number).version, "语言有误", "en")

    with posting.open(WORKER) as services:
        new = services.reissues.carry_out(new.id)
        letter = next(each for each in services.deliveries.of_transfer(new.transfer_id) if each.receipt_id == new.id)
        services.deliveries.send(letter.id, letter.next_at)
        deed = pages_of(read(services, new, "form.pdf"))[0]

    assert f"Issuedinplaceof{old.number}," in deed
    assert "DeedofHandoverofArchives" in deed
    assert mailer.sent[0].subject == f"Receipt {new.number}: deed of handover ({new.facts['digests'][0]['number']})"
    assert "they may be released" not in mailer.sent[0].text
