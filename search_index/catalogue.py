"""What of a document is counted, filtered, ordered and shown to whom: the same for every index."""

import re
from collections.abc import Mapping, Sequence

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.question import INITIALS
from archives.ports import FACETS, SearchDocument, SearchRequest, Visibility
from search_index.folding import number_form
from search_index.initials import zone_of

FILTERS = (*FACETS, "classification")
LABELS = (*FILTERS, "jurisdiction")
ZONES = ("title", "document_number", "responsible_party", "description", "text", INITIALS)
"""The texts of a document, by which a question may ask and which weigh differently."""
SORTS = ("relevance", "formed_on", "-formed_on", "number")

TITLE_BOOST = 8.0  # one hit in a title outweighs any number of hits in the text
NUMBER_BOOST = 40.0  # and the beginning of a number outweighs both
LAST = 99_999_999  # the rank of a record without a date
NO_NUMBER = "\U0010ffff"

_DIGITS = re.compile(r"\d+")


def label(document: SearchDocument, name: str) -> str:
    """Return the value under which the document is counted and filtered; '' is not counted."""
    value = getattr(document, name)
    return str(value or "")


def zone_text(document: SearchDocument, zone: str) -> str:
    """Return one of the searchable texts."""
    return zone_of(document.title) if zone == INITIALS else str(getattr(document, zone))


def numbers(document: SearchDocument) -> tuple[str, ...]:
    """Return the record's own numbers in the form in which they are compared."""
    found = (number_form(document.unit_number), number_form(document.archive_number))
    return tuple(dict.fromkeys(number for number in found if number))


def number_key(document: SearchDocument) -> str:
    """Return a key that orders by the archive's number, else the unit's: 2 before 10, no number last."""
    return ordering(document.archive_number or document.unit_number) or NO_NUMBER


def ordering(number: str) -> str:
    """Return a number as it is ordered: its digits filled up with zeros."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(12), number_form(number))


def date_rank(formed_on: str) -> int:
    """Return 20061122 for '2006-11-22', 20060000 for '2006'; records without a date come last."""
    digits = "".join(re.findall(r"[0-9]", formed_on))
    return int(digits[:8].ljust(8, "0")) if digits else LAST


def latest_first(rank: int) -> int:
    """Return the rank turned round; what has no date stays last."""
    return rank if rank == LAST else -rank


def sees(visibility: Visibility, labels: Mapping[str, str]) -> bool:
    """Tell whether a document of these labels may be seen."""
    return all(labels[name] in values for name, values in demanded(visibility).items()) and _reached(visibility, labels)


def demanded(visibility: Visibility) -> Mapping[str, frozenset[str]]:
    """Return the columns of which a document must have one of these values, whichever way it is reached."""
    said = {"classification": visibility.classifications, "access_status": visibility.access_statuses}
    return {name: values for name, values in said.items() if values is not None}


def _reached(visibility: Visibility, labels: Mapping[str, str]) -> bool:
    return (
        visibility.everything
        or labels["organization_id"] in visibility.organizations - {""}
        or labels["repository_id"] in visibility.repositories - {""}
        or any(lies_under(labels["jurisdiction"], prefix) for prefix in visibility.jurisdictions)
    )


def lies_under(path: str, prefix: str) -> bool:
    """Tell whether the path is the prefix or below it, by whole steps of '/'; an empty prefix holds nothing."""
    stem = prefix.rstrip("/")
    return bool(stem) and (path.rstrip("/") == stem or path.startswith(stem + "/"))


def accepted(request: SearchRequest) -> Mapping[str, frozenset[str]]:
    """Return the filters that restrict; refuse names that are no filter and orders that are none.

    A filter without values does not restrict.
    """
    problems = [Problem("unknown_filter", where=name) for name in request.filters if name not in FILTERS]
    if request.sort not in SORTS:
        problems.append(Problem("unknown_sort", where="sort", facts=(("sort", request.sort),)))
    if problems:
        raise InvalidInputError(problems)
    return {name: _values(values) for name, values in request.filters.items() if values}


def _values(values: Sequence[str]) -> frozenset[str]:
    return frozenset(str(value) for value in values)
