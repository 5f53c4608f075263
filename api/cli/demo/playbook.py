"""The steps of a demo that were played, and what they found: kept in the home, so that none is played twice."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from archives.domain.errors import DuplicateError

FILE_NAME = "demo.json"


class Playbook:
    """The notes of one demo in one home. An interrupted step is played again; each step bears that."""

    def __init__(self, home: Path, play: dict[str, str], say: Callable[[str], None]) -> None:
        self._path, self._say = home / FILE_NAME, say
        self._notes: dict[str, Any] = self._read() or {"play": play, "facts": {}, "seconds": {}}
        if self._notes["play"] != play:
            text = f"Another demo was played in {home}: {self._notes['play']}. Choose another home."
            raise DuplicateError(text, kind="demo", value=str(self._notes["play"]), where=str(home))

    @property
    def is_begun(self) -> bool:
        """Tell whether anything was played here before."""
        return self._path.exists()

    @property
    def seconds(self) -> dict[str, float]:
        """Return how long each step took when it was played."""
        return dict(self._notes["seconds"])

    def begin(self) -> None:
        """Note that this home is of a demo, before the first step."""
        self._write()

    def step(self, name: str, play: Callable[[], Any]) -> Any:  # noqa: ANN401 -- JSON
        """Play a step, unless it was played; return what it found, as JSON keeps it."""
        if name not in self._notes["facts"]:
            self._say(name)
            begun = perf_counter()
            self._notes["facts"][name] = play()
            self._notes["seconds"][name] = round(perf_counter() - begun, 2)
            self._write()
        return self._notes["facts"][name]

    def _read(self) -> dict[str, Any] | None:
        return json.loads(self._path.read_text("utf-8")) if self._path.exists() else None

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(self._notes, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
