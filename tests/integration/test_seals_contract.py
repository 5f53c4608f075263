"""What everybody who seals, and everybody who looks at seals, must keep: the real ones and their twin in memory."""

from datetime import timedelta

import pytest

from archives.delivery.memory import MemorySeals
from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner
from archives.domain.vocabulary import Side
from tests.sealed_papers import NOON, authority_in, paper, seal_of, sealed


def real(place):
    authority = authority_in(place)
    return PadesSigner(authority), PadesChecker(authority)


def twin(_place):
    seals = MemorySeals()
    return seals, seals


@pytest.fixture(params=[real, twin], ids=["pades", "memory"])
def both(request, tmp_path):
    return request.param(tmp_path)


def test_two_seals_are_good_and_say_who_gave_them_when_and_why(both):
    signer, checker = both

    report = checker.check(sealed(signer, paper()))

    assert (report.is_good, report.codes) == (True, ())
    assert [(seal.role, seal.signer, seal.signed_at, seal.is_whole_file) for seal in report.seals] == [
        ("unit", "青山县财政局", NOON, False),
        ("archive", "青山县档案馆", NOON, True),
    ]
    assert report.seals[0].reason == "移交电子档案 — 内部签名，非第三方认证"


def test_the_instant_is_the_one_that_was_given(both):
    signer, checker = both
    at = NOON + timedelta(days=3, hours=5)

    assert [seal.signed_at for seal in checker.check(sealed(signer, paper(), at)).seals] == [at, at]


def test_a_document_without_seals_is_called_so(both):
    assert both[1].check(paper()).codes == ("unsealed",)


@pytest.mark.parametrize("junk", [b"", b"%PDF", b"nonsense", b"\0" * 5000])
def test_what_is_no_document_is_called_so(both, junk):
    assert both[1].check(junk).codes == ("unreadable",)


def test_a_seal_that_is_still_awaited_is_missed(both):
    signer, checker = both

    report = checker.check(signer.sign(paper(), seal_of(Side.UNIT, awaited=[Side.ARCHIVE])))

    assert (report.is_good, report.codes) == (False, ("seal_missing",))
    assert report.seals[0].is_good


def test_one_who_seals_alone_is_enough_where_nobody_else_is_awaited(both):
    signer, checker = both

    assert checker.check(signer.sign(paper(), seal_of(Side.ARCHIVE))).is_good


def test_what_is_added_after_the_last_seal_is_noticed(both):
    signer, checker = both

    assert "changed_afterwards" in checker.check(sealed(signer, paper()) + b"\n% more").codes


def test_a_byte_of_the_document_that_is_other_is_noticed(both):
    signer, checker = both
    data = bytearray(sealed(signer, paper()))
    place = data.index(b"endstream") - 3
    data[place] ^= 1

    report = checker.check(bytes(data))

    assert not report.is_good
    assert "altered" in report.seals[0].faults
