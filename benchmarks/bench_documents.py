"""How fast documents are printed, in CPU time of one process. Prints JSON.

`list`: pages of a transfer list for each CPU second (at least 100 untagged), and the process's greatest RSS until then
(at most 200 MB). `tagged_list`: the longest list that is tagged; no gate. `form`: CPU milliseconds of a receipt in two
copies, PDF/A-3a, with tags, code and both attachments, over plain reportlab drawing the same pages (at most 1.5).
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from io import BytesIO

import pikepdf
from bare_drawing import Yardstick, read_pages

from archives.documents.printer import TAGGED_ROWS, VENDORED_FONTS, PdfPrinter
from archives.ports import Attachment, CarrierDigest, FormColumn, FormSignature, TransferForm, TransferListRow

TITLES = (
    "关于印发《档案移交与接收工作规程（试行）》的通知",
    "国务院办公厅关于进一步做好电子文件归档和电子档案移交工作有关问题的复函",
    "关于同意设立市档案数据资源管理中心的批复",
    "2024 年度档案安全风险隐患排查整改情况报告",
)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FILE = '{"kind":"content","name":"0128-WS·2024-Y-BGS-00001.ofd","sha256":"' + SHA256 + '","size":102400},'
ATTACHED_FILES = 500


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the printing of documents.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--smoke", action="store_true", help="a few rows, once: does it run at all?")
    options = parser.parse_args()
    rows, rounds = (200, 1) if options.smoke else (options.rows, options.rounds)
    printer = PdfPrinter()
    report = {
        "list": measure_list(printer, rows),
        "tagged_list": measure_list(printer, min(rows, TAGGED_ROWS)),
        "form": measure_form(printer, rounds),
    }
    json.dump(report, sys.stdout, indent=2)
    print()


def measure_list(printer: PdfPrinter, rows: int) -> dict[str, float]:
    """Print one list; the first one finds no font loaded yet."""
    form = transfer(rows)
    begun = time.process_time()
    pdf = printer.transfer_list(form)
    seconds = time.process_time() - begun
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    return {
        "rows": rows,
        "pages": pages,
        "cpu_seconds": round(seconds, 3),
        "pages_per_cpu_second": round(pages / seconds, 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "bytes": len(pdf),
    }


def measure_form(printer: PdfPrinter, rounds: int) -> dict[str, float]:
    """Print receipts, each with a code of its own, and one of them again without all that, alternating."""
    yardstick = Yardstick(read_pages(printer.transfer_form(receipt(0))), VENDORED_FONTS)
    ours, theirs = [], []
    for number in range(1, rounds + 1):
        form = receipt(number)
        ours.append(milliseconds(lambda form=form: printer.transfer_form(form)))
        theirs.append(yardstick.measure())
    yardstick.close()
    mine, plain = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    return {"cpu_ms": round(mine, 1), "bare_reportlab_cpu_ms": round(plain, 1), "ratio": round(ratio, 2)}


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def receipt(number: int) -> TransferForm:
    manifest = ("[" + FILE * ATTACHED_FILES + "0]").encode()
    table = b"1,item,1-1,,,2024-05-14,permanent,0128-WS.ofd,102400," + SHA256.encode() + b"\r\n"
    attachments = [
        Attachment("manifest.json", "application/json", manifest, "Data", "移交清单"),
        Attachment("manifest.csv", "text/csv", table * ATTACHED_FILES, "Alternative", "移交清单的表格形式"),
    ]
    url = f"https://archives.example.org/v/JS-2026-{number:04}?h=9f86d081884c7d65"
    return replace(transfer(0), verification_url=url, attachments=attachments)


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
