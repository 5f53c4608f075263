"""What a later revision of a PDF may add (ISO 32000-1, 7.5.6): a seal into its empty field, and nothing else."""

import hashlib
from io import BytesIO

import pikepdf

SEALED, VALIDATED = frozenset({"/V"}), frozenset({"/DSS", "/Extensions", "/Version"})
OF_THE_FILE = frozenset({"/XRef", "/ObjStm"})  # how a file lists its objects, written anew in each revision
Objects = dict[tuple[int, int], pikepdf.Object]
Entries = dict[str, bytes]


def only_adds_a_seal(old: bytes, new: bytes) -> bool:
    """Tell whether the later revision only fills one signature field; ValueError when contents differ."""
    changed = _changed(old, new)
    return len(changed) == 1 and all(
        before.get("/FT") == b"/Sig" and "/V" not in before and _differing(before, after) == SEALED
        for before, after in changed
    )


def only_adds_validation(old: bytes, new: bytes) -> bool:
    """Tell whether the later revision only adds what helps to validate seals (PAdES B-LT: the catalogue's /DSS)."""
    changed = _changed(old, new)
    return (
        new.rstrip(b"\r\n").endswith(b"%%EOF")
        and len(changed) == 1
        and all(
            before.get("/Type") == b"/Catalog" and "/DSS" in after and _differing(before, after) <= VALIDATED
            for before, after in changed
        )
    )


def _changed(old: bytes, new: bytes) -> list[tuple[Entries, Entries]]:
    """Return the pairs of dictionaries that differ; ValueError when anything else differs, or is gone."""
    with pikepdf.open(BytesIO(old)) as first, pikepdf.open(BytesIO(new)) as second:
        before, after = _objects(first), _objects(second)
        if first.Root.objgen != second.Root.objgen or not set(before) <= set(after):
            raise ValueError("objects are gone")
        pairs = ((thing, after[place]) for place, thing in before.items())
        differing = [(was, now) for was, now in pairs if _fingerprint(was) != _fingerprint(now)]
        if not all(isinstance(each, pikepdf.Dictionary) for pair in differing for each in pair):
            raise ValueError("a content was changed")
        return [(_entries(was), _entries(now)) for was, now in differing]


def _differing(before: Entries, after: Entries) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _objects(pdf: pikepdf.Pdf) -> Objects:
    return {thing.objgen: thing for thing in pdf.objects if not _is_of_the_file(thing)}


def _is_of_the_file(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and str(thing.get("/Type", "")) in OF_THE_FILE


def _fingerprint(thing: pikepdf.Object) -> bytes:
    if not isinstance(thing, pikepdf.Stream):
        return thing.unparse(resolved=True)
    entries = b"".join(name.encode() + text for name, text in sorted(_entries(thing).items()))
    return entries + hashlib.sha256(bytes(thing.get_raw_stream_buffer())).digest()


def _entries(thing: pikepdf.Object) -> Entries:
    return {name: _written(thing[name]) for name in thing.keys()}  # noqa: SIM118 -- no dictionary of Python's


def _written(value: object) -> bytes:
    return value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()
