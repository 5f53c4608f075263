"""The counter for finding: words and facets over what the asking person may see, what was just saved included."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.question import Node
from archives.domain.question_reading import LONGEST_QUESTION, read
from archives.domain.question_terms import Note
from archives.models import Fonds, Organization, Record, Repository
from archives.ports import SearchHit
from archives.services.finding_aids import FindingAidWriter
from archives.services.indexing_documents import FileText, file_texts_of
from archives.services.outside import Outside
from archives.services.search_asking import Asking, Question, ids_of, one_state
from archives.services.search_names import Naming
from archives.services.search_suggestions import Suggesting, Suggestion
from archives.services.unit_of_work import UnitOfWork

MOST_HITS = 200
FARTHEST = 100_000_000  # hits: as many as there can be
EXPORTED = (
    *("reference_code", "title", "responsible_party", "document_number", "formed_on", "year", "level", "category"),
    *("retention", "access_status", "custody", "id"),
)
"""The columns of an exported list."""
Parts = Sequence[tuple[str, bool]]  # text, and whether it is a match; joined they are the text


@dataclass(frozen=True, slots=True)
class Found:
    """A record, with the places in its title and in its text that answer the question, in the record's own script."""

    record: Record
    score: float
    title: Parts
    snippet: Parts
    file: str = ""  # the name of the file that the snippet is a match in
    file_id: UUID | None = None
    page: int = 0  # of the file, from 1; 0 where it has no pages


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of all hits have this value; `label` is a name from the database, or the value again."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of hits; total and facets are over all hits."""

    total: int
    hits: tuple[Found, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]  # the commonest value first
    notes: tuple[Note, ...] = ()  # what of the question could not be meant as written
    meant: str = ""  # where nothing was found: the question with its Latin words as records spell them


class SearchService:
    """Find records."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def find(self, question: Question) -> Findings:
        """Answer; no words can make it fail. What was saved a moment ago comes first until the index knows it."""
        _require_range(question)
        reading = read(question.words)
        naming = Naming(self._work, self._outside.fold)
        asked = naming.resolved(reading.question)
        answer = Asking(self._work, self._outside, self._outside.index).answer(question, asked)
        hits = tuple(self._shown(answer.hits, asked))
        meant = "" if answer.total else self._suggesting().meant(question.words, asked)
        return Findings(answer.total, hits, self._named(answer.facets), (*reading.notes, *naming.notes), meant)

    def write_hits(self, question: Question, name: str, target: BinaryIO) -> None:
        """Write all hits of one state, by the name's extension: CSV or XLSX in their order, EAD 3 (.xml) by fonds."""
        with one_state(self._work, self._outside) as asking:
            asked = Naming(self._work, self._outside.fold).resolved(read(question.words).question)
            if name.endswith(".xml"):
                found = (ids_of(some) for hits in asking.every(question, asked) for some in _batches(hits))
                FindingAidWriter(self._work, self._outside).write(question.words, found, target)
            else:
                self._outside.tables.write(name, self._exported(asking, question, asked), target)

    def every_id(self, question: Question) -> Iterable[UUID]:
        """Yield the ids of all hits that the database shows this person, too, of one state."""
        with one_state(self._work, self._outside) as asking:
            asked = Naming(self._work, self._outside.fold).resolved(read(question.words).question)
            for hits in asking.every(question, asked):
                for some in _batches(hits):
                    seen = select(Record.id).where(Record.id.in_(ids_of(some)))
                    yield from self._work.session.scalars(seen)

    def suggest(self, begun: str) -> Sequence[Suggestion]:
        """Return what somebody may mean who has begun to type, among what the person could find."""
        return self._suggesting().suggest(begun[:LONGEST_QUESTION])

    # --- private ---

    def _suggesting(self) -> Suggesting:
        return Suggesting(self._work, self._outside, Asking(self._work, self._outside, self._outside.index).indexed)

    def _exported(self, asking: Asking, question: Question, asked: Node) -> Iterable[Sequence[str]]:
        """Yield the heading and a row for each hit."""
        yield EXPORTED
        for hits in asking.every(question, asked):
            for some in _batches(hits):
                yield from (_row(record) for record in self._rows(some).values())

    def _rows(self, hits: Sequence[SearchHit]) -> dict[UUID, Record]:
        """Return the records that the database shows this person, too, in the order of the hits."""
        ids = ids_of(hits)
        rows = {row.id: row for row in self._work.session.scalars(select(Record).where(Record.id.in_(ids)))}
        return {each: rows[each] for each in ids if each in rows}

    def _shown(self, hits: Sequence[SearchHit], asked: Node) -> Iterable[Found]:
        """Yield the hits that the database shows this person, too."""
        rows = self._rows(hits)
        texts = file_texts_of(self._work, list(rows))
        for hit in hits:
            if record := rows.get(identifier := UUID(hit.record_id)):
                title = self._outside.excerpt(record.title, asked, self._outside.fold, "title")
                yield Found(record, hit.score, title, *self._snippet(texts.get(identifier, ()), asked))

    def _snippet(self, texts: Sequence[FileText], asked: Node) -> tuple[Any, ...]:
        """Return the first place of the files that matches, and where it is; or else how the first file begins."""
        cut: Parts = ()
        for file in texts:
            found = self._outside.excerpt(file.text, asked, self._outside.fold)
            cut = cut or found
            if any(is_match for _, is_match in found):
                return found, file.name, file.file_id, file.page_at(_place(file.text, found))
        return (cut,)

    def _named(self, facets: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[FacetValue, ...]]:
        return {name: self._values(name, counts) for name, counts in facets.items()}

    def _values(self, name: str, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
        labels = _LABELS[name](self._work, [UUID(value) for value in counts]) if counts and name in _LABELS else {}
        values = (FacetValue(value, labels.get(value, value), count) for value, count in counts.items())
        return tuple(sorted(values, key=lambda each: (-each.count, each.value)))


def _place(text: str, excerpt: Parts) -> int:
    """Return the character of the text at which the excerpt has its first match, which is the text's first."""
    before = next((len(part) for part, is_match in excerpt[:1] if not is_match), 0)
    return text.find("".join(part for part, _ in excerpt)) + before


def _batches(hits: Sequence[SearchHit]) -> Iterable[Sequence[SearchHit]]:
    return (hits[start : start + MOST_HITS] for start in range(0, len(hits), MOST_HITS))


def _row(record: Record) -> Sequence[str]:
    values = {"reference_code": record.archive_number or record.unit_number}
    return [str(values.get(name, getattr(record, name, None)) or "") for name in EXPORTED]


def _require_range(question: Question) -> None:
    problems = []
    if not 1 <= question.limit <= MOST_HITS:
        problems.append(Problem("out_of_range", "limit", (("least", "1"), ("most", str(MOST_HITS)))))
    if not 0 <= question.offset <= FARTHEST:
        problems.append(Problem("out_of_range", "offset", (("least", "0"), ("most", str(FARTHEST)))))
    if problems:
        raise InvalidInputError(problems)


def _organizations(work: UnitOfWork, ids: Sequence[UUID]) -> dict[str, str]:
    rows = work.session.scalars(select(Organization).where(Organization.id.in_(ids)))
    return {str(row.id): row.name for row in rows}


def _repositories(work: UnitOfWork, ids: Sequence[UUID]) -> dict[str, str]:
    rows = work.session.scalars(select(Repository).where(Repository.id.in_(ids)))
    return {str(row.id): row.name for row in rows}


def _fonds(work: UnitOfWork, ids: Sequence[UUID]) -> dict[str, str]:
    rows = work.session.scalars(select(Fonds).where(Fonds.id.in_(ids)))
    return {str(row.id): f"{row.number or ''} {row.name}".strip() for row in rows}


_LABELS: Mapping[str, Callable[[UnitOfWork, Sequence[UUID]], Mapping[str, str]]] = {
    "organization_id": _organizations,
    "repository_id": _repositories,
    "fonds_id": _fonds,
}
