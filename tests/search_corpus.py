"""Documents for the tests of the search index."""

from dataclasses import replace

from archives.domain.question_reading import read
from archives.ports import SearchDocument, SearchRequest, Visibility

EVERYTHING = Visibility(everything=True)
BLANK = SearchDocument(
    record_id="0",
    organization_id="water",
    repository_id="",
    fonds_id="F1",
    unit_number="",
    archive_number="",
    title="",
    document_number="",
    responsible_party="",
    description="",
    text="",
    formed_on="",
    year=0,
    level="item",
    category="",
    retention="permanent",
    access_status="",
    classification="none",
    custody="",
    jurisdiction="cn/13/",
)


def document(record_id, **changes):
    return replace(BLANK, record_id=record_id, **changes)


def texts(*written):
    return [document(str(number), text=text) for number, text in enumerate(written)]


def ask(index, words="", **request):
    request = {"visibility": EVERYTHING, "limit": 10_000, **request}
    return index.search(SearchRequest(read(words).question, **request))


def found(index, words="", **request):
    return [hit.record_id for hit in ask(index, words, **request).hits]
