"""A house that gave out two receipts, one to each body, and what can be done to such a paper."""

import json
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sqlalchemy import select

from api.bootstrap import build
from archives.delivery.pdf_signer import PadesSigner
from archives.domain.permission import WORKER
from archives.domain.vocabulary import Side
from archives.models import Event, Organization, Receipt
from archives.ports import Seal
from archives.services.seals import SealParty
from tests.conftest import StillClock
from tests.factories import cast
from tests.full_house import hand_over
from tests.kept_homes import settings_of
from verifiers.finding import BAD
from verifiers.receipt import verify
from verifiers.trust import Trust

EOF = b"%%EOF\n"
TOKENS = (
    *(b"%PDF-", b"/ByteRange", b"/Contents <", b"/SubFilter", b"/DocMDP", b"/Type /Sig\n", b"/M (", b"/Name ("),
    *(b"/XRef", b"/Prev", b"/Root", b"/Index", b"/W [", b"/Size", b"startxref", b"%%EOF", b"/ObjStm", b"endstream"),
)
"""Where the structure of a file hangs together."""


def house_of_two(place, template):
    """Return a home in which both bodies have a receipt: the house over it, and the papers of `ours` and `other`."""
    home = place / "home"
    home.mkdir()
    shutil.copy(template, home / "archives.db")
    settings = settings_of(home)
    settings.create_secret_key()
    house = build(settings, StillClock())
    people = cast(house)
    for name in ("finance", "health"):
        hand_over(house, people, name)
    ours, other = (_papers(house, getattr(people, name)) for name in ("finance", "health"))
    return SimpleNamespace(house=house, people=people, home=home, ours=ours, other=other)


def _papers(house, body):
    with house.open(WORKER) as services:
        receipt = services.work.session.scalars(select(Receipt).where(Receipt.organization_id == body.id)).one()
        read = {}
        for name in ("form", "list"):
            with services.receipts.open(receipt, f"{name}.pdf") as stream:
                read[name] = stream.read()
        return SimpleNamespace(number=receipt.number, transfer_id=receipt.transfer_id, at=receipt.issued_at, **read)


def trust_of(given):
    """Return what the stand-alone verifier trusts: as of now, with the revocation list."""
    keys = given.home / "keys"
    with given.house.open(WORKER) as services:
        (keys / "now.crl").write_bytes(services.seals.revocation_list())
    return Trust.read(keys / "ca.pem", keys / "log.vkey", keys / "now.crl")


def bad_here(given, data):
    """Return the codes that the service calls bad."""
    with given.house.open(WORKER) as services:
        report = services.receipt_verification.verify(data)
    codes = {str(each.code) for each in report.findings if each.verdict == BAD}
    assert report.is_good == (not codes)
    return codes


def bad_alone(trust, data):
    """Return the codes that the program which is given away calls bad."""
    return {each.code for each in verify(data, trust) if each.verdict == BAD}


# --- what can be done to a paper ---


def flipped(data, place, bit=0):
    spoilt = bytearray(data)
    spoilt[place] ^= 1 << bit
    return bytes(spoilt)


def structural_places(data):
    """Return where each token of the structure stands: its first byte, its last, and the byte behind it."""
    found = []
    for token in TOKENS:
        start = data.find(token)
        while start >= 0:
            found += [start, start + len(token) - 1, start + len(token)]
            start = data.find(token, start + 1)
    return sorted({place for place in found if place < len(data)})


def unsealed(data):
    """Return the paper as it was before the first seal."""
    return data[: data.index(EOF) + len(EOF)]


def saved(data, change):
    """Let `change` work on the PDF, and save it anew."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def attached(data, name):
    with pikepdf.open(BytesIO(data)) as pdf:
        return pdf.attachments[name].get_file().read_bytes()


def attaching(name, data):
    """Return a change that puts other bytes into an attachment."""
    return lambda pdf: pdf.attachments[name].obj.EF.F.write(data)


def without(name):
    return lambda pdf: pdf.attachments.__delitem__(name)


def sealed(given, data, paper=None):
    """Seal a paper as ours is sealed, by the right certificates: whoever has the keys can do that."""
    paper = paper or given.ours
    with given.house.open(WORKER) as services:
        return services.seals.sign(data, services.seals.parties(paper.transfer_id), paper.at)


def sealed_anew(given, change):
    """Return our form, changed before it was sealed."""
    return sealed(given, saved(unsealed(given.ours.form), change))


class _QuietWriter(IncrementalPdfFileWriter):
    """Leaves the metadata as they are, so that nothing but its revision tells."""

    def _update_meta(self):
        pass


def page_removed_by_update(data):
    """Return the file with a revision added that takes the second page away."""
    writer = _QuietWriter(BytesIO(data))
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages["/Count"] = generic.NumberObject(1)
    writer.update_container(pages)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page_removed_between_seals(given):
    """Return a file that the unit sealed, from which a page was taken, and which the archive sealed then."""
    data = given.ours.form
    first = data[: data.index(EOF, data.index(b"/DocMDP")) + len(EOF)]
    with given.house.open(WORKER) as services:
        archive = services.seals.parties(given.ours.transfer_id)[1:]
        return services.seals.sign(page_removed_by_update(first), archive, given.ours.at)


def sealed_by(given, authority, data=None):
    """Return our form sealed with whatever certificates another authority gives."""
    signer, pdf = PadesSigner(authority), data or unsealed(given.ours.form)
    with given.house.open(WORKER) as services:
        parties = services.seals.parties(given.ours.transfer_id)
    for place, party in enumerate(parties):
        awaited = () if place else (Side.ARCHIVE,)
        pdf = signer.sign(pdf, Seal(party.side, party.body_id, party.body, given.ours.at, "r", awaited=awaited))
    return pdf


def sealed_as_other_body(given):
    """Return our form, sealed in the unit's place by the other body of the same archive."""
    with given.house.open(WORKER) as services:
        unit, archive = services.seals.parties(given.ours.transfer_id)
        body = services.work.session.get(Organization, given.people.health.id)
        other = SealParty(Side.UNIT, body.id, body.name, unit.place)
        return services.seals.sign(unsealed(given.ours.form), [other, archive], given.ours.at)


def proof_of_another_event(given):
    """Return a proof that holds, of an event that drew up no receipt."""
    with given.house.open(WORKER) as services:
        event = services.work.session.scalars(select(Event.id).where(Event.kind == "TransferSealed")).first()
        return services.transparency.proof_of_event(event)


def proof_with_other_leaf(given):
    proof = proof_of_another_event(given)
    return replace(proof, leaf=proof.leaf.replace("TransferSealed", "ReceiptDrawnUp"))


def other_number(data):
    """Return a manifest that differs in one title."""
    told = json.loads(data)
    told["units"][0]["records"][0]["title"] += "。"
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def exported(given, run, place: Path):
    """Let the command line export our receipt, and return the directory."""
    done = run("receipt", "export", given.ours.number, str(place))
    assert done.exit_code == 0, done.output
    return place
