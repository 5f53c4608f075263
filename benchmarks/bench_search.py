"""Search beside tantivy, SQLite FTS5 and Whoosh as it comes: the same documents, tokens and questions. Prints JSON.

Each engine is a process of its own and is asked on the index as the build left it, question by question in turn, so
that a busy machine hits all alike. Times are milliseconds of CPU (all threads); an update and clients side by side are
measured by the wall clock. `targets` says which line of the table is met.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from search_documents import documents
from search_engines import ENGINES, dump
from search_targets import targets
from search_texts import content

from archives.ports import SearchDocument

KINDS = ("term", "phrase", "english", "both", "faceted", "by_date", "prefix", "page_50")
WARM = 5
QUESTIONS = 60
SINGLE, MANY = 25, 1000  # updates
CALM = 5  # rounds with clients, of which the quietest counts


def main() -> None:
    options = _options()
    with ExitStack() as stack:
        work = Path(options.work or stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-search-")))
        work.mkdir(exist_ok=True)
        if not (work / "questions.json").exists():
            _write(work, options)
        names = options.engines.split(",")
        engines = {name: _built(name, work, options) for name in names}
        together = _together(work) if options.clients else None
        for name, measured in _measured(work, names, options.documents).items():
            engines[name] |= measured
    report = {"documents": options.documents, "texts": not options.metadata, "engines": engines}
    if {"columns", "tantivy"} <= set(engines):
        report["targets"] = targets(engines)
    json.dump(report | {"together": together}, sys.stdout, indent=2)


def _built(name: str, work: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Return what the build took, now or when the index in `--work` was built."""
    known = work / f"{name}.json"
    if not known.exists():
        count = min(options.whoosh or options.documents, options.documents) if name == "whoosh" else options.documents
        more = ["bare"] if name == "whoosh" and options.bare else []
        done = subprocess.run(_child("build", name, work, str(count), *more), check=True, stdout=subprocess.PIPE)
        known.write_bytes(done.stdout)
    print(name, known.read_text("utf-8"), file=sys.stderr)
    return dict(json.loads(known.read_text("utf-8")))


def _measured(work: Path, names: list[str], count: int) -> dict[str, dict[str, Any]]:
    """Ask all engines, each question in turn; then change documents."""
    questions = json.loads((work / "questions.json").read_text("utf-8"))
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    with ExitStack() as stack:
        running = {name: stack.enter_context(_answering(name, work)) for name in names}
        for kind in KINDS:
            times = _asked(running, kind, questions[kind])
            for name, each in times.items():
                found[name][kind] = {"p50": each[len(each) // 2], "p95": each[int(len(each) * 0.95)]}
        changing = {name: engine for name, engine in running.items() if ENGINES[name].update}
        for name, each in _updated(changing, count).items():
            found[name] |= each
    return found


def _asked(running: Mapping[str, Any], kind: str, questions: list[Any]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in running}
    for place, question in enumerate((*questions[:WARM], *questions)):
        for name, engine in running.items():
            answer = _told(engine, ask=kind, question=question)
            if place >= WARM:
                times[name].append(round(answer["ms"], 4))
    return {name: sorted(each) for name, each in times.items()}


def _updated(running: Mapping[str, Any], count: int) -> dict[str, dict[str, float]]:
    singles: dict[str, list[dict[str, float]]] = {name: [] for name in running}
    for place in range(min(SINGLE, count)):
        for name, engine in running.items():
            singles[name].append(_told(engine, update=[place, place + 1]))
    many = {name: _told(engine, update=[max(count - MANY, 0), count]) for name, engine in running.items()}
    return {
        name: {
            "update_one_ms": round(statistics.median(each["ms"] for each in singles[name]), 2),
            "update_one_cpu_ms": round(statistics.median(each["cpu_ms"] for each in singles[name]), 2),
            "update_1000_s": round(many[name]["ms"] / 1000, 2),
            "update_1000_cpu_s": round(many[name]["cpu_ms"] / 1000, 2),
        }
        for name in running
    }


def _told(engine: Any, **command: object) -> dict[str, float]:  # noqa: ANN401 -- Engine
    engine.stdin.write(json.dumps(command) + "\n")
    engine.stdin.flush()
    return dict(json.loads(engine.stdout.readline()))


@contextmanager
def _answering(name: str, work: Path) -> Iterator[Any]:
    with subprocess.Popen(
        _child("answer", name, work), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as engine:
        yield engine
        assert engine.stdin is not None
        engine.stdin.close()


def _child(task: str, name: str, work: Path, *more: str) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("search_asking.py")), task, name, str(work), *more]


def _together(work: Path) -> dict[str, object]:
    """Ask with 8 clients in 2 processes of 4 threads, over one index; p95 by the wall clock, of the quietest round."""
    rounds = [(_clients(work, processes=1, threads=1), _clients(work, processes=2, threads=4)) for _ in range(CALM)]
    alone, many = map(min, zip(*rounds, strict=True))
    return {"alone_p95_ms": alone, "together_p95_ms": many, "ratio": round(many / alone, 2), "wanted": "< 3"}


def _clients(work: Path, *, processes: int, threads: int) -> float:
    command = [sys.executable, str(Path(__file__).with_name("search_clients.py")), str(work), str(threads)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    times = sorted(each for process in running for each in json.loads(process.communicate()[0]))
    return round(times[int(len(times) * 0.95)], 3)


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
    """Return questions of each kind, out of the documents: what is frequent prevails."""
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
    return {kind: asked[:QUESTIONS] for kind, asked in found.items()}


def _piece(chance: random.Random, runs: list[str], size: int) -> str:
    run = chance.choice(runs)
    start = chance.randrange(len(run) - size + 1)
    return run[start : start + size]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--metadata", action="store_true", help="descriptions without texts, for a million of them")
    parser.add_argument("--whoosh", type=int, help="give Whoosh as it comes only so many: 20,000 take it ten minutes")
    parser.add_argument(
        "--bare", action="store_true", help="and those without their texts, which flatters it: a minute"
    )
    parser.add_argument("--engines", default="columns,tantivy,fts5,whoosh")
    parser.add_argument("--clients", action="store_true", help="ask also with 8 clients in 2 processes")
    parser.add_argument("--work", help="keep corpus and indexes in this directory, and take what is there already")
    parser.add_argument("--smoke", action="store_true", help="so few that only errors show")
    options = parser.parse_args()
    if options.smoke:
        options.documents, options.whoosh, options.clients = 200, 50, True
    return options


if __name__ == "__main__":
    main()
