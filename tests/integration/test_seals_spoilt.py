"""Whatever is done to a sealed document is named by a code, and never ends in a stack trace."""

import random
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from archives.delivery.authority import InternalAuthority
from archives.delivery.certificates import Issuer, make_leaf, make_root
from archives.delivery.pdf_checker import PadesChecker
from archives.delivery.pdf_signer import PadesSigner
from archives.domain.sealing import Revocation, RevocationReason
from archives.domain.vocabulary import Side
from tests.sealed_papers import BODIES, NOON, authority_in, paper, seal_of, sealed

FLIPS = 150


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return authority_in(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def good(authority):
    return sealed(PadesSigner(authority), paper())


@pytest.fixture(scope="module")
def checker(authority):
    return PadesChecker(authority)


def flipped(data, place, bit):
    spoilt = bytearray(data)
    spoilt[place] ^= 1 << bit
    return bytes(spoilt)


def test_the_document_is_good_before_it_is_spoilt(checker, good):
    assert checker.check(good).is_good


def test_no_byte_anywhere_can_be_other_unnoticed(checker, good):
    chance = random.Random(20261122)
    places = [chance.randrange(len(good)) for _ in range(FLIPS)]

    unnoticed = [place for place in places if checker.check(flipped(good, place, chance.randrange(8))).is_good]

    assert unnoticed == []


def test_no_byte_of_the_seals_themselves_can_be_other_unnoticed(checker, good):
    """Not even those that no signature covers: wrapping, certificates beside, letters' case, zeros at the end."""
    chance = random.Random(8)
    starts = [place for place in range(len(good)) if good.startswith(b"/Contents <3", place)]
    places = [start + 10 + offset for start in starts for offset in [*range(100), *range(100, 8190, 211)]]
    cases = [place for start in starts for place in range(start + 11, start + 3000, 17) if good[place] in b"abcdef"]

    unnoticed = [place for place in places if checker.check(flipped(good, place, chance.randrange(8))).is_good]
    unnoticed += [place for place in cases[::12] if checker.check(flipped(good, place, 5)).is_good]

    assert len(starts) == 2
    assert unnoticed == []


def test_a_truncated_file_is_named_wherever_it_breaks_off(checker, good):
    ends = range(0, len(good), len(good) // 60)

    assert {checker.check(good[:end]).is_good for end in ends} == {False}


def test_a_file_cut_back_to_the_first_seal_lacks_the_second(checker, good):
    first = good[: good.index(b"%%EOF", good.index(b"/DocMDP")) + 6]

    report = checker.check(first)

    assert [(seal.role, seal.faults) for seal in report.seals] == [("unit", ())]
    assert report.codes == ("seal_missing",)


def test_a_page_removed_and_saved_anew_is_noticed(checker, good):
    with pikepdf.open(BytesIO(good)) as pdf:
        del pdf.pages[1]
        out = BytesIO()
        pdf.save(out)

    assert not checker.check(out.getvalue()).is_good


def test_a_page_removed_by_an_update_is_noticed_though_no_sealed_byte_changed(checker, good):
    writer = IncrementalPdfFileWriter(BytesIO(good))
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages["/Count"] = generic.NumberObject(1)
    writer.update_container(pages)
    out = BytesIO()
    writer.write(out)

    report = checker.check(out.getvalue())

    assert out.getvalue().startswith(good)
    assert report.codes == ("changed_afterwards",)
    assert [seal.faults for seal in report.seals] == [("changed_afterwards",)] * 2


def test_an_update_that_changes_nothing_is_noticed(checker, good):
    writer = IncrementalPdfFileWriter(BytesIO(good))
    writer.add_object(generic.NumberObject(7))
    out = BytesIO()
    writer.write(out)

    assert checker.check(out.getvalue()).codes == ("changed_afterwards",)


def test_a_foreign_certificate_is_called_foreign_even_under_our_name(tmp_path, checker):
    foreign = authority_in(tmp_path)

    report = checker.check(sealed(PadesSigner(foreign), paper()))

    assert [seal.signer for seal in report.seals] == ["青山县财政局", "青山县档案馆"]
    assert report.codes == ("certificate_foreign",)


def test_a_foreign_seal_beside_ours_spoils_the_whole_and_says_whose_it_is(tmp_path, authority, checker):
    ours = PadesSigner(authority).sign(paper(), seal_of(Side.UNIT, awaited=[Side.ARCHIVE]))

    report = checker.check(PadesSigner(authority_in(tmp_path)).sign(ours, seal_of(Side.ARCHIVE)))

    assert [(seal.role, seal.faults) for seal in report.seals] == [
        ("unit", ()),
        ("archive", ("certificate_foreign",)),
    ]


def test_a_house_without_a_ca_calls_every_seal_foreign(tmp_path, good):
    assert PadesChecker(authority_in(tmp_path)).check(good).codes == ("certificate_foreign",)


class Crooked(InternalAuthority):
    """An authority that seals with whatever certificate it is given."""

    def __init__(self, place, made):
        super().__init__(place / "keys", lambda: "a long secret", "archives.example")
        self._made = made

    def seal_of(self, body_id, name, at):
        return self._made


def test_a_certificate_that_had_expired_when_it_sealed_is_named(tmp_path, authority, checker):
    old = authority.seal_of(*BODIES[Side.UNIT], NOON - timedelta(days=3000))

    report = checker.check(PadesSigner(Crooked(tmp_path, old)).sign(paper(), seal_of(Side.UNIT)))

    assert report.codes == ("certificate_expired",)


def test_a_seal_stays_good_after_its_certificate_expired(authority, checker):
    long_ago = NOON - timedelta(days=2000)

    assert checker.check(sealed(PadesSigner(authority), paper(), long_ago)).is_good


def test_a_certificate_that_may_not_seal_is_named(tmp_path):
    key, leaf_key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root = make_root(key, "archives.example", NOON)
    leaf = make_leaf(Issuer(root, key), leaf_key.public_key(), *BODIES[Side.UNIT], NOON)
    crooked = Crooked(tmp_path, (root, key))  # the root's own key may issue certificates only
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "ca.pem").write_bytes(root.public_bytes(Encoding.PEM))

    of_root = PadesChecker(crooked).check(PadesSigner(crooked).sign(paper(), seal_of(Side.UNIT)))
    of_leaf = PadesChecker(crooked).check(
        PadesSigner(Crooked(tmp_path, (leaf, leaf_key))).sign(paper(), seal_of(Side.UNIT))
    )

    assert of_root.codes == ("certificate_unsuitable",)
    assert of_leaf.is_good


def test_a_revoked_certificate_spoils_what_it_seals_from_then_on(tmp_path):
    authority = authority_in(tmp_path)
    signer, checker = PadesSigner(authority), PadesChecker(authority)
    before = signer.sign(paper(), seal_of(Side.UNIT))
    used = authority.seal_of(*BODIES[Side.UNIT], NOON)
    after = PadesSigner(Crooked(tmp_path, used)).sign(paper(), seal_of(Side.UNIT, NOON + timedelta(days=2)))
    assert checker.check(after).is_good

    authority.revoke(authority.issued()[0].serial, Revocation(NOON + timedelta(days=1), RevocationReason.SUPERSEDED))

    assert checker.check(before).is_good
    assert checker.check(after).codes == ("certificate_revoked",)


def test_after_a_stolen_key_nothing_that_it_sealed_counts(tmp_path):
    authority = authority_in(tmp_path)
    before = PadesSigner(authority).sign(paper(), seal_of(Side.UNIT))
    stolen = Revocation(NOON + timedelta(days=9), RevocationReason.KEY_COMPROMISE)

    authority.revoke(authority.issued()[0].serial, stolen)

    assert PadesChecker(authority).check(before).codes == ("certificate_revoked",)


def test_one_seal_moved_into_another_document_is_noticed(authority, checker, good):
    other = sealed(PadesSigner(authority), paper(3))
    mine, theirs = (contents(data) for data in (good, other))

    assert "altered" in checker.check(good.replace(mine, theirs)).codes


def test_names_and_reasons_of_any_script_are_kept(authority, checker):
    seal = replace(seal_of(Side.UNIT), reason="𠮷林省·移交 “a” (b) \\ c")

    assert checker.check(PadesSigner(authority).sign(paper(), seal)).seals[0].reason == "𠮷林省·移交 “a” (b) \\ c"


def contents(data):
    start = data.index(b"/Contents <") + 10
    return data[start : data.index(b">", start)]
