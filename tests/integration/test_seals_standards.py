"""What other programs say of our seals: poppler, veraPDF, our own gate for archival files; and of time stamps."""

import shutil
import subprocess
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import tsp
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner, SealLevel, Stamping
from archives.documents.printer import PdfPrinter
from archives.domain.errors import SignerUnavailableError
from archives.domain.sealing import Revocation, RevocationReason
from archives.domain.vocabulary import Side
from tests.documents_facts import RECEIPT
from tests.pdfa_lint import lint
from tests.sealed_papers import BODIES, NOON, authority_in, paper, seal_of, sealed, stamping_authority

LIBRARIES = Path(__file__).parents[2] / ".venv" / "verapdf"
PROGRAM = Path(__file__).parents[1] / "verapdf" / "Validate.java"


@pytest.fixture
def authority(tmp_path):
    return authority_in(tmp_path)


@contextmanager
def stamp_service(at, answer=None):
    """A time-stamp service on the loopback whose clock stands at that instant, or that answers what it is told."""
    certificate, key, _pem = stamping_authority()
    store = SimpleCertificateStore()
    store.register(certificate)
    stamper = DummyTimeStamper(certificate, key, certs_to_embed=store, fixed_dt=at)

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            said = answer or stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def receipt():
    """The receipt as the printer gives it: PDF/A-3a and PDF/UA-1, with attachments."""
    return PdfPrinter().transfer_form(RECEIPT)


def test_poppler_calls_both_seals_valid_and_nothing_is_seen_of_them(tmp_path, authority, receipt):
    (tmp_path / "sealed.pdf").write_bytes(sealed(PadesSigner(authority), receipt))
    (tmp_path / "plain.pdf").write_bytes(receipt)

    said = run(tmp_path, "pdfsig", "-nocert", "sealed.pdf")

    assert said.count("Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert "Signature Field Name: UnitSeal" in said
    assert "CN=青山县财政局" in said
    assert "Signature Field Name: ArchiveSeal" in said
    assert "Total document signed" in said
    for name in ("plain", "sealed"):
        run(tmp_path, "pdftoppm", "-png", "-r", "50", f"{name}.pdf", name)
    pictures = {name: [each.read_bytes() for each in sorted(tmp_path.glob(f"{name}-*.png"))] for name in PAIR}
    assert pictures["plain"] == pictures["sealed"]


PAIR = ("plain", "sealed")


def test_poppler_notices_what_we_notice(tmp_path, authority, receipt):
    spoilt = bytearray(sealed(PadesSigner(authority), receipt))
    spoilt[3000] ^= 1
    (tmp_path / "spoilt.pdf").write_bytes(spoilt)

    said = run(tmp_path, "pdfsig", "-nocert", "spoilt.pdf")

    assert "Signature is Valid." not in said
    assert not PadesChecker(authority).check(bytes(spoilt)).is_good


@pytest.mark.skipif(not shutil.which("java"), reason="veraPDF needs Java; make test installs it on Debian")
def test_a_sealed_receipt_is_still_archival_and_accessible(tmp_path, authority, receipt):
    assert (LIBRARIES / "pom.xml").is_file(), (
        "bring veraPDF: python scripts/from_maven.py tests/verapdf/pom.xml .venv/verapdf"
    )
    signer = PadesSigner(authority)
    (tmp_path / "one.pdf").write_bytes(signer.sign(receipt, seal_of(Side.UNIT, awaited=[Side.ARCHIVE])))
    (tmp_path / "two.pdf").write_bytes(sealed(signer, receipt))
    asked = [word for name in ("one.pdf", "two.pdf") for flavour in ("3a", "ua1") for word in (flavour, name)]

    said = run(tmp_path, "java", "-XX:TieredStopAtLevel=1", "-cp", f"{LIBRARIES}/*", str(PROGRAM), *asked)

    assert [line.split("\t")[0] for line in said.splitlines()] == ["PASS"] * 4, said


def test_our_own_gate_passes_a_sealed_receipt(authority, receipt):
    assert list(lint(sealed(PadesSigner(authority), receipt))) == []


def test_the_fields_are_invisible_printable_and_read_aloud(authority, receipt):
    with pikepdf.open(BytesIO(sealed(PadesSigner(authority), receipt))) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert set(fields) == {"UnitSeal", "ArchiveSeal"}
        for field in fields.values():
            left, bottom, right, top = (float(each) for each in field.Rect)
            assert (left == right, bottom == top, right < 0) == (True, True, True)
            assert int(field.F) & 0b111 == 4  # printed, neither hidden nor invisible
            assert str(field.TU)
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 2
        unit = fields["UnitSeal"].V
        assert (str(unit.Name), str(unit.Location)) == ("青山县财政局", "青山县")
        assert str(unit.M).startswith("D:20261122040000")
        assert "内部签名，非第三方认证" in str(unit.Reason)
        assert "内部签名，非第三方认证" in str(unit.ContactInfo)


# --- time stamps ---


def test_a_seal_with_a_time_stamp_says_when_it_was_stamped(authority):
    *_rest, roots = stamping_authority()
    later = NOON + timedelta(seconds=7)
    with stamp_service(later) as url:
        stamping = Stamping(SealLevel.T, url, roots)
        data = sealed(PadesSigner(authority, stamping), paper())

    report = PadesChecker(authority, stamping).check(data)

    assert report.is_good, report
    assert [(seal.signed_at, seal.stamped_at) for seal in report.seals] == [(NOON, later)] * 2


def test_a_long_term_seal_carries_what_validation_needs(authority):
    *_rest, roots = stamping_authority()
    with stamp_service(NOON) as url:
        stamping = Stamping(SealLevel.LT, url, roots)
        data = sealed(PadesSigner(authority, stamping), paper())

    report = PadesChecker(authority, stamping).check(data)

    assert report.is_good, report
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.Root.DSS.Certs) >= 2
        assert len(pdf.Root.DSS.CRLs) >= 1


def test_a_stamp_by_a_service_that_is_not_trusted_is_named(authority, tmp_path):
    other = authority_in(tmp_path / "other").root(NOON).pem.encode()
    with stamp_service(NOON) as url:
        data = PadesSigner(authority, Stamping(SealLevel.T, url)).sign(paper(), seal_of(Side.UNIT))

    assert PadesChecker(authority, Stamping(roots=other)).check(data).codes == ("timestamp_bad",)
    assert PadesChecker(authority).check(data).is_good  # without roots nobody can say whose it is


def test_a_stamp_from_before_the_seal_is_named(authority):
    authority.renew(*BODIES[Side.UNIT], NOON - timedelta(days=9))
    with stamp_service(NOON - timedelta(days=1)) as url:
        data = PadesSigner(authority, Stamping(SealLevel.T, url)).sign(paper(), seal_of(Side.UNIT))

    assert PadesChecker(authority).check(data).codes == ("timestamp_bad",)


def test_a_trusted_stamp_saves_a_seal_from_a_key_that_was_stolen_later(authority):
    *_rest, roots = stamping_authority()
    with stamp_service(NOON) as url:
        stamping = Stamping(SealLevel.T, url, roots)
        data = PadesSigner(authority, stamping).sign(paper(), seal_of(Side.UNIT))
    stolen = Revocation(NOON + timedelta(days=1), RevocationReason.KEY_COMPROMISE)
    authority.revoke(authority.issued()[0].serial, stolen)

    assert PadesChecker(authority, stamping).check(data).is_good
    assert PadesChecker(authority).check(data).codes == ("certificate_revoked",)


@pytest.mark.parametrize("answer", [b"nonsense", b"0\x03\x02\x01\x02"])
def test_a_service_that_answers_nonsense_is_away(authority, answer):
    with stamp_service(NOON, answer) as url, pytest.raises(SignerUnavailableError):
        PadesSigner(authority, Stamping(SealLevel.T, url)).sign(paper(), seal_of(Side.UNIT))


def test_a_service_that_does_not_answer_is_named(authority):
    stamping = Stamping(SealLevel.T, "http://127.0.0.1:9")

    with pytest.raises(SignerUnavailableError) as refused:
        PadesSigner(authority, stamping).sign(paper(), seal_of(Side.UNIT))

    assert refused.value.facts == {"service": "http://127.0.0.1:9"}


def run(place, *command):
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False).stdout
