"""Papers of an inspection and of a case: numbered with their act, drawn after it, sealed, stored once."""

import hashlib
import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pikepdf
import pytest
from sqlalchemy import select

from api.jobs.handlers import HANDLERS, reconcile
from archives.domain.errors import FrozenError, NotFoundError, NotPermittedError, StaleVersionError
from archives.domain.hazard import FindingKind
from archives.domain.inspection import InspectionKind
from archives.domain.permission import WORKER, Permission, Scope
from archives.domain.rectification import EscalationKind
from archives.domain.sealing import RevocationReason
from archives.domain.vocabulary import Role
from archives.models import Event, Job
from archives.services.case_paper_manifest import paper_of
from archives.services.rectification import Escalation, Issue
from tests import cased_house
from tests.cased_house import bytes_of, draw_all, papers
from tests.documents_facts import pages_of
from tests.factories import cast as write_cast
from tests.inspecting import (
    HAZARD,
    REPOSITORY,
    act,
    answer,
    conclude,
    find,
    issued,
    on_site,
    order,
    photo,
    propose,
    recheck,
    rectify,
    step,
)
from tests.pdfa_lint import lint

closed, cased = cased_house.closed, cased_house.cased
OF_ORDER = ["order", "delivery_receipt", "rectification_report", "recheck_record", "close_out_notice", "case_file"]


@pytest.fixture
def people(house):
    return write_cast(house)


def visits(house, actor, inspection_id):
    with house.open(actor) as services:
        return {str(each.kind): each for each in services.case_papers.of_inspection(inspection_id)}


def text_of(house, paper):
    """Return what stands on a stored paper."""
    return "".join(pages_of(bytes_of(house, paper))).replace("\n", "")


def said_on(house, paper):
    """Return what will stand on a paper that is still to be drawn, or stood on it: printed from its facts alone."""
    return "".join(pages_of(house.outside.printer.case_paper(paper_of(paper.facts)))).replace("\n", "")


# --- of a case that went all its way ---


def test_d35_every_act_of_a_case_has_its_paper(closed, cased):
    made = papers(cased, WORKER, closed.order.id)
    seen = visits(cased, WORKER, closed.inspection.id)

    assert list(made) == OF_ORDER
    assert list(seen) == ["inspection_notice", "site_record"]
    assert {each.issuer for each in (*made.values(), *seen.values())} == {"青山县档案局"}
    assert seen["inspection_notice"].document_number == "青档检〔2026〕1号"
    assert made["close_out_notice"].document_number == "青档销〔2026〕1号"
    assert [made[kind].document_number for kind in ("delivery_receipt", "recheck_record", "case_file")] == ["", "", ""]


def test_d35_the_order_says_basis_facts_requirement_last_day_and_where_to_object(closed, cased):
    pdf = bytes_of(cased, papers(cased, WORKER, closed.order.id)["order"])

    said = "".join(pages_of(pdf)).replace("\n", "")
    assert lint(pdf) == []
    for part in (
        *("责令限期整改通知书", "青档改〔2026〕1号", "青山县财政局：", "库房两具灭火器压力低于绿区"),
        *("更换灭火器并逐月检查", "《中华人民共和国档案法》第四十五条", "2026年12月22日前（含当日）"),
        *("岭执法9901-1", "岭执法9901-2", "第四十八条第八项", "向青山县档案局陈述、申辩"),
        *("向青山县人民政府申请行政复议", "六个月内依法向人民法院提起行政诉讼", "内部签名，非第三方认证"),
    ):
        assert part in said, part


def test_what_was_done_stands_on_the_forms(closed, cased):
    made = papers(cased, WORKER, closed.order.id)

    receipt, report = text_of(cased, made["delivery_receipt"]), text_of(cased, made["rectification_report"])
    looked = text_of(cased, made["recheck_record"])
    assert "在本系统内电子签收送达时间2026-11-2212:00收件人（签名）李经办" in receipt
    assert "更换并建立台账" in report
    assert "已更换两具" in report
    assert "单位负责人（签名）王审核" in report
    assert "通过现场查看复查结论各项均已整改到位，复查通过。" in looked


def test_every_paper_is_sealed_by_the_authority_and_proved_in_the_log(closed, cased):
    made = papers(cased, WORKER, closed.order.id)

    for paper in made.values():
        pdf = bytes_of(cased, paper)
        seal = cased.outside.signature_checker.check(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            manifest = opened.attachments["manifest.json"].get_file().read_bytes()
            proof = json.loads(opened.attachments["proof.json"].get_file().read_bytes())
        leaf = json.loads(proof["leaf"])
        assert (seal.is_good, [each.role for each in seal.seals]) == (True, ["authority"])
        assert seal.seals[0].signer == "青山县档案局"
        assert hashlib.sha256(manifest).hexdigest() == paper.facts_sha256 == leaf["facts"]["manifest_sha256"]
        assert (leaf["kind"], leaf["facts"]["number"]) == ("CasePaperDrawnUp", paper.number)
        assert hashlib.sha256(pdf).hexdigest() == paper.pdf_sha256


def test_the_case_file_is_numbered_throughout_and_holds_the_originals(closed, cased):
    made = papers(cased, WORKER, closed.order.id)
    pdf = bytes_of(cased, made["case_file"])
    pages = [page.replace("\n", "") for page in pages_of(pdf)]

    assert lint(pdf) == []
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1))
    index = pages[1]
    for title in (
        "检查通知书",
        "现场检查笔录",
        "责令限期整改通知书",
        "送达回证",
        "整改情况报告",
        "复查记录",
        "销号通知书",
    ):
        place = next(number for number, page in enumerate(pages[2:], 3) if page.startswith(title))
        assert f"{title}2026-11-22{place}" in index, title
    assert f"7件文书，0件证据，共{len(pages)}页" in pages[0]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        name = f"{made['order'].number}-order.pdf"
        assert opened.attachments[name].get_file().read_bytes() == bytes_of(cased, made["order"])
        assert len(opened.attachments) == 9
    assert made["order"].pdf_sha256 in "".join(pages)


def test_the_same_facts_give_the_same_bytes_and_what_is_stored_is_never_drawn_again(closed, cased):
    made = papers(cased, WORKER, closed.order.id)["order"]
    before = bytes_of(cased, made)

    with cased.open(WORKER) as services:
        drawn = services.case_papers._drawn(services.case_papers.get(made.id))
        assert cased.outside.printer.case_paper(drawn) == cased.outside.printer.case_paper(drawn)
        services.case_papers.draw(made.id)

    assert bytes_of(cased, made) == before
    assert draw_all(cased) == 0


def test_d40_the_inspected_see_what_was_shown_to_them_and_nobody_else_does(closed, cased):
    people = closed.people

    assert list(papers(cased, people.clerk, closed.order.id)) == OF_ORDER[:-1]
    assert list(papers(cased, people.authority_officer, closed.order.id)) == OF_ORDER
    assert list(visits(cased, people.clerk, closed.inspection.id)) == ["inspection_notice", "site_record"]
    for stranger in ("other_clerk", "archivist", "neighbour_inspector", "system_admin"):
        with pytest.raises(NotFoundError):
            papers(cased, getattr(people, stranger), closed.order.id)


def test_the_fixity_check_reads_papers_too(closed, cased):
    made = papers(cased, WORKER, closed.order.id)["order"]
    with cased.open(WORKER) as services:
        assert services.fixity.check_all().faults == ()
    stored = next(path for path in (cased.settings.home / "store").rglob("paper.pdf") if str(made.id) in str(path))
    stored.chmod(0o600)
    stored.write_bytes(b"other")

    def faults():
        with cased.open(WORKER) as services:
            return [str(made.id) in fault for fault in services.fixity.check_all().faults]

    assert faults() == [True]
    shutil.rmtree(next(path for path in stored.parents if path.name.endswith(str(made.id))))
    assert faults() == [True]


def test_a_case_file_is_gathered_anew_only_when_something_has_happened(closed, cased):
    people = closed.people

    def gathered():
        with cased.open(people.authority_officer) as services:
            return services.case_papers.compile_file(closed.order.id).number

    first = papers(cased, WORKER, closed.order.id)["case_file"].number
    assert gathered() == first
    answer(cased, people.approver, "appeal", closed.order.id, "已向青山县人民政府申请行政复议")
    second = gathered()
    assert second != first
    assert gathered() == second
    assert draw_all(cased) == 1
    assert "已向青山县人民政府申请行政复议" in text_of(cased, papers(cased, WORKER, closed.order.id)["case_file"])
    with cased.open(people.clerk) as services, pytest.raises(NotPermittedError):
        services.case_papers.compile_file(closed.order.id)


# --- on the way ---


def test_a_paper_is_written_with_its_act_and_drawn_by_the_worker(either_house):
    people = write_cast(either_house)
    made = issued(either_house, people)

    waiting = papers(either_house, people.clerk, made.id)["order"]
    with either_house.open(WORKER) as services:
        with pytest.raises(NotFoundError):
            services.case_papers.open(waiting)
        kinds = list(services.work.session.scalars(select(Job.kind).where(Job.key == f"paper:{waiting.id}")))
    assert (waiting.printed_at, kinds) == (None, ["paper"])

    assert draw_all(either_house) == 3
    assert papers(either_house, people.clerk, made.id)["order"].printed_at is not None


def test_the_worker_takes_up_what_was_stored_before_a_crash(house, people):
    made = issued(house, people)
    waiting = papers(house, WORKER, made.id)["order"]
    with house.open(WORKER) as services:
        services.case_papers._print(services.case_papers.get(waiting.id))  # stored; the row does not know yet
        before = house.outside.store.find(f"urn:uuid:{waiting.id}")
        reconcile(services)

        HANDLERS["paper"].run(services, {"paper_id": str(waiting.id)}, lambda *_: None)

        after = services.case_papers.get(waiting.id)
    assert after.inventory_digest == before.inventory_digest
    assert hashlib.sha256(bytes_of(house, after)).hexdigest() == after.pdf_sha256


def test_of_two_who_draw_one_paper_the_first_is_stored_and_the_second_takes_it(house, people):
    waiting = papers(house, WORKER, issued(house, people).id)["order"]
    start = Barrier(2)

    def draw(_):
        with house.open(WORKER) as services:
            start.wait(30)
            try:
                return services.case_papers.draw(waiting.id).pdf_sha256
            except StaleVersionError:  # the row was written by the other: the job comes again
                return services.case_papers.draw(waiting.id).pdf_sha256

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(draw, range(2))

    assert first == second == hashlib.sha256(bytes_of(house, waiting)).hexdigest()


def test_the_authority_s_certificate_is_renewed_and_withdrawn_by_its_name(closed, cased):
    with cased.open(closed.people.security_admin) as services:
        before = next(each for each in services.seals.issued() if each.name == "青山县档案局")
        renewed = services.seals.renew("青山县档案局")
        revoked = services.seals.revoke(before.serial, RevocationReason.KEY_COMPROMISE)

    assert renewed.body_id == before.body_id
    assert revoked.revocation is not None
    paper = papers(cased, WORKER, closed.order.id)["order"]
    assert cased.outside.signature_checker.check(bytes_of(cased, paper)).codes == ("certificate_revoked",)


def test_facts_are_those_of_the_act_whatever_changes_before_it_is_drawn(house, people):
    made = issued(house, people)
    answer(house, people.clerk, "acknowledge", made.id)
    with house.open(people.authority_officer) as services:
        seen = services.rectification.get(made.id).version
        services.rectification.extend(made.id, seen, date(2027, 1, 22), "物资未到")

    assert "2026年12月22日前" in said_on(house, papers(house, WORKER, made.id)["order"])


def test_an_order_without_a_number_of_its_own_gets_the_next_of_the_series(house, people):
    found = [replace(HAZARD, facts=f"隐患{n}") for n in (1, 2)]
    inspection = on_site(house, people)
    rows = [find(house, people, inspection, each) for each in found]
    opinion = find(house, people, inspection, replace(HAZARD, kind=FindingKind.WORK_PROBLEM, grade=None))
    conclude(house, people, inspection)
    drawn = [order(house, people, row) for row in (*rows, opinion)]

    made = [act(house, people.authority_officer, "issue", each.id, Issue("", date(2026, 12, 22))) for each in drawn]

    assert [each.document_number for each in made] == ["青档改〔2026〕1号", "青档改〔2026〕2号", "青档意〔2026〕1号"]
    said = said_on(house, papers(house, WORKER, made[2].id)["order"])
    assert "检查意见书" in said
    assert "行政复议" not in said
    assert "第四十八条" not in said


def test_d37_a_proposal_goes_to_the_employer_and_past_the_inspected(house, people, clock):
    made = issued(house, people, due_on=date(2026, 11, 25))
    clock.move(days=5)
    proposal = Escalation(EscalationKind.SANCTION_PROPOSAL, "青山县人民政府", "建议给予直接负责的主管人员警告处分。")
    act(house, people.authority_officer, "escalate", made.id, proposal)
    act(house, people.authority_officer, "escalate", made.id, replace(proposal, kind=EscalationKind.CIRCULAR))

    letter = papers(house, WORKER, made.id)["proposal_letter"]
    said = said_on(house, letter)

    assert "proposal_letter" not in papers(house, people.approver, made.id)
    assert [each for each in papers(house, WORKER, made.id)] == ["order", "proposal_letter"]  # noqa: C416 -- kinds
    assert (letter.addressee, letter.document_number) == ("青山县人民政府", "青档建〔2026〕1号")
    assert "青山县人民政府：" in said
    assert "建议给予直接负责的主管人员警告处分。" in said
    assert "实施条例》第四十六条" in said
    assert "书面回复青山县档案局" in said


def test_each_round_has_its_report_and_its_recheck(house, people):
    made = issued(house, people)
    rectify(house, people, made.id)
    recheck(house, people, made.id, passed=False, until=date(2027, 1, 10))
    rectify(house, people, made.id)
    recheck(house, people, made.id)
    with house.open(WORKER) as services:
        made_of = [each for each in services.case_papers.of_order(made.id) if each.kind == "recheck_record"]
    first, second = (said_on(house, each) for each in made_of)

    assert [each.ordinal for each in made_of] == [1, 2]
    assert "第1轮" in first
    assert "复查未通过，继续整改。整改期限：2027年1月10日。" in first
    assert "第2轮" in second
    assert "复查通过" in second


def test_how_an_order_was_served_stands_on_its_delivery_receipt(house, people):
    made = issued(house, people)
    act(house, people.authority_officer, "note_service", made.id, "留置送达，见证人李某")

    said = said_on(house, papers(house, WORKER, made.id)["delivery_receipt"])

    assert "送达方式留置送达，见证人李某" in said
    assert f"送达人（签名）{people.authority_officer.name}" in said


def test_a_revoked_order_is_marked_on_its_paper_alone(house, people):
    made = issued(house, people)
    answer(house, people.clerk, "acknowledge", made.id)
    act(house, people.authority_officer, "revoke", made.id, "事实有误")

    found = papers(house, WORKER, made.id)

    assert (found["order"].revoked_at is not None, found["delivery_receipt"].revoked_at) == (True, None)
    with house.open(WORKER) as services:
        told = select(Event).where(Event.subject_id == found["order"].id, Event.kind == "CasePaperRevoked")
        assert services.work.session.scalar(told) is not None


def test_a_cancelled_inspection_takes_its_notice_with_it(house, people):
    planned = propose(house, people)
    step(house, people.inspector, "notify", planned.id)

    step(house, people.inspector, "cancel", planned.id, "改期")

    assert visits(house, people.clerk, planned.id)["inspection_notice"].revoked_at is not None


def test_the_authority_of_the_officer_who_acts_issues_the_paper(house, people):
    city = Permission(Role.AUTHORITY, Scope(jurisdictions=frozenset({people.city.path})))
    above = replace(people.authority_officer, permissions=frozenset({city}))
    inspection = on_site(house, people)
    found = find(house, people, inspection)
    conclude(house, people, inspection)
    made = act(house, above, "issue", order(house, people, found).id, Issue("", date(2026, 12, 22)))

    paper = papers(house, WORKER, made.id)["order"]

    assert visits(house, WORKER, inspection.id)["site_record"].issuer == "青山县档案局"
    assert (paper.issuer, paper.document_number) == ("云溪市档案主管部门", "云档改〔2026〕1号")
    assert "向云溪市人民政府申请行政复议" in said_on(house, paper)


def test_a_visit_on_a_lead_is_not_announced_on_paper(house, people):
    planned = propose(house, people, InspectionKind.ON_LEAD, ground="举报：库房堆放杂物")
    step(house, people.inspector, "open", planned.id)
    conclude(house, people, planned)

    assert list(visits(house, WORKER, planned.id)) == ["site_record"]


def test_an_archive_gets_papers_as_any_body_does(house, people):
    made = issued(house, people, body=(REPOSITORY, people.archive.id))

    assert list(papers(house, people.archivist, made.id)) == ["order"]
    assert "青山县档案馆：" in said_on(house, papers(house, WORKER, made.id)["order"])


# --- forms for the pen ---


def test_forms_for_the_pen_bear_neither_number_nor_seal(house, people):
    inspection = on_site(house, people)
    find(house, people, inspection)
    with house.open(people.inspector) as services:
        name, pdf = services.case_papers.draft_of_inspection(inspection.id, "site_record")
        again = services.case_papers.draft_of_inspection(inspection.id, "site_record")[1]

    said = "".join(pages_of(pdf)).replace("\n", "")
    assert (lint(pdf), pdf == again) == ([], True)
    assert name == f"{inspection.number}-site-record.pdf"
    assert "草稿，供现场签名；未编号，未签章。" in said
    assert "查验" not in said
    assert seals_of(house, pdf) == ("unsealed",)


def seals_of(house, pdf):
    return house.outside.signature_checker.check(pdf).codes


def test_the_form_of_the_report_is_for_the_inspected_the_others_are_not(house, people):
    made = issued(house, people)
    inspection = on_site(house, people)

    def forms(actor):
        with house.open(actor) as services:
            case = services.case_papers
            of_order, visit = services.rectification.get(made.id), services.inspections.get(inspection.id)
            return [str(each) for each in (*case.drafts(visit), *case.drafts(of_order))]

    assert forms(people.inspector) == ["site_record", "delivery_receipt", "rectification_report"]
    assert forms(people.clerk) == ["rectification_report"]
    with house.open(people.clerk) as services, pytest.raises(FrozenError):
        services.case_papers.draft_of_inspection(inspection.id, "site_record")
    with house.open(people.clerk) as services:
        assert lint(services.case_papers.draft_of_order(made.id, "rectification_report", "en")[1]) == []


def test_evidence_is_listed_with_its_digest(house, people):
    made = issued(house, people)
    with house.open(people.clerk) as services:
        services.evidence.attach("rectification_order", made.id, photo("整改后.jpg"), "灭火器")
    with house.open(people.inspector) as services:
        services.case_papers.compile_file(made.id)
    draw_all(house)

    said = said_on(house, papers(house, WORKER, made.id)["case_file"])

    assert "整改后.jpg灭火器" in said
    assert hashlib.sha256(b"\xff\xd8\xff photo").hexdigest() in said
