"""What a later revision of a PDF may add (ISO 32000-1, 7.5.6): seals into their empty fields, and nothing else.

Only where seals carry what validates them later (PAdES B-LT) may the catalogue get that (/DSS), and the file's own
dates and metadata follow; so a receipt is read as it was at the first seal.
"""

import hashlib
from collections.abc import Iterator, Mapping
from io import BytesIO

import pikepdf

OF_THE_FILE = frozenset({"/XRef", "/ObjStm"})  # how a file lists its objects, written anew in each revision
CONTENT = "content"  # of a stream, or of what is no dictionary
OF_CATALOGUE = frozenset({"/DSS", "/Extensions", "/Version", "/Metadata"})
OF_METADATA = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type", "/Subtype", CONTENT})
OF_VALIDATION = frozenset({"/VRI", "/Certs", "/CRLs", "/OCSPs"})
OF_INFORMATION = frozenset({"/ModDate", "/Producer"})
Place = tuple[int, int]
Entries = dict[str, bytes]


def only_adds(old: bytes, new: bytes, seals: int) -> bool:
    """Tell whether the later revision fills so many signature fields, or validates, and does nothing else.

    ValueError when an object is gone. A revision that changes nothing is none of these.
    """
    filled = changed = 0
    with pikepdf.open(BytesIO(old)) as first, pikepdf.open(BytesIO(new)) as second:
        allowed = _of_validation(second) if "/DSS" in second.Root else {}
        for place, was, now in _changed(first, second):
            changed += 1
            names = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
            if names == {"/V"} and was.get("/FT") == b"/Sig" and "/V" not in was:
                filled += 1
            elif not names <= allowed.get(place, frozenset()):
                return False
    return changed > 0 and filled == seals and new.rstrip(b"\r\n").endswith(b"%%EOF")


def _of_validation(pdf: pikepdf.Pdf) -> Mapping[Place, frozenset[str]]:
    """Return what may change of which object where a file carries what validates its seals."""
    places = {pdf.Root.objgen: OF_CATALOGUE, pdf.Root.DSS.objgen: OF_VALIDATION}
    if "/Metadata" in pdf.Root:
        places[pdf.Root.Metadata.objgen] = OF_METADATA
    if "/Info" in pdf.trailer:
        places[pdf.trailer.Info.objgen] = OF_INFORMATION
    places.pop((0, 0), None)  # no object of its own
    return places


def _changed(first: pikepdf.Pdf, second: pikepdf.Pdf) -> Iterator[tuple[Place, Entries, Entries]]:
    before, after = _objects(first), _objects(second)
    if first.Root.objgen != second.Root.objgen or not set(before) <= set(after):
        raise ValueError("objects are gone")
    for place, thing in before.items():
        was, now = _entries(thing), _entries(after[place])
        if was != now:
            yield place, was, now


def _objects(pdf: pikepdf.Pdf) -> dict[Place, pikepdf.Object]:
    return {thing.objgen: thing for thing in pdf.objects if not _is_of_the_file(thing)}


def _is_of_the_file(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and str(thing.get("/Type", "")) in OF_THE_FILE


def _entries(thing: pikepdf.Object) -> Entries:
    """Return each entry as it is written, references as references; a stream's content as its digest."""
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return {CONTENT: thing.unparse(resolved=True)}
    found = {name: _written(thing[name]) for name in thing.keys()}  # noqa: SIM118 -- no dictionary of Python's
    if isinstance(thing, pikepdf.Stream):
        found[CONTENT] = hashlib.sha256(bytes(thing.get_raw_stream_buffer())).digest()
    return found


def _written(value: object) -> bytes:
    return value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()
