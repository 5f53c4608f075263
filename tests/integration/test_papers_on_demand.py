"""Check reports, notices of return and labels: drawn from what is kept, archival, the same again whenever asked."""

from datetime import date

import pytest

from archives.domain.errors import InvalidInputError, NotFoundError
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Outcome, Side
from archives.services.labels import CarrierWish
from archives.services.transfer_life import Ground
from tests.documents_facts import pages_of
from tests.factories import cast
from tests.handover import act, check, plan, submit, three_records
from tests.pdfa_lint import lint


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def records(house, people):
    return three_records(house, people)


@pytest.fixture
def transfer(house, people, records):
    return plan(house, people)


def begin_unit_checks(house, people, transfer):
    act(house, people.clerk, "transfers", "begin_unit_checks", transfer.id)
    with house.open(WORKER) as services:
        return services.checks.run(services.checks.runs(transfer.id)[0].id).id


def report(house, actor, run_id, language="zh-Hans"):
    with house.open(actor) as services:
        return services.check_reports.document(run_id, language)[1]


def notice(house, actor, transfer_id, ordinal=1, language=""):
    with house.open(actor) as services:
        return services.return_notices.document(transfer_id, ordinal, language)[1]


def returned(house, people, transfer, *grounds):
    submit(house, people, transfer.id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    act(house, people.archivist, "reception", "return_for_correction", transfer.id, list(grounds))


def rename(house, people, record_id, title):
    with house.open(people.clerk) as services:
        services.records.describe(record_id, services.records.get(record_id).version, {"title": title})


# --- check reports ---


def test_the_report_says_who_checked_what_and_how_it_ended(house, people, transfer):
    run_id = begin_unit_checks(house, people, transfer)

    pdf = report(house, people.clerk, run_id)

    first, text = pages_of(pdf)[0], "".join(pages_of(pdf))
    assert lint(pdf) == []
    assert f"编号：{transfer.number}-J1" in first
    assert "检测范围3件（卷），2个文件，0.001GB" in first
    assert "检测结论未完成，尚有检测项待人工认定检测人（签名）李经办2026年11月22日" in first.replace("\n", "")
    assert "内部签名" not in first
    assert "YJ-4-1" in text
    assert "未连接病毒扫描程序，尚未检查病毒。" in text


def test_what_a_person_decided_is_in_the_report_and_the_same_run_gives_the_same_bytes(house, people, transfer, clock):
    run_id = begin_unit_checks(house, people, transfer)
    before = report(house, people.clerk, run_id)
    clock.move(hours=1)
    with house.open(people.clerk) as services:
        for finding in services.checks.open_questions(run_id):
            services.checks.decide(finding.id, Outcome.PASSED, "逐件看过")
    after = report(house, people.clerk, run_id)
    clock.move(days=3)

    assert report(house, people.clerk, run_id) == after != before
    assert "通过，李经办，逐件看过" in "".join(pages_of(after))
    assert "检测结论通过" in pages_of(after)[0]
    assert "2026-11-2213:00" in pages_of(after)[0]


def test_a_report_names_records_as_they_were_when_they_were_checked(either_house):
    house, people = either_house, cast(either_house)
    records = three_records(house, people)
    transfer = plan(house, people)
    with house.open(people.clerk) as services:
        services.records.describe(records[0], services.records.get(records[0]).version, {"title": "老财务档案"})
    run_id = begin_unit_checks(house, people, transfer)
    before = report(house, people.clerk, run_id)

    rename(house, people, records[0], "后来的题名")

    assert report(house, people.clerk, run_id) == before
    assert "A001-WS·2005-Y-0001老财务档案有2件题名相同。" in "".join(pages_of(before))


@pytest.mark.parametrize(("language", "said"), [("zh-Hant", "四性檢測報告"), ("en", "ReportoftheFour-PropertyCheck")])
def test_the_report_speaks_its_readers_language(house, people, transfer, language, said):
    run_id = begin_unit_checks(house, people, transfer)

    assert said in pages_of(report(house, people.clerk, run_id, language))[0]
    with pytest.raises(InvalidInputError):
        report(house, people.clerk, run_id, "tlh")


def test_there_is_no_report_of_a_run_that_is_not_done_nor_for_those_not_concerned(house, people, transfer):
    with house.open(people.clerk) as services:
        run = services.transfers.begin_unit_checks(transfer.id, transfer.version)
    with pytest.raises(NotFoundError):
        report(house, people.clerk, run.id)
    with house.open(WORKER) as services:
        services.checks.run(run.id)
    for stranger in (people.other_clerk, people.archivist, people.city_archivist):
        with pytest.raises(NotFoundError):
            report(house, stranger, run.id)


# --- notices of return ---


def test_a_notice_names_every_reason_and_stays_what_it_was(either_house, clock):
    house, people = either_house, cast(either_house)
    records = three_records(house, people)
    transfer = plan(house, people)
    grounds = (Ground("题名不完整", "YJ-2-4", records[1]), Ground("清单与说明不符"))
    returned(house, people, transfer, *grounds)
    before = notice(house, people.clerk, transfer.id)
    clock.move(days=30)
    rename(house, people, records[1], "关于二〇〇五年预算的批复")

    assert notice(house, people.archivist, transfer.id) == before
    (page,) = pages_of(before)
    assert lint(before) == []
    assert f"编号：{transfer.number}-T1全宗号：A001" in page
    assert "1A001-WS·2005-Y-0002关于预算的批复YJ-2-4题名不完整补正本件（卷）的著录或内容" in page
    assert "2（全批）清单与说明不符就全批补正" in page
    assert "有下列2项需要补正。补正后请重新提交" in page
    assert "陈管理2026年11月22日" in page


def test_each_return_has_its_notice_and_a_new_ground_is_said_to_be_the_directors(house, people, records, transfer):
    returned(house, people, transfer, Ground("题名不完整", "YJ-2-4", records[1]))
    with house.open(people.clerk) as services:
        (reason,) = services.transfer_lists.reasons(transfer.id)
        services.transfer_lists.mark_corrected(transfer.id, services.transfers.read(transfer.id).version, reason.id)
    submit(house, people, transfer.id)
    act(house, people.archivist, "reception", "begin_checks", transfer.id)
    check(house, people.archivist, transfer.id, Side.ARCHIVE)
    act(house, people.director, "reception", "return_for_correction", transfer.id, [Ground("缺附件")])

    with house.open(people.clerk) as services:
        told = [
            (each.ordinal, each.round, each.returned_by, each.reasons, each.on_new_ground)
            for each in services.return_notices.list(transfer.id)
        ]
    assert told == [(1, 1, "陈管理", 1, False), (2, 2, "周馆长", 1, True)]
    assert "题名不完整" in pages_of(notice(house, people.clerk, transfer.id, 1))[0]
    second = pages_of(notice(house, people.clerk, transfer.id, 2))[0]
    assert ("缺附件" in second, "题名不完整" in second) == (True, False)
    assert "含首次退回未列明的理由，由馆长决定退回。" in second
    with pytest.raises(NotFoundError):
        notice(house, people.clerk, transfer.id, 3)


def test_nobody_else_reads_a_notice(house, people, transfer):
    returned(house, people, transfer, Ground("缺附件"))

    for stranger in (people.other_clerk, people.city_archivist, people.system_admin):
        with pytest.raises(NotFoundError):
            notice(house, stranger, transfer.id)
    assert "NoticeofReturnforCorrection" in pages_of(notice(house, people.clerk, transfer.id, language="en"))[0]


# --- labels ---


def box(house, people, record_id, number):
    with house.open(people.clerk) as services:
        services.boxes.put(record_id, services.records.get(record_id).version, number, "2 库 3 架")


def test_the_label_of_a_box_says_what_lies_in_it(house, people, records, transfer):
    box(house, people, records[2], "12")

    with house.open(people.clerk) as services:
        (boxed,) = services.labels.boxes_of_transfer(transfer.id)
        name, pdf = services.labels.print_boxes_of_transfer(transfer.id, [boxed.id])

    (page,) = pages_of(pdf)
    assert name == f"{transfer.number}-boxes.pdf"
    assert lint(pdf) == []
    for said in ("全宗号A001", "年度2005", "保管期限永久", "起止件号0003—0003", "件数1", "盒号12"):
        assert said in page, said


def test_the_archive_prints_labels_of_boxes_once_it_sees_what_lies_in_them(either_house):
    house, people = either_house, cast(either_house)
    records = three_records(house, people)
    box(house, people, records[2], "12")
    transfer, fonds = plan(house, people), people.finance_fonds.id
    with house.open(people.archivist) as services:
        assert services.labels.boxes(fonds) == []

    submit(house, people, transfer.id)

    with house.open(people.archivist) as services:
        (boxed,) = services.labels.boxes(fonds)
        assert (boxed.number, boxed.place, boxed.label.items) == ("12", "2 库 3 架", 1)
        with pytest.raises(NotFoundError):
            services.labels.print_boxes(fonds, [transfer.id])

    act(house, people.clerk, "transfers", "withdraw", transfer.id, "再核对")

    with house.open(people.archivist) as services:
        assert services.labels.boxes(fonds) == []
    with house.open(people.clerk) as services:
        assert [each.number for each in services.labels.boxes(fonds)] == ["12"]
    with house.open(people.other_clerk) as services, pytest.raises(NotFoundError):
        services.labels.print_boxes(fonds)


def test_each_set_of_carriers_has_its_label_with_the_digest_that_was_signed(house, people, transfer):
    submit(house, people, transfer.id)
    wish = CarrierWish(kind="BD-R 25 GB", sets=2, made_on=date(2026, 11, 20), checker="李经办")

    with house.open(people.clerk) as services:
        signed = services.transfers.read(transfer.id).package_sha256
        name, pdf = services.labels.print_carriers(transfer.id, wish)

    text = "".join(pages_of(pdf))
    assert name == f"{transfer.number}-carriers.pdf"
    assert lint(pdf) == []
    assert (text.count(signed), text.count("BD-R25GB")) == (2, 2)
    for said in (f"{transfer.number}-1", f"{transfer.number}-2", "第一套（封存保管）", "第二套（查阅利用）"):
        assert said in text, said
    assert "制作日期2026年11月20日" in text
    assert "数量2件，0.001GB" in text  # the third record is on paper, without a file


def test_carriers_have_no_label_before_their_package_was_signed(house, people, transfer):
    with house.open(people.clerk) as services, pytest.raises(InvalidInputError) as refused:
        services.labels.print_carriers(transfer.id, CarrierWish(sets=4))

    assert [problem.code for problem in refused.value.problems] == ["out_of_range", "package_unsigned"]
