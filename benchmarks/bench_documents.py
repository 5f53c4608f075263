"""How fast documents are printed, in CPU time of one process. Prints JSON.

`list`: pages of a transfer list for each CPU second (at least 100), and the process's greatest RSS (at most 200 MB).
`form`: CPU milliseconds of a form in two copies, over plain reportlab drawing the same words of the same pages.
"""

import argparse
import json
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archives.documents.printer import VENDORED_FONTS, PdfPrinter
from archives.ports import CarrierDigest, FormColumn, FormSignature, TransferForm, TransferListRow

TITLES = (
    "关于印发《档案移交与接收工作规程（试行）》的通知",
    "国务院办公厅关于进一步做好电子文件归档和电子档案移交工作有关问题的复函",
    "关于同意设立市档案数据资源管理中心的批复",
    "2024 年度档案安全风险隐患排查整改情况报告",
)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PAGE = re.compile(rb"/Type /Page\b")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the printing of documents.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--smoke", action="store_true", help="a few rows, once: does it run at all?")
    options = parser.parse_args()
    rows, rounds = (200, 1) if options.smoke else (options.rows, options.rounds)
    printer = PdfPrinter()
    report = {"list": measure_list(printer, rows), "form": measure_form(printer, rounds)}
    json.dump(report, sys.stdout, indent=2)
    print()


def measure_list(printer: PdfPrinter, rows: int) -> dict[str, float]:
    """Print one list in a process that has loaded no font yet."""
    form = transfer(rows)
    begun = time.process_time()
    pdf = printer.transfer_list(form)
    seconds = time.process_time() - begun
    pages = len(PAGE.findall(pdf))
    return {
        "rows": rows,
        "pages": pages,
        "cpu_seconds": round(seconds, 3),
        "pages_per_cpu_second": round(pages / seconds, 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "bytes": len(pdf),
    }


def measure_form(printer: PdfPrinter, rounds: int) -> dict[str, float]:
    """Print one form over and over, and its words again without a table, alternating."""
    form = transfer(0)
    words = spoken(form)
    pdfmetrics.registerFont(TTFont("bare", str(VENDORED_FONTS / "NotoSerifSC_400Regular.ttf")))
    printer.transfer_form(form)
    bare(words)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(milliseconds(lambda: printer.transfer_form(form)))
        theirs.append(milliseconds(lambda: bare(words)))
    mine, plain = statistics.median(ours), statistics.median(theirs)
    return {"cpu_ms": round(mine, 1), "bare_reportlab_cpu_ms": round(plain, 1), "ratio": round(mine / plain, 2)}


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def bare(pages: Sequence[Sequence[str]]) -> bytes:
    """Draw words below each other, with one font, as little as reportlab can do."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    for words in pages:
        canvas.setFont("bare", 10)
        for line, word in enumerate(words):
            canvas.drawString(60, 800 - 12 * line, word)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def spoken(form: TransferForm) -> list[list[str]]:
    """Return about the words that the pages of the form show: values, and labels of the same length."""
    columns = [form.unit, form.archive]
    signed = [signature for column in columns for signature in (column.filler, column.reviewer, column.seal)]
    checks = [text for side in columns for text in (side.accuracy, side.integrity, side.usability, side.security)]
    names = [f"{sign.name} {sign.signed_on} 内部签名，非第三方认证" for sign in signed if sign]
    values = [form.work_name, form.description, form.carrier_numbers, form.carrier_kind, form.manifest_sha256]
    labels = [
        "电子档案移交与接收登记表",
        "移交电子档案数量",
        "移交载体类型、规格",
        "载体外观检验",
        "填表人（签名）",
    ] * 4
    digests = [part for sheet in form.digests for part in (sheet.number, sheet.description, sheet.digest)]
    return [values + labels + checks + names, labels[:5] + digests] * 2


def transfer(rows: int) -> TransferForm:
    return TransferForm(
        number="JS-2026-7K4M",
        fonds="0128",
        work_name="0128 全宗 2024 年度文书类电子档案第 3 批移交",
        description="2024 年度形成的文书类、会计类电子档案，格式为 OFD、PDF/A、XML；在线移交，封装摘要算法 SHA-256。",
        item_count=rows,
        volume_count=268,
        gigabytes="1234.567",
        carrier_numbers="SIP-0001 至 SIP-0004",
        carrier_kind="在线",
        unit=column("市发展和改革委员会"),
        archive=column("市档案馆"),
        digests=[CarrierDigest(f"SIP-000{n}", "文书类电子档案", "SHA-256", SHA256, "1.000") for n in range(1, 5)],
        manifest_sha256=SHA256,
        rows=[row(number) for number in range(1, rows + 1)],
        issued_at=datetime(2026, 11, 22, 14, 30, tzinfo=timezone(timedelta(hours=8))),
        language="zh-Hans",
    )


def column(party: str) -> FormColumn:
    signature = FormSignature("王小明", "2026-11-20", "electronic")
    checks = (
        "清单核对一致；内容、范围正确",
        "元数据必填项齐全",
        "格式识别 100%，抽检 5% 可读",
        "未检出病毒",
        "不适用（在线）",
    )
    return FormColumn(party, *checks, signature, signature, FormSignature(party, "2026-11-20", "electronic"))


def row(number: int) -> TransferListRow:
    return TransferListRow(
        sequence=number,
        reference_code=f"0128-WS·2024-Y-BGS-{number:05}",
        document_number=f"发改办〔2024〕{number} 号",
        responsible_party="市发展和改革委员会",
        title=f"{TITLES[number % len(TITLES)]}（第 {number} 号）",
        formed_on=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        retention="permanent",
        pages=str(number % 90 + 1),
        files=number % 3 + 1,
        remark="附扫描件" if number % 7 == 0 else "",
    )


if __name__ == "__main__":
    main()
