"""The program that is given away sees in a sealed paper what the archives see, at every level of PAdES."""

from io import BytesIO

import pikepdf
import pytest
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from archives.delivery.pdf_signer import WITHOUT_STAMPS, PadesSigner, SealLevel, Stamping
from archives.domain.vocabulary import Side
from tests.integration.test_seals_standards import stamp_service
from tests.sealed_papers import NOON, authority_in, paper, seal_of, sealed, stamping_authority
from verifiers import der, seals
from verifiers.trust import LogKey, Trust


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return authority_in(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def trust(authority):
    root = authority.root(NOON).pem.encode()
    return Trust((x509.load_pem_x509_certificate(root),), LogKey("archives.example/log", bytes(32)))


def looked(data, trust):
    with pikepdf.open(BytesIO(data)) as pdf:
        return seals.look(data, pdf, trust)


def codes(data, trust):
    found = looked(data, trust)
    return {*found.faults, *(fault for seal in found.seals for fault in seal.faults)}


def stamped(authority, level):
    with stamp_service(NOON) as url:
        return sealed(PadesSigner(authority, Stamping(level, url, stamping_authority()[-1])), paper())


def updated(data, change):
    """Add a revision."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def without_a_page(writer):
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages["/Count"] = generic.NumberObject(1)
    writer.update_container(pages)


def with_proofs_of_its_own(writer):
    writer.root["/DSS"] = writer.add_object(generic.DictionaryObject())
    writer.update_root()


def test_seals_of_every_level_are_good(authority, trust):
    plain = looked(sealed(PadesSigner(authority, WITHOUT_STAMPS), paper()), trust)

    assert (plain.faults, [seal.is_stamped for seal in plain.seals]) == ((), [False, False])
    assert [(seal.role, seal.signer, seal.faults) for seal in plain.seals] == [
        ("unit", "青山县财政局", ()),
        ("archive", "青山县档案馆", ()),
    ]
    for level in (SealLevel.T, SealLevel.LT):
        found = looked(stamped(authority, level), trust)
        assert (found.faults, [seal.faults for seal in found.seals]) == ((), [(), ()])
        assert [seal.is_stamped for seal in found.seals] == [True, True]


def test_a_revision_that_validates_seals_may_do_nothing_else(authority, trust):
    good = sealed(PadesSigner(authority), paper())

    assert codes(updated(good, with_proofs_of_its_own), trust) == set()
    assert codes(updated(updated(good, with_proofs_of_its_own), without_a_page), trust) == {"changed_afterwards"}
    assert codes(updated(good, lambda writer: writer.add_object(generic.NumberObject(7))), trust) == {
        "changed_afterwards"
    }


def test_what_was_sealed_first_is_what_is_read(authority, trust):
    """A revision behind the seals cannot put other words into a receipt's mouth."""
    good = sealed(PadesSigner(authority), paper())
    found = looked(updated(good, with_proofs_of_its_own), trust)

    assert found.sealed == found.seals[0].end < len(good)


def test_a_third_field_is_looked_at_too(authority, trust, tmp_path):
    ours = PadesSigner(authority).sign(paper(), seal_of(Side.UNIT, awaited=[Side.ARCHIVE]))
    theirs = PadesSigner(authority_in(tmp_path)).sign(ours, seal_of(Side.ARCHIVE))

    assert [seal.faults for seal in looked(theirs, trust).seals] == [(), ("certificate_foreign",)]


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\x30", b"\x30\x80\x00\x00", b"\x30\x81\x05hello", b"\x30\x82\x00\x05hello", b"\x30\x85\1\1\1\1\1"),
        b"\x30\x05abc",
    ],
)
def test_what_is_no_der_is_refused(data):
    with pytest.raises(der.NotDerError):
        der.read(data)


def test_der_is_written_as_it_is_read():
    for size in (0, 1, 127, 128, 255, 256, 70_000):
        written = der.write(der.OCTETS, bytes(size))
        assert der.read(written + b"more") == (der.OCTETS, bytes(size), len(written))
    assert der.oid("1.2.840.113549.1.7.2").hex() == "06092a864886f70d010702"
    assert [der.integer(number).hex() for number in (0, 1, 127, 128, 256)] == [
        *("020100", "020101", "02017f", "02020080", "02020100"),
    ]
