"""What the Whoosh index holds. Raise SCHEMA_VERSION at every change here or in analysis, folding and postings."""

from array import array
from collections.abc import Iterator, Mapping, Sequence

from whoosh import columns, fields, formats

from archives.ports import SearchDocument
from search_index.analysis import places
from search_index.catalogue import FILTERS, about, label, number_key, numbers
from search_index.folding import fold

SCHEMA_VERSION = 1
TEXTS = ("title", "about", "text")
ENCODING = ("utf-8", "surrogatepass")  # names of files may carry lone surrogates

Token = tuple[bytes, int, float, bytes]  # term, how often, weight, places


class TokenText(fields.FieldType):  # type: ignore[misc] # Whoosh has no types
    """Text as tokens with their places."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=True)

    def index(self, value: str, **_options: object) -> Iterator[Token]:
        """Yield each token of the text once."""
        for term, found in places(fold(value)).items():
            yield term.encode(*ENCODING), len(found), 1.0, array("I", found).tobytes()


class Keys(fields.FieldType):  # type: ignore[misc] # Whoosh has no types
    """Whole values, found exactly or by their beginning."""

    def __init__(self, *, unique: bool = False) -> None:
        super().__init__(formats.Existence(), None, unique=unique)

    def index(self, value: Sequence[str], **_options: object) -> Iterator[Token]:
        """Yield each value."""
        for key in value:
            yield key.encode(*ENCODING), 1, 1.0, b""


def build_schema() -> fields.Schema:
    """Return the schema: texts, keys, and columns of plain values."""
    few = {name: fields.COLUMN(columns.RefBytesColumn()) for name in (*FILTERS, "jurisdiction")}
    many = {name: fields.COLUMN(columns.VarBytesColumn()) for name in ("id", "formed_on", "number_key")}
    texts = {name: TokenText() for name in TEXTS}
    return fields.Schema(record_id=Keys(), number=Keys(), **texts, **few, **many)


def row(document: SearchDocument) -> Mapping[str, object]:
    """Return the document as the schema's fields."""
    values = {name: label(document, name) for name in (*FILTERS, "jurisdiction", "formed_on")}
    values |= {"id": document.record_id, "number_key": number_key(document)}
    return {
        "record_id": (document.record_id,),
        "number": numbers(document),
        "title": document.title,
        "about": about(document),
        "text": document.text,
        **{name: value.encode(*ENCODING) for name, value in values.items()},
    }
