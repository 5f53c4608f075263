"""Signatures and seals as they are printed."""

from datetime import date

from archives.documents.labels import Labels
from archives.documents.table import Signing
from archives.ports import FormSignature


def signed_name(signature: FormSignature | None) -> str:
    """Return the name that is printed; nothing where a pen shall sign."""
    return signature.name if signature else ""


def signing(signature: FormSignature | None, labels: Labels, *, is_seal: bool) -> Signing:
    """Return date and way of signing; an empty line for the date, and no seal, where it is not signed yet.

    Who is only named, without having signed, has no way of signing.
    """
    if signature is None or not signature.name:
        return Signing(labels.blank_date)
    ways = {"electronic": labels.electronic, "wet_ink": labels.wet_ink}
    return Signing(printed_day(signature.signed_on, labels), ways.get(signature.method, ""), is_seal)


def printed_day(iso: str, labels: Labels) -> str:
    """Return an ISO date as the language writes it; '' gives a line for the pen."""
    if not iso:
        return labels.blank_date
    day = date.fromisoformat(iso)
    month = labels.months[day.month - 1] if labels.months else day.month
    return labels.date.format(year=day.year, month=month, day=day.day)
