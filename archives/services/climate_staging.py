"""What lies beside the database of a list of readings: the list, its good rows, what is wrong with the others.

Two files of JSON lines, written once by the check and read from the top: a check that was broken off begins anew.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from archives.services.climate_readings import NewReading
from archives.services.registration_staging import Finding, Staging


class ReadingsStaging:
    """The directory of one list."""

    def __init__(self, home: Path, import_id: UUID) -> None:
        self._staging = Staging(home, import_id)
        self.source = self._staging.source
        self.directory = self._staging.directory
        self._good, self._findings = self.directory / "good.jsonl", self.directory / "findings.jsonl"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other process from working on the same list."""
        with self._staging.alone():
            yield

    @contextmanager
    def writing(self) -> Iterator["Written"]:
        """Begin anew: whatever an earlier check wrote is gone."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with self._good.open("w", encoding="utf-8") as good, self._findings.open("w", encoding="utf-8") as findings:
            yield Written(good, findings)

    def remove(self) -> None:
        """Remove all of it."""
        self._staging.remove()

    def good(self, size: int) -> Iterator[Sequence[NewReading]]:
        """Yield the good rows, so many at once."""
        with self._good.open(encoding="utf-8") as lines:
            while batch := [_reading(line) for line in islice(lines, size)]:
                yield batch

    def findings(self, after: int, limit: int) -> list[tuple[Finding, Sequence[str]]]:
        """Return what was found after the finding of that id, with the cells of its row."""
        if not self._findings.exists():
            return []
        with self._findings.open(encoding="utf-8") as lines:
            numbered = enumerate(islice(lines, after, after + limit), after + 1)
            return [_finding(number, line) for number, line in numbered]


class Written:
    """The two files while a check writes them."""

    def __init__(self, good: IO[str], findings: IO[str]) -> None:
        self._good, self._findings = good, findings

    def keep(self, reading: NewReading) -> None:
        """Keep a good row."""
        at = reading.measured_at.isoformat()
        line = [str(reading.room_id), at, reading.temperature, reading.humidity, reading.sensor]
        self._good.write(json.dumps(line) + "\n")

    def say(self, finding: Finding, cells: Sequence[str]) -> None:
        """Keep what was found wrong."""
        self._findings.write(json.dumps([asdict(finding), list(cells)]) + "\n")


def _reading(line: str) -> NewReading:
    room, at, temperature, humidity, sensor = json.loads(line)
    return NewReading(UUID(room), datetime.fromisoformat(at), temperature, humidity, sensor)


def _finding(number: int, line: str) -> tuple[Finding, Sequence[str]]:
    told, cells = json.loads(line)
    facts: dict[str, Any] = told
    return replace(Finding(**facts), id=number), cells
