"""Whatever is done to a receipt is named by its code, the same with us and without us; there is no stack trace."""

from datetime import timedelta

import pytest

from archives.domain.receipt_verification import Code
from archives.domain.sealing import SealFault
from tests import receipt_papers as papers
from tests.sealed_papers import authority_in, paper
from verifiers.meanings import MEANINGS

OF_HERE = {"not_issued", "number_unknown"}  # only the archive can say that


@pytest.fixture(scope="module")
def given(tmp_path_factory, sqlite_template):
    given = papers.house_of_two(tmp_path_factory.mktemp("two"), sqlite_template)
    yield given
    given.house.close()


@pytest.fixture(scope="module")
def trust(given):
    return papers.trust_of(given)


class Crooked:
    """An authority that seals with whatever certificate it is given."""

    def __init__(self, made):
        self._made = made

    def seal_of(self, body_id, name, at):
        return self._made(body_id, name, at)


def foreign(given, tmp_path):
    return papers.sealed_by(given, authority_in(tmp_path))


def expired(given, _tmp_path):
    own = given.house.outside.certificates
    return papers.sealed_by(given, Crooked(lambda body, name, at: own.seal_of(body, name, at - timedelta(days=3000))))


def root_as_sealer(given, _tmp_path):
    own = given.house.outside.certificates
    issuer = own._issuer(given.ours.at)
    return papers.sealed_by(given, Crooked(lambda *_asked: (issuer.certificate, issuer.key)))


CASES = {
    "a page removed and saved anew": (
        lambda given, _: papers.saved(given.ours.form, lambda pdf: pdf.pages.__delitem__(1)),
        {"altered", "changed_afterwards"},
    ),
    "a page removed by an update": (
        lambda given, _: papers.page_removed_by_update(given.ours.form),
        {"changed_afterwards"},
    ),
    "a page removed between the seals": (
        lambda given, _: papers.page_removed_between_seals(given),
        {"changed_afterwards"},
    ),
    "the manifest of another receipt, saved anew": (
        lambda given, _: papers.saved(
            given.ours.form, papers.attaching("manifest.json", papers.attached(given.other.form, "manifest.json"))
        ),
        {"manifest_differs", "altered", "changed_afterwards"},
    ),
    "the manifest of another receipt, sealed with our keys": (
        lambda given, _: papers.sealed_anew(
            given, papers.attaching("manifest.json", papers.attached(given.other.form, "manifest.json"))
        ),
        {"manifest_differs"},
    ),
    "one title in the manifest changed, sealed with our keys": (
        lambda given, _: papers.sealed_anew(
            given,
            papers.attaching("manifest.json", papers.other_number(papers.attached(given.ours.form, "manifest.json"))),
        ),
        {"manifest_differs"},
    ),
    "no manifest": (lambda given, _: papers.sealed_anew(given, papers.without("manifest.json")), {"manifest_missing"}),
    "the table of another receipt": (
        lambda given, _: papers.sealed_anew(
            given, papers.attaching("manifest.csv", papers.attached(given.other.form, "manifest.csv"))
        ),
        {"table_differs"},
    ),
    "no table": (lambda given, _: papers.sealed_anew(given, papers.without("manifest.csv")), {"table_missing"}),
    "the proof of another receipt": (
        lambda given, _: papers.sealed_anew(
            given, papers.attaching("proof.json", papers.attached(given.other.form, "proof.json"))
        ),
        {"proof_of_other"},
    ),
    "the proof of another event": (
        lambda given, _: papers.sealed_anew(
            given, papers.attaching("proof.json", papers.proof_of_another_event(given).to_json().encode())
        ),
        {"proof_of_other"},
    ),
    "a proof whose event was rewritten": (
        lambda given, _: papers.sealed_anew(
            given, papers.attaching("proof.json", papers.proof_with_other_leaf(given).to_json().encode())
        ),
        {"not_included"},
    ),
    "a proof that is none": (
        lambda given, _: papers.sealed_anew(given, papers.attaching("proof.json", b'{"type":[]}')),
        {"proof_unreadable"},
    ),
    "no proof": (lambda given, _: papers.sealed_anew(given, papers.without("proof.json")), {"proof_missing"}),
    "a checkpoint that another signed": (
        lambda given, _: papers.sealed_anew(
            given,
            papers.attaching(
                "proof.json",
                papers.attached(given.ours.form, "proof.json").replace("— archives".encode(), "— brchives".encode()),
            ),
        ),
        {"checkpoint_signature"},
    ),
    "a certificate of another CA": (foreign, {"certificate_foreign"}),
    "a certificate that had expired": (expired, {"certificate_expired"}),
    "a certificate that is not for sealing": (root_as_sealer, {"certificate_unsuitable"}),
    "a seal of another body of the same archive": (
        lambda given, _: papers.sealed_as_other_body(given),
        {"seal_of_other_body"},
    ),
    "a certificate of a version that there is not": (
        lambda given, _: given.ours.form.replace(b"A003020102", b"A003020106", 1),
        {"seal_damaged", "altered"},
    ),
    "a key on a curve that nobody knows": (
        lambda given, _: given.ours.form.replace(b"06082A8648CE3D030107", b"06082A8648CE3D03010F", 1),
        {"seal_damaged", "altered"},
    ),
    "cut back to the first seal": (
        lambda given, _: given.ours.form[: given.ours.form.index(b"%%EOF", given.ours.form.index(b"/DocMDP")) + 6],
        {"seal_missing"},
    ),
    "never sealed": (lambda given, _: papers.unsealed(given.ours.form), {"unsealed"}),
    "a byte added at the end": (lambda given, _: given.ours.form + b"\n", {"changed_afterwards"}),
    "another PDF": (lambda *_: paper(), {"no_receipt"}),
    "an empty file": (lambda *_: b"", {"empty"}),
    "a file that is no PDF": (lambda *_: "交接凭证".encode(), {"not_pdf"}),
    "a PDF in name only": (lambda *_: b"%PDF-1.7\n" + bytes(range(256)) * 9, {"unreadable"}),
}


def test_both_documents_are_good_here_and_without_us(given, trust):
    for data in (given.ours.form, given.ours.list, given.other.form):
        assert papers.bad_here(given, data) == set()
        assert papers.bad_alone(trust, data) == set()


@pytest.mark.parametrize("case", CASES)
def test_what_was_done_is_named_and_both_agree(given, trust, tmp_path, case):
    make, named = CASES[case]
    data = make(given, tmp_path)

    here, alone = papers.bad_here(given, data), papers.bad_alone(trust, data)

    assert (here - OF_HERE, alone) == (named, named)


def test_no_byte_can_be_other_unnoticed_without_us(given, trust):
    data = given.ours.list
    sampled = [*papers.structural_places(data), *range(0, len(data), 787)]

    unnoticed = [place for place in sampled if not papers.bad_alone(trust, papers.flipped(data, place, place % 8))]

    assert unnoticed == []


def test_no_byte_that_no_signature_covers_can_be_other_unnoticed(given, trust):
    """The wrapping of the seals themselves: their head, and what stands around the signer's attributes."""
    data = given.ours.list
    heads = [place + 11 for place in range(len(data)) if data.startswith(b"/Contents <30", place)]
    places = [
        head + offset for head in heads for offset in (*range(0, 130, 3), *range(1, 120, 8), *range(1240, 1500, 5))
    ]

    unnoticed = [place for place in places if not papers.bad_alone(trust, papers.flipped(data, place))]

    assert len(heads) == 2
    assert unnoticed == []


def test_no_byte_can_be_other_unnoticed_here(given):
    data = given.ours.list
    sampled = [*papers.structural_places(data)[::29], *range(7, len(data), 9001)]

    unnoticed = [place for place in sampled if not papers.bad_here(given, papers.flipped(data, place, place % 8))]

    assert unnoticed == []


def test_a_truncated_file_is_named_wherever_it_breaks_off(given, trust):
    data = given.ours.form
    ends = range(0, len(data), len(data) // 60)

    assert [end for end in ends if not papers.bad_alone(trust, data[:end])] == []
    assert [end for end in ends[::8] if not papers.bad_here(given, data[:end])] == []


def test_whoever_does_not_see_a_receipt_learns_nothing_of_it(given):
    with given.house.open(given.people.other_clerk) as services:
        report = services.receipt_verification.verify(given.ours.form)

    assert [str(each.code) for each in report.findings if each.verdict == "bad"] == ["number_unknown"]
    assert (report.number, report.document) == ("", "")


def test_every_code_has_its_words_in_three_languages():
    said = {str(code) for kind in (Code, SealFault) for code in kind}

    assert said - set(MEANINGS) == set()
    assert all(len(set(texts)) >= 2 and all(texts) for texts in MEANINGS.values())
