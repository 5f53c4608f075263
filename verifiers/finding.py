"""What was looked at, and what was found: a stable code, a verdict, and the facts that its words tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

GOOD, BAD, OPEN = "good", "bad", "open"
"""OPEN: it cannot be said here, or is told only; it spoils nothing."""


@dataclass(frozen=True)
class Finding:
    """`point` is what was looked at: file, seals, changes, manifest, table, proof, checkpoint, standing, files."""

    point: str
    code: str
    verdict: str
    facts: Mapping[str, str] = field(default_factory=dict)


def good(point: str, code: str, **facts: str) -> Finding:
    """Return that it is as it should be."""
    return Finding(point, code, GOOD, facts)


def bad(point: str, code: str, **facts: str) -> Finding:
    """Return that it is not."""
    return Finding(point, code, BAD, facts)


def told(point: str, code: str, **facts: str) -> Finding:
    """Return that it cannot be said here."""
    return Finding(point, code, OPEN, facts)


def is_good(findings: Sequence[Finding]) -> bool:
    """Tell whether nothing is wrong."""
    return not any(each.verdict == BAD for each in findings)
