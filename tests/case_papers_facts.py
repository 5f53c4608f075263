"""Papers of a case that the documents' tests print: a long list, a long name, a rare character."""

from dataclasses import replace
from datetime import datetime

from archives.ports import (
    CasePaper,
    FormSignature,
    PaperAct,
    PaperAnswer,
    PaperEvidence,
    PaperItem,
    PaperOfficer,
    PaperSheet,
)
from tests.documents_facts import BEIJING, LONG_NAME, MANIFEST

URL = f"https://archives.example.gov.cn/v/FW2026-2223-E?h={MANIFEST[:16]}"
OFFICERS = (PaperOfficer("吴检查", "岭执法9901-1"), PaperOfficer("朱䶮", "岭执法9901-2"))
LAW_45 = "《中华人民共和国档案法》第四十五条"
FIRE = PaperItem(
    number="WT2026-2223-E",
    kind="hazard",
    grade="major",
    place="一号库房",
    facts="库房两具灭火器压力低于绿区，逐月检查的记录自2026年3月起缺失。",
    basis=LAW_45,
    requirement="更换灭火器，逐月检查并登记。",
    measures="更换两具灭火器，建立台账。",
    responsible="李经办",
    planned_by="2026-12-10",
    done="已更换两具，台账已建立，责任到人。",
    recheck="passed",
    recheck_note="现场查看，压力在绿区。",
)
SHEET = PaperSheet(
    "档案库房“十防”检查表", "2026-1", (38, 2, 3, 0), (PaperAnswer("F1", "灭火器在有效期内，压力在绿区", "两具偏低"),)
)
ISSUED = datetime(2026, 11, 22, 14, 30, tzinfo=BEIJING)
SEAL = FormSignature("青山县档案局", "2026-11-22", "electronic")
BASE = CasePaper(
    kind="order",
    authority="青山县档案局",
    inspected="青山县财政局",
    case_number="XQ2026-2223-M",
    issued_at=ISSUED,
    language="zh-Hans",
    number="FW2026-2223-E",
    document_number="青档改〔2026〕1号",
    instrument="rectification_order",
    place="青山县",
    addressee="青山县财政局",
    inspection_kind="special",
    planned_on="2026-11-22",
    ground="年度检查计划",
    opened_at="2026-11-22 09:00",
    concluded_at="2026-11-22 11:40",
    sheet=SHEET,
    record="检查了一号库房、二号库房和档案管理台账；抽查2019年案卷20卷。",
    signed_by="王审核",
    officers=OFFICERS,
    items=(FIRE, replace(FIRE, number="WT2026-2224-D", facts="库房无温湿度记录。\U0002a6a5某")),
    bases=(LAW_45,),
    consequence="《中华人民共和国档案法》第四十八条第八项",
    objection="对本文书所载的事实、依据有异议的，可以向青山县档案局陈述、申辩。",
    remedy="对本通知不服的，可以自收到之日起六十日内依法向青山县人民政府申请行政复议，也可以自收到之日起六个月内"
    "依法向人民法院提起行政诉讼。复议、诉讼期间，本通知不停止执行。",
    order_number="青档改〔2026〕1号",
    ordered_on="2026-11-22",
    due_on="2026-12-22",
    first_due_on="2026-12-22",
    text="各项问题均已整改到位，后续逐月自查。",
    reported_on="2026-12-15",
    rechecked_on="2026-12-18",
    closed_on="2026-12-20",
    seal=SEAL,
    manifest_sha256=MANIFEST,
    verification_url=URL,
)
SIGNED = FormSignature("王审核", "2026-11-22", "")
ELECTRONIC = FormSignature("李经办", "2026-11-23", "electronic")
PAPERS = {
    "notice": replace(BASE, kind="inspection_notice", document_number="青档检〔2026〕1号", bases=(LAW_45,)),
    "site-record": replace(BASE, kind="site_record", document_number="", receiver=SIGNED, seal=None, instrument=""),
    "order": BASE,
    "delivery": replace(
        BASE, kind="delivery_receipt", document_number="", receiver=ELECTRONIC, served_at="2026-11-23 09:12", seal=None
    ),
    "report": replace(BASE, kind="rectification_report", document_number="", handler=ELECTRONIC, seal=None),
    "recheck": replace(BASE, kind="recheck_record", document_number="", handler=ELECTRONIC, seal=None, is_passed=True),
    "close-out": replace(BASE, kind="close_out_notice", document_number="青档销〔2026〕1号"),
    "proposal": replace(
        BASE,
        kind="proposal_letter",
        document_number="青档建〔2026〕1号",
        addressee="青山县人民政府",
        text="建议对直接负责的主管人员给予警告处分。",
    ),
}
PROOF = PaperEvidence("WT2026-2223-E", "现场.jpg", "灭火器压力表", 20_480, MANIFEST, "2026-11-22", "吴检查")
ACT = PaperAct("2026-11-22 14:30", "OrderIssued", "郑局长", "")
PAPERS["case-file"] = replace(
    BASE,
    kind="case_file",
    document_number="",
    number="FW2026-222A-C",
    seal=None,
    enclosed=tuple(replace(each, sha256=MANIFEST) for each in PAPERS.values()),
    evidence=(PROOF, replace(PROOF, name="整改后.jpg", caption="")),
    acts=(ACT, replace(ACT, kind="OrderAcknowledged", actor="李经办"), replace(ACT, kind="OrderClosedOut")),
)
MANY = replace(
    BASE,
    inspected=LONG_NAME,
    addressee=LONG_NAME,
    authority=LONG_NAME,
    seal=replace(SEAL, name=LONG_NAME),
    answers_for=LONG_NAME,
    items=tuple(replace(FIRE, number=f"WT2026-22{n:02}-E", facts=FIRE.facts * (1 + n % 3)) for n in range(30)),
)


def spoken(paper, language):
    """The same paper in another language, and all that it encloses."""
    return replace(paper, language=language, enclosed=[spoken(each, language) for each in paper.enclosed])
