"""Search beside tantivy, SQLite FTS5 and Whoosh as it comes: the same documents, tokens and questions. Prints JSON.

Each engine runs in a process of its own and is asked on the index as the build left it. Times are milliseconds of CPU
(all threads), so that a busy machine does not change the ratios. `targets` says which line of the table is met.
Whoosh as it comes is given fewer documents, which flatters it.
"""

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from search_documents import documents
from search_engines import ENGINES, dump
from search_texts import content

from archives.ports import SearchDocument

KINDS = ("term", "phrase", "english", "both", "faceted", "by_date", "prefix", "page_50")
ROUNDS = 5
WARM = 5


def main() -> None:
    options = _options()
    if options.engine:
        json.dump(measured(options), sys.stdout)
        return
    with tempfile.TemporaryDirectory(prefix="bench-search-", dir=options.directory) as work:
        _write(Path(work), options)
        engines = {name: _child(name, work, options) for name in options.engines.split(",")}
        report = {"documents": options.documents, "texts": not options.metadata, "engines": engines}
        if "columns" in engines and "tantivy" in engines:
            report["targets"] = targets(engines)
        report["together"] = together(work) if options.clients else None
    json.dump(report, sys.stdout, indent=2)


def measured(options: argparse.Namespace) -> dict[str, object]:
    """Build and ask one engine; runs in its own process."""
    work = Path(options.work)
    count = options.whoosh if options.engine == "whoosh" else options.documents
    engine = ENGINES[options.engine](work)
    reading = time.process_time()
    for _ in _read(work, count):
        pass
    reading = time.process_time() - reading
    wall, cpu = time.perf_counter(), time.process_time()
    engine.build(_read(work, count))
    cpu, wall = time.process_time() - cpu - reading, time.perf_counter() - wall
    report = {
        "build_per_cpu_s": round(count / cpu, 1),
        "build_per_s": round(count / wall, 1),
        "index_mb": round(sum(each.stat().st_size for each in engine.directory.rglob("*") if each.is_file()) / 1e6, 1),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    questions = json.loads((work / "questions.json").read_text("utf-8"))
    report |= {kind: _asked(getattr(engine, kind), questions[kind]) for kind in KINDS}
    return report | (_updated(engine, work, count) if engine.update else {})


def _asked(ask: Callable[[Any], int], questions: list[Any]) -> dict[str, float]:
    for question in questions[:WARM]:
        ask(question)
    times = []
    for question in questions:
        each = []
        for _ in range(ROUNDS):
            start = time.process_time_ns()
            ask(question)
            each.append((time.process_time_ns() - start) / 1e6)
        times.append(min(each))
    times.sort()
    return {"p50": round(times[len(times) // 2], 4), "p95": round(times[int(len(times) * 0.95)], 4)}


def _updated(engine: Any, work: Path, count: int) -> dict[str, float]:  # noqa: ANN401 -- one of ENGINES
    changed = [replace(each, title=f"改 {each.title}") for each in _read(work, min(1100, count))]
    times = []
    for document in changed[:15]:
        start = time.perf_counter()
        engine.update([document])
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    engine.update(changed[-1000:])
    return {
        "update_one_ms": round(statistics.median(times) * 1000, 2),
        "update_1000_s": round(time.perf_counter() - start, 2),
    }


def targets(engines: dict[str, dict]) -> dict[str, object]:
    """Return each line of the table: the ratio reached, what it should be, and whether it is met."""
    ours, tantivy = engines["columns"], engines["tantivy"]
    lines = {"build/tantivy": (ours["build_per_cpu_s"] / tantivy["build_per_cpu_s"], ">=", 1)}
    for kind in ("term", "phrase", "english"):
        lines[f"{kind} p95/tantivy"] = (ours[kind]["p95"] / tantivy[kind]["p95"], "<=", 5)
        if "fts5" in engines:
            lines[f"{kind} p95/fts5"] = (ours[kind]["p95"] / engines["fts5"][kind]["p95"], "<=", 0.1)
    lines["faceted p50/tantivy"] = (ours["faceted"]["p50"] / tantivy["faceted"]["p50"], "<=", 2)
    if "whoosh" in engines:
        stock = engines["whoosh"]
        lines["build/whoosh"] = (ours["build_per_cpu_s"] / stock["build_per_cpu_s"], ">=", 15)
        lines["faceted p50/whoosh"] = (ours["faceted"]["p50"] / stock["faceted"]["p50"], "<=", 0.01)
    lines["index size/tantivy"] = (ours["index_mb"] / tantivy["index_mb"], "<=", 2)
    lines["update_one_ms"] = (ours["update_one_ms"], "<=", 20)
    lines["update_1000_s"] = (ours["update_1000_s"], "<=", 1)
    return {name: _line(*line) for name, line in lines.items()}


def _line(reached: float, sign: str, bound: float) -> dict[str, object]:
    met = reached >= bound if sign == ">=" else reached <= bound
    return {"is": round(reached, 4), "wanted": f"{sign} {bound}", "met": met}


def together(work: str) -> dict[str, object]:
    """Ask with 8 clients in 2 processes of 4 threads, over one index; p95 by the wall clock."""
    alone = _clients(work, processes=1, threads=1)
    many = _clients(work, processes=2, threads=4)
    return {"alone_p95_ms": alone, "together_p95_ms": many, "ratio": round(many / alone, 2), "wanted": "< 3"}


def _clients(work: str, *, processes: int, threads: int) -> float:
    command = [sys.executable, str(Path(__file__).with_name("search_clients.py")), work, str(threads)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    times = sorted(each for process in running for each in json.loads(process.communicate()[0]))
    return round(times[int(len(times) * 0.95)], 3)


def _child(name: str, work: str, options: argparse.Namespace) -> dict[str, Any]:
    given = ["--engine", name, "--work", work, "--documents", str(options.documents), "--whoosh", str(options.whoosh)]
    done = subprocess.run([sys.executable, __file__, *given], check=True, stdout=subprocess.PIPE, text=True)
    print(name, done.stdout[:400], file=sys.stderr)
    return json.loads(done.stdout)


def _write(work: Path, options: argparse.Namespace) -> None:
    chosen = set(random.Random(7).sample(range(options.documents), min(options.documents, 600)))
    some = []
    with (work / "documents.jsonl").open("w", encoding="utf-8") as file:
        for number, document in enumerate(documents(options.documents, texts=not options.metadata)):
            file.write(dump(document))
            if number in chosen:
                some.append(document)
    (work / "questions.json").write_text(json.dumps(_questions(some), ensure_ascii=False), "utf-8")


def _questions(some: list[SearchDocument]) -> dict[str, list]:
    """Return 60 questions of each kind, out of the documents: what is frequent prevails."""
    chance = random.Random(8)
    found: dict[str, list] = {kind: [] for kind in KINDS}
    for document in some:
        written = content(document).lower()
        runs = [run for run in re.findall("[\u4e00-\u9fff]+", written) if len(run) > 4]
        latin = re.findall("[a-z]{4,}", written)
        if latin:
            found["english"].append(chance.choice(latin))
        if not runs:
            continue
        pieces = [_piece(chance, runs, size) for size in (2, 4, 2, 2)]
        found["term"].append(pieces[0])
        found["phrase"].append(pieces[1])
        found["both"].append(pieces[2:])
        found["prefix"].append(document.unit_number[: chance.choice((4, 7, 12))])
    for kind in ("faceted", "by_date", "page_50"):
        found[kind] = found["term"]
    return {kind: asked[:60] for kind, asked in found.items()}


def _piece(chance: random.Random, runs: list[str], size: int) -> str:
    run = chance.choice(runs)
    start = chance.randrange(len(run) - size + 1)
    return run[start : start + size]


def _read(work: Path, count: int) -> Iterator[SearchDocument]:
    with (work / "documents.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number == count:
                return
            yield SearchDocument(**json.loads(line))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--metadata", action="store_true", help="descriptions without texts, for a million of them")
    parser.add_argument("--whoosh", type=int, default=1000, help="documents for Whoosh as it comes")
    parser.add_argument("--engines", default="columns,tantivy,fts5,whoosh")
    parser.add_argument("--clients", action="store_true", help="ask also with 8 clients in 2 processes")
    parser.add_argument("--directory", default=None)
    parser.add_argument("--smoke", action="store_true", help="so few that only errors show")
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.smoke:
        options.documents, options.whoosh, options.clients = 200, 50, True
    return options


if __name__ == "__main__":
    main()
