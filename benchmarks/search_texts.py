"""What every engine is given: texts as tokens, and what the faceted question counts."""

from archives.ports import SearchDocument
from search_index import fold
from search_index.analysis import RUN

COUNTED = ("organization_id", "year", "retention", "access_status")
FIRST, LAST = 1980, 2015
ZONES = ("title", "document_number", "responsible_party", "description", "text")


def bigrams(text: str) -> list[str]:
    """Return the tokens of a text, in order."""
    found: list[str] = []
    for match in RUN.finditer(fold(text)):
        run = match.group()
        if match.lastindex is None or len(run) == 1:
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def content(document: SearchDocument) -> str:
    """Return all that is searched, as one text: the yardsticks have a single field, which is cheaper for them."""
    return "\n".join(getattr(document, zone) for zone in ZONES)
