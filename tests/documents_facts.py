"""The transfer that the documents' tests print, and ways to read what was printed."""

import subprocess
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from archives.ports import (
    Attachment,
    BoxLabel,
    CarrierDigest,
    CarrierLabel,
    CheckReport,
    CheckReportRow,
    DeedHolding,
    DeedSide,
    FindingAid,
    FormColumn,
    FormSignature,
    HandListRow,
    HandoverDeed,
    LabelSheets,
    PropertySums,
    ReturnNotice,
    ReturnReason,
    TransferForm,
    TransferListRow,
)

BEIJING = timezone(timedelta(hours=8))
MANIFEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PACKAGE = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
LONG_NAME = "某省某市" + "发展改革与数据资源管理工作领导小组办公室" * 4 + "委"  # 85 characters


def signed(name, method="electronic", on="2026-11-20"):
    return FormSignature(name, on, method)


UNIT = FormColumn(
    party="市发展和改革委员会",
    accuracy="清单核对 326/326 一致",
    integrity="元数据必填项齐全",
    usability="格式识别 100%，抽检 5% 可读",
    security="未检出病毒",
    carrier="不适用（在线）甲",
    filler=signed("𠮷野明"),
    reviewer=signed("朱䶮", method="wet_ink"),
    seal=signed("市发展和改革委员会公章"),
)
ARCHIVE = FormColumn(
    party="市档案馆",
    accuracy="逐件复核 326/326 一致",
    integrity="内容与元数据关联完整",
    usability="抽检 5% 可读",
    security="隔离区复检未检出",
    carrier="不适用（在线）乙",
    filler=signed("钟𬭼", on="2026-11-21"),
    reviewer=signed("李梅", on="2026-11-21"),
    seal=signed("市档案馆接收专用章", on="2026-11-22"),
)
FORM = TransferForm(
    number="JS-2026-7K4M",
    fonds="0128",
    work_name="0128 全宗 2024 年度第 3 批移交",
    description="2024 年度形成的文书类电子档案，格式为 OFD 和 PDF/A；在线移交。经办人𠮷野明。",
    item_count=12345,
    volume_count=268,
    gigabytes="1234.567",
    carrier_numbers="SIP-0001 至 SIP-0012",
    carrier_kind="在线",
    unit=UNIT,
    archive=ARCHIVE,
    digests=[CarrierDigest("SIP-0001", "文书类 2024 年", "SHA-256", PACKAGE, "102.880")],
    manifest_sha256=MANIFEST,
    rows=[
        TransferListRow(
            sequence=number,
            reference_code=f"0128-WS·2024-Y-BGS-{number:04}",
            document_number=f"发改〔2024〕{number} 号",
            responsible_party="市发展和改革委员会",
            title="关于印发《档案移交与接收工作规程（试行）》的通知" * (1 + number % 2),
            formed_on="2024-05-14",
            retention="permanent",
            pages="12",
            files=2,
            remark="附扫描件" if number == 3 else "",
        )
        for number in range(1, 51)
    ],
    issued_at=datetime(2026, 11, 22, 14, 30, tzinfo=BEIJING),
    language="zh-Hans",
)
RECEIPT = replace(
    FORM,
    verification_url="https://archives.example.org/v/JS-2026-7K4M?h=9f86d081884c7d65",
    attachments=[
        Attachment("manifest.json", "application/json", '{"transfer":"𠮷"}'.encode(), "Data", "移交清单"),
        Attachment("manifest.csv", "text/csv", b"name,sha256\r\n", "Alternative", "移交清单（表格）"),
    ],
)
LONG = replace(
    RECEIPT,
    unit=replace(UNIT, party=LONG_NAME, seal=replace(UNIT.seal, name=LONG_NAME)),
    archive=replace(ARCHIVE, party=LONG_NAME),
    work_name=LONG_NAME,
    description="文书类、会计类电子档案及其元数据，在线移交，经办人\U0002a6a5某；" * 120,
    digests=[CarrierDigest(f"SIP-{number:04}", "文书类", "SHA-256", PACKAGE, "1.000") for number in range(60)],
)
HIGH_ROWS = replace(RECEIPT, rows=[replace(FORM.rows[0], title="长题名" * 2000), *FORM.rows])
VOLUMES = [
    HandListRow(
        sequence=number,
        reference_code=f"0128-002-{number:04}",
        document_number="",
        responsible_party="",
        title="关于农村电价调整的请示、批复及调查材料",
        dates="19980105–19981130",
        classification="",
        retention="permanent",
        pages="186",
        remark="",
    )
    for number in range(1, 61)
]
ITEMS = [
    HandListRow(
        sequence=number,
        reference_code=f"0128-WS·1999-Y-BGS-{number:04}",
        document_number=f"计价〔1999〕{number} 号",
        responsible_party="市计划委员会",
        title="关于核定城区自来水价格的通知",
        dates="19990514",
        classification="",
        retention="permanent",
        pages="3",
        remark="原件一页破损，附𠮷野某说明" if number == 2 else "",
    )
    for number in range(1, 13)
]
DEED = HandoverDeed(
    number="JS-2026-7K4M",
    fonds="0128 市发展和改革委员会",
    nature="transfer",
    years="1998—1999",
    moved_on="2026-11-22",
    giver=DeedSide(
        "市发展和改革委员会", signed("王立"), signed("𠮷野明", method="wet_ink"), signed("市发展和改革委员会公章")
    ),
    taker=DeedSide("市档案馆", signed("周馆"), signed("李梅"), signed("市档案馆接收专用章", on="2026-11-22")),
    holdings=[DeedHolding("文书档案（纸质）", "60", "12", "1.8", ""), DeedHolding("照片档案", "", "", "", "240 张")],
    finding_aids=[FindingAid("案卷目录", "2 套"), FindingAid("全宗指南", "1 份")],
    statement="全宗内 1998 至 1999 年度文书档案，系统整理，已逐卷清点；随附全宗介绍、组织沿革。",
    opinion="经逐卷清点，与目录相符，同意接收。",
    volumes=VOLUMES,
    items=ITEMS,
    issued_at=FORM.issued_at,
    language="zh-Hans",
    verification_url=RECEIPT.verification_url,
)
REPORT = CheckReport(
    number="YJ-2026-0007-2",
    fonds="0128",
    transfer_name=FORM.work_name,
    unit="市发展和改革委员会",
    archive="市档案馆",
    side="archive",
    round=2,
    rulebook="cn-2026.1",
    started_at=datetime(2026, 11, 21, 9, 0, 5, tzinfo=BEIJING),
    finished_at=datetime(2026, 11, 21, 9, 12, 40, tzinfo=BEIJING),
    records=326,
    files=652,
    gigabytes="102.880",
    sums=[
        PropertySums("authenticity", 12, 11, 0, 0, 0, 0, 1),
        PropertySums("integrity", 14, 12, 1, 1, 0, 0, 0),
        PropertySums("usability", 11, 11, 0, 0, 0, 0, 0),
        PropertySums("security", 9, 6, 0, 0, 2, 1, 0),
    ],
    findings=[
        CheckReportRow(
            rule="YJ-2-3",
            name="元数据与内容关联",
            outcome="failed",
            reference_code="0128-WS·2024-Y-BGS-0017",
            title="关于𠮷野项目的批复",
            message="元数据所列文件不存在：正文.ofd",
            decision="",
        ),
        CheckReportRow("YJ-2-9", "总件数相符", "warning", "", "", "目录 326 件，说明文件写 325 件", ""),
        CheckReportRow("YJ-4-1", "病毒", "manual_review", "", "", "须由人工认定", "通过，李梅，隔离区复检未检出"),
    ],
    is_passed=False,
    checker=signed("李梅"),
    manifest_sha256=MANIFEST,
    issued_at=FORM.issued_at,
    language="zh-Hans",
)
NOTICE = ReturnNotice(
    number="TH-2026-0003",
    fonds="0128",
    transfer_name=FORM.work_name,
    unit="市发展和改革委员会",
    archive="市档案馆",
    round=2,
    returned_on="2026-11-22",
    due_on="2026-12-06",
    reasons=[
        ReturnReason(
            rule="YJ-2-3",
            reference_code="0128-WS·2024-Y-BGS-0017",
            title="关于𠮷野项目的批复",
            reason="元数据所列文件不存在：正文.ofd",
            remedy="补交正文，或改正元数据",
        ),
        ReturnReason("YJ-2-9", "", "", "目录 326 件，说明文件写 325 件", "核对后改正说明文件"),
    ],
    note="其余 325 件合格，已锁定。",
    handler=signed("李梅"),
    seal=signed("市档案馆接收专用章", on="2026-11-22"),
    issued_at=FORM.issued_at,
    language="zh-Hans",
)
BOXES = LabelSheets(
    number="JS-2026-7K4M",
    archive="市档案馆",
    labels=[
        BoxLabel(
            fonds_number="0128",
            fonds_name="市发展和改革委员会",
            category="文书",
            year="1999",
            retention="permanent",
            series="办公室𠮷",
            first_number=f"{30 * number + 1:04}",
            last_number=f"{30 * number + 30:04}",
            items=30,
            box_number=f"{number + 1}",
            remark="含照片 2 张" if number == 1 else "",
        )
        for number in range(3)
    ],
    issued_at=FORM.issued_at,
    language="zh-Hans",
)
CARRIERS = replace(
    BOXES,
    labels=[
        CarrierLabel(
            carrier_number=f"0128-GP-{number:04}",
            fonds_number="0128",
            fonds_name="市发展和改革委员会",
            content="2024 年度文书类电子档案",
            kind="BD-R 25 GB 档案级",
            gigabytes="20.480",
            items=326,
            set_name="第一套（封存）",
            made_on="2026-11-20",
            maker="市发展和改革委员会",
            checker="𠮷野明",
            environment="任何能读 UDF 2.50、OFD、PDF/A 的系统",
            algorithm="SHA-256",
            digest=PACKAGE,
        )
        for number in range(1, 6)
    ],
)
DOCUMENTS = {
    "form": lambda printer, language: printer.transfer_form(replace(RECEIPT, language=language, is_demo=True)),
    "blank": lambda printer, language: printer.transfer_form(unsigned(replace(FORM, language=language))),
    "long": lambda printer, language: printer.transfer_form(replace(LONG, language=language)),
    "list": lambda printer, language: printer.transfer_list(replace(RECEIPT, language=language, is_demo=True)),
    "empty list": lambda printer, language: printer.transfer_list(replace(FORM, language=language, rows=[])),
    "deed": lambda printer, language: printer.handover_deed(replace(DEED, language=language)),
    "mixed": lambda printer, language: printer.mixed_form(
        replace(RECEIPT, language=language), replace(DEED, language=language, is_demo=True)
    ),
    "check report": lambda printer, language: printer.check_report(replace(REPORT, language=language)),
    "return notice": lambda printer, language: printer.return_notice(replace(NOTICE, language=language)),
    "box labels": lambda printer, language: printer.box_labels(replace(BOXES, language=language)),
    "carrier labels": lambda printer, language: printer.carrier_labels(replace(CARRIERS, language=language)),
    "high rows": lambda printer, language: printer.transfer_list(replace(HIGH_ROWS, language=language)),
}


def unsigned(form):
    """The same form, for the wet-ink route."""
    nobody = {"filler": None, "reviewer": None, "seal": None}
    return replace(form, unit=replace(form.unit, **nobody), archive=replace(form.archive, **nobody))


def pages_of(pdf):
    """The words of each page, without the spaces and breaks that setting them brings."""
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def pictures_of(pdf, folder: Path, resolution=60):
    """Grey pictures of the pages, made by poppler."""
    (folder / "document.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-png", "-r", str(resolution), "document.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return sorted(folder.glob("page-*.png"))
