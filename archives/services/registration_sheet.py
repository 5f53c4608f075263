"""The error sheet of a list: one row for each finding, with the cells of its row beside it."""

import json
from collections.abc import Callable, Iterator, Sequence

from archives.services.registration_check import BATCH
from archives.services.registration_staging import Finding

Say = Callable[[Finding], str]
"""Tells a finding in the reader's words."""


def error_sheet(
    read: Callable[[int, int], Sequence[Finding]], cells_of: Callable[[int], Sequence[str]], say: Say
) -> Iterator[Sequence[str]]:
    """Yield the heading and a row for each finding, in the order in which they were found."""
    yield ("row", "column", "code", "severity", "value", "message", "cells")
    after = 0
    while findings := read(after, BATCH):
        after = findings[-1].id
        for each in findings:
            cells = json.dumps(list(cells_of(each.row)), ensure_ascii=False)
            yield (str(each.row), each.label, each.code, each.severity, each.value, say(each), cells)
