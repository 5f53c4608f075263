"""Verifies a receipt or a paper of a case, and says what was looked at, by which trust, and what was found."""

import argparse
import hashlib
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pikepdf

from verifiers import contents, log, paper, seals, words
from verifiers.contents import Manifest
from verifiers.finding import Finding, bad, good, is_good, told
from verifiers.paper import Paper
from verifiers.seals import Seals
from verifiers.trust import NoTrustError, Trust

GOOD, NOT_GOOD, BAD_USE = 0, 1, 2
CA, LOG_KEY, REVOKED = "ca.pem", "log.vkey", "ca.crl"


def verify(data: bytes, trust: Trust, files: Path | None = None) -> list[Finding]:
    """Return all findings about the bytes of a file; never raises on what they are."""
    if code := _no_pdf(data):
        return [bad("file", code)]
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            seen = seals.look(data, pdf, trust)
        found = _receipt_in(data[: seen.sealed])
    except seals.MALFORMED:
        return [bad("file", "unreadable")]
    if found is None:
        return [bad("file", "no_receipt"), *(_of_seals(seen, None, trust) if seen.seals else ())]
    return list(_of_receipt(found, seen, trust, files))


def main(words_given: Sequence[str]) -> int:
    """Verify what is named, print what was found, and return the exit code."""
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # what is wrong is said by its code
    asked = _asked(words_given)
    file: Path = asked.file
    beside = [file.parent, Path(sys.argv[0]).resolve().parent]
    try:
        data, trust = file.read_bytes(), _trusted(asked, beside)
    except (OSError, NoTrustError) as fault:
        print(fault, file=sys.stderr)
        return BAD_USE
    found = verify(data, trust, asked.files)
    print(_as_json(found, trust) if asked.json else _as_text(found, trust, asked.language))
    return GOOD if is_good(found) else NOT_GOOD


def _asked(words_given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Verify a receipt offline. Exit code 0 good, 1 not good, 2 bad use.")
    parser.add_argument("file", type=Path, help="the receipt: form.pdf or list.pdf; or a paper of a case")
    parser.add_argument("--ca", type=Path, help=f"certificate of the archive's CA (PEM); {CA} beside it without")
    parser.add_argument("--log-key", type=Path, help=f"verifier key of its log; {LOG_KEY} beside it without")
    parser.add_argument("--crl", type=Path, help=f"the CA's revocation list (DER); {REVOKED} beside it without")
    parser.add_argument("--files", type=Path, help="directory whose files are compared with the manifest")
    parser.add_argument("--language", choices=words.LANGUAGES, default=words.LANGUAGES[0])
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    return parser.parse_args(words_given)


def _trusted(asked: argparse.Namespace, beside: Sequence[Path]) -> Trust:
    if asked.files and not asked.files.is_dir():
        raise NoTrustError(f"{asked.files} is no directory")
    root = asked.ca or _beside(beside, CA, "--ca")
    key = asked.log_key or _beside(beside, LOG_KEY, "--log-key")
    revoked = (place / REVOKED for place in beside if (place / REVOKED).is_file())
    return Trust.read(root, key, asked.crl or next(revoked, None))


def _beside(places: Sequence[Path], name: str, option: str) -> Path:
    for place in places:
        if (place / name).is_file():
            return place / name
    raise NoTrustError(f"{name} lies neither beside the receipt nor beside this program: name it with {option}")


def _no_pdf(data: bytes) -> str:
    if not data:
        return "empty"
    return "" if data.startswith(b"%PDF-") else "not_pdf"


def _receipt_in(data: bytes) -> Paper | None:
    """Return what was sealed first, and so by all; None when it is no receipt."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return paper.read(pdf)
    except paper.NoReceiptError:
        return None


def _of_receipt(found: Paper, seen: Seals, trust: Trust, files: Path | None) -> Iterator[Finding]:
    manifest, faults = _manifest_of(found)
    is_paper = contents.is_paper(found.attachments.get("manifest.json"))
    yield good("file", "paper_read" if is_paper else "file_read", number=found.number)
    yield from _of_seals(seen, manifest, trust)
    yield from faults
    if not is_paper:
        yield from _of_table(found, manifest)
    proof = found.attachments.get("proof.json")
    if proof is None:
        yield bad("proof", "proof_missing")
    else:
        event = log.PAPER_EVENT if is_paper else log.EVENT
        yield from log.look(proof, (event, found.number, found.manifest_sha256), trust.key)
    yield told("standing", "standing_unknown")
    if files and manifest:
        yield from contents.compared(manifest, files)


def _of_seals(seen: Seals, manifest: Manifest | None, trust: Trust) -> Iterator[Finding]:
    bodies = manifest.bodies if manifest else {}
    for seal in seen.seals:
        facts = {"role": seal.role, "signer": seal.signer, "signed_at": seal.signed_at}
        is_theirs = not manifest or bodies.get(seal.role) == seal.body_id
        faults = seal.faults or (() if is_theirs else ("seal_of_other_body",))
        yield from (bad("seals", code, **facts) for code in faults)
        if not faults:
            yield good("seals", "seal_good", **facts)
        if seal.is_stamped:
            yield told("seals", "timestamp_not_judged", **facts)
    yield from _of_all_seals(seen, bodies, trust)


def _of_all_seals(seen: Seals, bodies: Mapping[str, str], trust: Trust) -> Iterator[Finding]:
    roles = [seal.role for seal in seen.seals]
    for code in seen.faults:
        yield bad("changes" if code == "changed_afterwards" else "seals", code)
    if contents.AUTHORITY in bodies:
        if roles and contents.AUTHORITY not in roles:
            yield bad("seals", "authority_seal_missing")
    elif roles and "archive" not in roles and "seal_missing" not in seen.faults:
        yield bad("seals", "archive_seal_missing")
    if roles == ["archive"] and contents.AUTHORITY not in bodies:
        yield told("seals", "unit_sealed_on_paper")
    if roles and not seen.faults and not any(seal.faults for seal in seen.seals):
        yield good("changes", "unchanged")
    if trust.revoked is None:
        yield told("seals", "revocations_not_asked")


def _manifest_of(found: Paper) -> tuple[Manifest | None, list[Finding]]:
    data = found.attachments.get("manifest.json")
    if data is None:
        return None, [bad("manifest", "manifest_missing")]
    actual = hashlib.sha256(data).hexdigest()
    if actual != found.manifest_sha256:
        return None, [bad("manifest", "manifest_differs", actual=actual, expected=found.manifest_sha256)]
    try:
        return contents.parse(data), [good("manifest", "manifest_good", sha256=actual)]
    except ValueError:
        return None, [bad("manifest", "manifest_unreadable")]


def _of_table(found: Paper, manifest: Manifest | None) -> Iterator[Finding]:
    data = found.attachments.get("manifest.csv")
    if data is None:
        yield bad("table", "table_missing")
    elif manifest:
        is_same = data == contents.table_of(manifest)
        yield good("table", "table_good") if is_same else bad("table", "table_differs")


def _as_json(found: Sequence[Finding], trust: Trust) -> str:
    facts = {"is_good": is_good(found), "findings": list(map(asdict, found)), "trust": trust.described()}
    return json.dumps(facts, ensure_ascii=False)


def _as_text(found: Sequence[Finding], trust: Trust, language: str) -> str:
    anchors = [f"{name}\t{value}" for name, value in trust.described().items() if value]
    lines = [words.line(each.verdict, each.code, each.facts, language) for each in found]
    is_paper = any(each.code == "paper_read" for each in found)
    return "\n".join([*anchors, *lines, words.whole(language, is_good=is_good(found), is_paper=is_paper)])
