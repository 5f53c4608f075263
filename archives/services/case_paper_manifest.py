"""The facts of a paper as they travel inside of it: canonical, so that the same facts have the same digest."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from archives.domain.canonical import canonical_json, plain
from archives.domain.case_paper import TYPE
from archives.ports import (
    CasePaper,
    FormSignature,
    PaperAct,
    PaperAnswer,
    PaperEvidence,
    PaperItem,
    PaperOfficer,
    PaperSheet,
)

_LISTS = {"officers": PaperOfficer, "items": PaperItem, "acts": PaperAct, "evidence": PaperEvidence}
_SIGNED = ("handler", "receiver", "seal")
_OUTSIDE = ("attachments", "verification_url", "manifest_sha256")
"""What is no fact, but follows from the facts."""
_NAMES = frozenset(field.name for field in fields(CasePaper))


def facts_of(paper: CasePaper, issuer_id: UUID) -> dict[str, Any]:
    """Return the facts in JSON's own types, with what they are and whose seal they bear."""
    told: Any = plain({"type": TYPE, "authority_id": issuer_id, **_told(paper)})
    return dict(told)


def manifest_of(facts: Mapping[str, Any]) -> bytes:
    """Return the file manifest.json of a paper."""
    return canonical_json(facts).encode()


def digest_of(facts: Mapping[str, Any]) -> str:
    """Return the SHA-256 of manifest.json, in hexadecimal."""
    return hashlib.sha256(manifest_of(facts)).hexdigest()


def paper_of(facts: Mapping[str, Any]) -> CasePaper:
    """Return what is printed of such facts; what a later edition may add is left out."""
    told = {name: value for name, value in facts.items() if name in _NAMES}
    told |= {name: [made(**each) for each in told.get(name, ())] for name, made in _LISTS.items()}
    told |= {name: FormSignature(**told[name]) if told.get(name) else None for name in _SIGNED}
    told["sheet"] = _sheet(told.get("sheet"))
    told["enclosed"] = [paper_of(each) for each in told.get("enclosed", ())]
    return CasePaper(**{**told, "issued_at": datetime.fromisoformat(facts["issued_at"])})


def _sheet(told: Mapping[str, Any] | None) -> PaperSheet | None:
    if told is None:
        return None
    return PaperSheet(**{**told, "unmet": [PaperAnswer(**each) for each in told["unmet"]]})


def _told(paper: CasePaper) -> dict[str, Any]:
    bare = replace(paper, attachments=())
    told = {name: value for name, value in asdict(bare).items() if name not in _OUTSIDE}
    return {**told, "enclosed": [_enclosed(each) for each in paper.enclosed]}


def _enclosed(paper: CasePaper) -> dict[str, Any]:
    """Return the facts of a paper in a case file, which keep the address printed on it."""
    return {**_told(paper), "verification_url": paper.verification_url}
