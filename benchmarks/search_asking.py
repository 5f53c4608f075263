"""One engine of `bench_search.py` in a process of its own: builds its index, or answers line by line.

`build ENGINE WORK DOCUMENTS [bare]` prints what the build took; bare, of documents without their texts. `answer ENGINE
WORK` opens the index as the build left it and then takes commands as lines of JSON: `{"ask": kind, "question": ...}` is
answered with milliseconds of CPU (all threads, the best of some rounds), `{"update": [first, last]}` with milliseconds
by the wall clock and of CPU until visible.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from search_engines import ENGINES

from archives.ports import SearchDocument

ROUNDS = 5


def main() -> None:
    task, name, work = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    engine = ENGINES[name](work)
    if task == "build":
        print(json.dumps(built(engine, work, int(sys.argv[4]), bare=sys.argv[5:] == ["bare"])))
        return
    engine.open()
    for line in sys.stdin:
        command = json.loads(line)
        found = updated(engine, work, command) if "update" in command else asked(engine, command)
        print(json.dumps(found), flush=True)


def built(engine: Any, work: Path, count: int, *, bare: bool) -> dict[str, object]:  # noqa: ANN401 -- of ENGINES
    """Build the index; the time to read the documents is taken off."""
    reading = time.process_time()
    for _ in read(work, count):
        pass
    reading = time.process_time() - reading
    wall, cpu = time.perf_counter(), time.process_time()
    engine.build(replace(each, text="") if bare else each for each in read(work, count))
    cpu, wall = time.process_time() - cpu - reading, time.perf_counter() - wall
    return {
        "documents": count,
        "bare": bare,
        "build_per_cpu_s": round(count / cpu, 1),
        "build_per_s": round(count / wall, 1),
        "index_mb": round(sum(each.stat().st_size for each in engine.directory.rglob("*") if each.is_file()) / 1e6, 1),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def asked(engine: Any, command: dict[str, Any]) -> dict[str, float]:  # noqa: ANN401
    """Ask some times; return the best."""
    ask, question, times = getattr(engine, command["ask"]), command["question"], []
    for _ in range(ROUNDS):
        start = time.process_time_ns()
        hits = ask(question)
        times.append((time.process_time_ns() - start) / 1e6)
    return {"ms": min(times), "hits": hits}


def updated(engine: Any, work: Path, command: dict[str, Any]) -> dict[str, float]:  # noqa: ANN401
    """Change documents of the corpus, and ask once that they are seen."""
    first, last = command["update"]
    changed = [replace(each, title=f"改 {each.title}") for each in list(read(work, last))[first:]]
    start, cpu = time.perf_counter(), time.process_time()
    engine.update(changed)
    return {"ms": (time.perf_counter() - start) * 1000, "cpu_ms": (time.process_time() - cpu) * 1000}


def read(work: Path, count: int) -> Iterator[SearchDocument]:
    """Yield the first documents of the corpus."""
    with (work / "documents.jsonl").open(encoding="utf-8") as file:
        for _, line in zip(range(count), file, strict=False):
            yield SearchDocument(**json.loads(line))


if __name__ == "__main__":
    main()
