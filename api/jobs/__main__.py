"""`python -m api.jobs`: the worker over the home of the environment, until SIGTERM or SIGINT."""

import logging
import os
import signal

from api.bootstrap import build
from api.jobs.memory import settle_memory
from api.jobs.worker import Worker
from config import Settings


def main() -> None:
    """Work; the present steps are finished before the end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    house = build(Settings.load(os.environ))
    worker = Worker(house)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, worker.stop)
    settle_memory()
    worker.run()
    house.close()


if __name__ == "__main__":
    main()
