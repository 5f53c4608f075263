"""What a seal costs: ours against bare pyHanko on the same receipt, both in this run. The gate: at most twice.

Bare pyHanko is `sign_pdf` with a key in memory, the same level (PAdES B), field and digest. Ours looks up the body's
certificate on disk, certifies, and leaves a place for the second seal. The best of several rounds, taken in turns.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from bench_documents import transfer
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from archives.delivery.authority import InternalAuthority
from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner
from archives.documents.printer import PdfPrinter
from archives.domain.vocabulary import Side
from archives.ports import Seal

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
BODIES = 200  # with a certificate on disk, as in a county
GATE = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="only show that it runs")
    smoke = parser.parse_args().smoke
    rounds, times, bodies = (2, 2, 3) if smoke else (7, 20, BODIES)
    receipt = PdfPrinter().transfer_form(transfer(20))
    with tempfile.TemporaryDirectory() as place:
        authority = InternalAuthority(Path(place), lambda: "a long secret", "bench")
        for number in range(bodies):
            authority.seal_of(UUID(int=number + 1), f"body {number}", NOON)
        signer, checker, bare = PadesSigner(authority), PadesChecker(authority), bare_signer(authority)
        seal = Seal(Side.UNIT, UUID(int=1), "body 0", NOON, "reason", "place", "contact", (Side.ARCHIVE,))
        ways = {"bare": lambda: bare(receipt), "ours": lambda: signer.sign(receipt, seal)}
        best = measured(ways, rounds, times)
        whole = signer.sign(signer.sign(receipt, seal), Seal(Side.ARCHIVE, UUID(int=2), "body 1", NOON, "reason"))
        looked = min(timed(lambda: checker.check(whole)) for _ in range(rounds))
    ratio = best["ours"] / best["bare"]
    print(f"receipt of {len(receipt):,} bytes, {bodies} bodies with certificates")
    print(f"bare pyHanko {best['bare'] * 1000:.2f} ms, ours {best['ours'] * 1000:.2f} ms of CPU, ratio {ratio:.2f}")
    print(f"looking at two seals {looked * 1000:.1f} ms of CPU")
    if not smoke and ratio > GATE:
        sys.exit(f"slower than {GATE} times bare pyHanko")


def bare_signer(authority: InternalAuthority) -> Callable[[bytes], bytes]:
    """Return what signs as in pyHanko's own introduction."""
    certificate, key = authority.seal_of(UUID(int=1), "body 0", NOON)
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        cert_registry=SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(field_name="Seal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)

    def sign(data: bytes) -> bytes:
        return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), meta, signer).getvalue()

    return sign


def measured(ways: dict[str, Callable[[], object]], rounds: int, times: int) -> dict[str, float]:
    """Return the seconds of CPU that one call takes, by way; the best round counts."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            spent = min(timed(way) for _ in range(times))
            best[name] = min(spent, best.get(name, spent))
    return best


def timed(way: Callable[[], object]) -> float:
    began = time.process_time()
    way()
    return time.process_time() - began


if __name__ == "__main__":
    main()
