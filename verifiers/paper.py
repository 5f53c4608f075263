"""A receipt as a file: its number and the digest of its manifest, as its metadata have them, and what is attached."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pikepdf

NAMESPACE = "{urn:x-archives:receipt:1#}"
NUMBER, DIGEST = f"{NAMESPACE}receiptNumber", f"{NAMESPACE}manifestDigest"
HEX_DIGEST = re.compile("[0-9a-f]{64}")
LARGEST = 256 << 20  # bytes of one attachment, unpacked
READABLE = ("manifest.json", "manifest.csv", "proof.json")


class NoReceiptError(ValueError):
    """The PDF is no receipt."""


@dataclass(frozen=True)
class Paper:
    """What a receipt says of itself. `attachments` by name, as many as could be read."""

    number: str
    manifest_sha256: str
    attachments: Mapping[str, bytes]


def read(pdf: pikepdf.Pdf) -> Paper:
    """Return the receipt; NoReceiptError when it is none."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        raise NoReceiptError("no metadata")
    told = _told(unpacked(metadata))
    if not told.get(NUMBER) or not HEX_DIGEST.fullmatch(told.get(DIGEST, "")):
        raise NoReceiptError("the metadata name no receipt")
    found = {name: _attached(pdf, name) for name in READABLE if name in pdf.attachments}
    return Paper(told[NUMBER], told[DIGEST], {name: data for name, data in found.items() if data is not None})


def unpacked(stream: pikepdf.Object) -> bytes:
    """Return the content of a stream, plain or deflated; ValueError for another filter or more than LARGEST."""
    raw, kind = bytes(stream.get_raw_stream_buffer()), stream.get("/Filter")
    if kind is None:
        return raw
    if kind != "/FlateDecode" or "/DecodeParms" in stream:
        raise NoReceiptError("a filter that we do not write")
    machine = zlib.decompressobj()
    try:
        data = machine.decompress(raw, LARGEST)
    except zlib.error as fault:
        raise NoReceiptError("a broken stream") from fault
    if machine.unconsumed_tail or not machine.eof:
        raise NoReceiptError("a stream that is too long, or broken off")
    return data


def _told(packet: bytes) -> dict[str, str]:
    """Return the text of each element; NoReceiptError for what is no plain XML."""
    try:
        text = packet.decode()
        if "<!" in text:
            raise NoReceiptError("metadata with declarations")
        return {each.tag: (each.text or "") for each in ET.fromstring(text).iter()}  # noqa: S314 -- no declarations
    except (UnicodeDecodeError, ET.ParseError) as fault:
        raise NoReceiptError("no metadata") from fault


def _attached(pdf: pikepdf.Pdf, name: str) -> bytes | None:
    try:
        return unpacked(pdf.attachments[name].obj.EF.F)
    except (NoReceiptError, AttributeError, KeyError, TypeError):
        return None
