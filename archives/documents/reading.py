"""Reads a receipt that comes back: number and digest from its metadata, and its attachments. Trusts no byte of it."""

import re
import zlib
from io import BytesIO

import pikepdf
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from pikepdf import Object, Pdf, Stream

from archives.documents.xmp import RECEIPT
from archives.domain.errors import UnreadableInputError
from archives.domain.receipt_verification import Code, ReceiptPaper

NUMBER, DIGEST = f"{{{RECEIPT}}}receiptNumber", f"{{{RECEIPT}}}manifestDigest"
HEX_DIGEST = re.compile("[0-9a-f]{64}")
READ = ("manifest.json", "manifest.csv", "proof.json")
LARGEST = 256 << 20  # bytes of one attachment, unpacked: a small file must not fill the memory
MAGIC = b"%PDF-"
MALFORMED = (pikepdf.PikepdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError)
"""What pikepdf raises on bytes that are no sound PDF; it promises no narrower list."""


class PaperFile:
    """Adapter of `archives.ports.PaperReader`."""

    def read(self, pdf: bytes) -> ReceiptPaper:
        """Return what it says of itself, or refuse."""
        if not pdf.startswith(MAGIC):
            raise _refused(Code.NOT_PDF if pdf else Code.EMPTY)
        try:
            with pikepdf.open(BytesIO(pdf)) as opened:
                told = _told(opened)
                attached = {name: _content(opened, name) for name in READ if name in opened.attachments}
        except MALFORMED as fault:
            raise _refused(Code.UNREADABLE) from fault
        if not told.get(NUMBER) or not HEX_DIGEST.fullmatch(told.get(DIGEST, "")):
            raise _refused(Code.NO_RECEIPT)
        present = {name: data for name, data in attached.items() if data is not None}
        return ReceiptPaper(told[NUMBER], told[DIGEST], present)


def _told(pdf: Pdf) -> dict[str, str]:
    """Return the text of each element of the metadata; empty when there are none that can be read."""
    metadata = pdf.Root.get("/Metadata")
    packet = _unpacked(metadata) if isinstance(metadata, Stream) else None
    try:
        root = ElementTree.fromstring((packet or b"").decode(), forbid_dtd=True)
    except (UnicodeDecodeError, ElementTree.ParseError, DefusedXmlException):
        return {}
    return {each.tag: each.text or "" for each in root.iter()}


def _content(pdf: Pdf, name: str) -> bytes | None:
    try:
        return _unpacked(pdf.attachments[name].obj.EF.F)
    except (AttributeError, LookupError, TypeError):
        return None


def _unpacked(stream: Object) -> bytes | None:
    """Return the content of a stream, plain or deflated as we write it; None for another."""
    raw, kind = bytes(stream.get_raw_stream_buffer()), stream.get("/Filter")
    if kind is None:
        return raw
    if kind != "/FlateDecode" or "/DecodeParms" in stream:
        return None
    machine = zlib.decompressobj()
    try:
        data = machine.decompress(raw, LARGEST)
    except zlib.error:
        return None
    return None if machine.unconsumed_tail or not machine.eof else data


def _refused(reason: Code) -> UnreadableInputError:
    return UnreadableInputError(f"This is no receipt: {reason}.", reason=str(reason))
