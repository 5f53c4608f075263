"""What a receipt consists of: the form for electronic records, the deed with its hand lists for paper, or both.

Of a mixed transfer they stand under one number. Whichever it is, it is the main document of the receipt.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from archives.domain.canonical import plain
from archives.domain.verification import verification_url
from archives.domain.vocabulary import Carrier
from archives.models import Receipt
from archives.ports import Attachment, DocumentPrinter, HandoverDeed, TransferForm
from archives.services.outside import Outside
from archives.services.receipt_deed import deed_of
from archives.services.receipt_form import Electronic, Package, form_of
from archives.services.unit_of_work import UnitOfWork

MAIN = "form.pdf"  # under this name the main document is kept, whichever it is
_NAMES = {Carrier.PAPER: "deed.pdf", Carrier.MIXED: "form-and-deed.pdf"}


@dataclass(frozen=True, slots=True)
class Papers:
    """All facts of a receipt's documents; the rows of the form are its list. Without paper there is no deed.

    The form counts all that is handed over; where a deed stands beside it, it is printed with the `electronic` alone.
    """

    form: TransferForm
    deed: HandoverDeed | None
    electronic: Electronic
    carrier: Carrier

    def main(self, printer: DocumentPrinter) -> bytes:
        """Print the main document."""
        if self.deed is None:
            return printer.transfer_form(self.form)
        if self.carrier is Carrier.PAPER:
            return printer.handover_deed(self.deed)
        items, volumes = self.electronic.items, self.electronic.volumes
        return printer.mixed_form(replace(self.form, item_count=items, volume_count=volumes), self.deed)

    def with_attachments(self, attached: Sequence[Attachment]) -> "Papers":
        """Return the same with what travels inside of each document."""
        deed = replace(self.deed, attachments=attached) if self.deed else None
        return replace(self, form=replace(self.form, attachments=attached), deed=deed)

    def facts(self) -> bytes:
        """Return facts.json: those of the form at the top, those of the deed below `deed`."""
        told = {**asdict(self.form), "carrier": self.carrier, "electronic": asdict(self.electronic)}
        if self.deed:
            told["deed"] = asdict(self.deed)
        return json.dumps(plain(told), ensure_ascii=False, sort_keys=True).encode()


def papers_of(work: UnitOfWork, outside: Outside, package: Package, receipt: Receipt | None = None) -> Papers:
    """Return the documents of a receipt; without one they are blank, for signing on paper."""
    form, carrier = form_of(work, outside, package, receipt), package.carrier
    deed = None if carrier is Carrier.ELECTRONIC else deed_of(outside, package, form, blank=receipt is None)
    drawn = Papers(form, deed, package.electronic, carrier)
    if receipt is None:
        return drawn
    url = verification_url(outside.base_url, form.number, form.manifest_sha256)
    told: dict[str, Any] = {
        "verification_url": url,
        "supersedes": receipt.supersedes.number if receipt.supersedes else "",
    }
    return replace(drawn, form=replace(form, **told), deed=replace(deed, **told) if deed else None)


def counted(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts.json with its lists counted, as the receipt's row keeps them."""
    kept = {**facts, "rows": len(facts["rows"])}
    if deed := facts.get("deed"):
        kept["deed"] = {**deed, "volumes": len(deed["volumes"]), "items": len(deed["items"])}
    return kept


def carrier_of(receipt: Receipt) -> Carrier:
    """Tell for what a receipt stands."""
    return Carrier(receipt.facts.get("carrier", Carrier.ELECTRONIC))


def download_name(receipt: Receipt, name: str) -> str:
    """Return under which name a document of a receipt is saved: the main one is called what it is."""
    called = _NAMES.get(carrier_of(receipt), name) if name == MAIN else name
    return f"{receipt.number}-{called}"
