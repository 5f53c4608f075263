"""What somebody may mean who has begun to type, and Latin words as they are spelt: from what the person may see."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from archives.domain.question import Everything, Fuzzy, Node, Phrase, wanted
from archives.models import Organization, Record
from archives.ports import SearchAnswer
from archives.services.indexing_documents import texts_of
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

MOST = 10  # suggestions
_EACH = 4  # of one kind
_LEAST = 3  # letters of a word that may be misspelt
_LOOKED_AT = 10  # records whose words are compared
_SHORT = 5  # letters; a longer word may have two misspelt


class SuggestionKind(StrEnum):
    """What is suggested."""

    NUMBER = "number"
    TITLE = "title"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to ask for: `text` is shown, `question` is the question that finds it."""

    kind: SuggestionKind
    text: str
    question: str


Ask = Callable[[Node, int, tuple[str, ...]], SearchAnswer]
"""Asks for so many hits and these counts, with the person's own sight."""


class Suggesting:
    """Suggests nothing that the asking person could not find."""

    def __init__(self, work: UnitOfWork, outside: Outside, ask: Ask) -> None:
        self._work, self._outside, self._ask = work, outside, ask

    def suggest(self, begun: str) -> Sequence[Suggestion]:
        """Return numbers that begin so, titles and organizations with these words or by their pinyin initials."""
        text = begun.strip()
        if not text:
            return ()
        found = (*self._numbers(text), *self._titles(text), *self._initials(text), *self._organizations(text))
        return tuple(dict.fromkeys(found))[:MOST]

    def meant(self, words: str, asked: Node) -> str:
        """Return the question with its Latin words as records spell them, or '' if nothing is nearer."""
        corrected = words
        for leaf in wanted(asked):
            if isinstance(leaf, Phrase) and leaf.text.isascii() and leaf.text.isalpha() and len(leaf.text) >= _LEAST:
                better = self._spelt(leaf)
                corrected = corrected.replace(leaf.text, better) if better else corrected
        return corrected if corrected != words else ""

    # --- private ---

    def _numbers(self, text: str) -> Iterator[Suggestion]:
        for record in self._records(self._ask(Phrase(text, "number"), _EACH, ())):
            number = record.archive_number or record.unit_number or ""
            yield Suggestion(SuggestionKind.NUMBER, number, f'档号:"{number}"')

    def _titles(self, text: str) -> Iterator[Suggestion]:
        return self._entitled(Phrase(text, "title"))

    def _initials(self, text: str) -> Iterator[Suggestion]:
        return self._entitled(self._outside.initials.asked(text)) if _is_initials(text) else iter(())

    def _entitled(self, asked: Phrase) -> Iterator[Suggestion]:
        for record in self._records(self._ask(asked, _EACH, ())):
            yield Suggestion(SuggestionKind.TITLE, record.title, f'题名:"{record.title}"')

    def _organizations(self, text: str) -> Iterator[Suggestion]:
        """Yield those of whose records the person may find at least one."""
        counts = self._ask(Everything(), 0, ("organization_id",)).facets["organization_id"]
        ids = sorted(map(UUID, counts), key=lambda each: -counts[str(each)])
        rows = self._work.session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(ids)))
        names = dict(rows.all())
        wanted_name = self._outside.fold(text)
        fitting = (names[each] for each in ids if each in names and self._fits(names[each], wanted_name))
        for name, _ in zip(fitting, range(_EACH), strict=False):
            yield Suggestion(SuggestionKind.ORGANIZATION, name, f'单位:"{name}"')

    def _fits(self, name: str, text: str) -> bool:
        return text in self._outside.fold(name) or (
            _is_initials(text) and any(text in letters for letters in self._outside.initials.of(name))
        )

    def _records(self, answer: SearchAnswer) -> Iterator[Record]:
        ids = [UUID(hit.record_id) for hit in answer.hits]
        rows = {row.id: row for row in self._work.session.scalars(select(Record).where(Record.id.in_(ids)))}
        return (rows[each] for each in ids if each in rows)

    def _spelt(self, leaf: Phrase) -> str:
        """Return the commonest word of visible records that is nearest to one that none of them has."""
        if self._ask(leaf, 0, ()).total:
            return ""
        for edits in range(1, 2 + (len(leaf.text) > _SHORT)):
            near = Fuzzy(leaf.text, edits, leaf.field)
            words = Counter(self._words(near, self._ask(near, _LOOKED_AT, ())))
            if words:
                return min(words, key=lambda word: (-words[word], word))
        return ""

    def _words(self, near: Fuzzy, answer: SearchAnswer) -> Iterator[str]:
        records = list(self._records(answer))
        texts = texts_of(self._work, [record.id for record in records])
        for record in records:
            for field, text in (("title", record.title), *(("text", each) for each in texts.get(record.id, ()))):
                parts = self._outside.excerpt(text, near, self._outside.fold, field)
                yield from (part.lower() for part, is_match in parts if is_match)


def _is_initials(text: str) -> bool:
    """Tell whether these may be the first letters of characters; one letter says too little."""
    return len(text) > 1 and text.isascii() and text.isalpha()
