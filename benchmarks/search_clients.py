"""One process of clients for `bench_search.py`: threads that ask the index in WORK; prints milliseconds as JSON."""

import json
import sys
import threading
import time
from pathlib import Path

from search_engines import Columns

ROUNDS = 5


def main() -> None:
    work, threads = Path(sys.argv[1]), int(sys.argv[2])
    asked = json.loads((work / "questions.json").read_text("utf-8"))["faceted"]
    engine = Columns(work)
    engine.faceted(asked[0])
    times: list[float] = []

    def ask() -> None:
        for words in asked * ROUNDS:
            start = time.perf_counter()
            engine.faceted(words)
            times.append((time.perf_counter() - start) * 1000)

    running = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    json.dump(times, sys.stdout)


if __name__ == "__main__":
    main()
