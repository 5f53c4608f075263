"""The 案卷 of a case as parts: cover, index with pages, every paper, what happened, evidence with digests, a note.

Its papers are drawn from the same facts as the originals, which are attached; all pages are numbered throughout.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archives.documents.case_hand import TEXT, Hand, numbered
from archives.documents.faces import Faces
from archives.documents.grid import Lines
from archives.documents.labels import Labels
from archives.documents.paper import PORTRAIT
from archives.documents.parts import Part
from archives.documents.table import Row
from archives.ports import CasePaper

INDEX = Lines((10, 40, 32, 44, 24, 18), "CLLLCC", PORTRAIT, size=TEXT, padding=3)
EVIDENCE = Lines((10, 38, 29, 61, 30), "CLLLL", PORTRAIT, size=8.5, padding=3)
ACTS = Lines((32, 30, 30, 76), "CLLL", PORTRAIT, size=TEXT, padding=3)
ORIGINALS = Lines((10, 40, 48, 70), "CLLL", PORTRAIT, size=8.5, padding=3)
Drawn = Callable[[CasePaper], list[Part]]


@dataclass(frozen=True, slots=True)
class _Places:
    """On which page each paper begins and ends, in the order of the index; and how many pages there are."""

    spans: Sequence[tuple[int, int]]
    pages: int

    def of(self, place: int) -> str:
        first, last = self.spans[place]
        return str(first) if first == last else f"{first}—{last}"


def file_parts(paper: CasePaper, labels: Labels, faces: Faces, draw: Drawn) -> list[Part]:
    """Return the whole file. It is laid out twice: first to learn the pages, then with them in cover and index."""
    hand, enclosed = Hand(paper, labels, faces), [draw(each) for each in paper.enclosed]
    behind = [*_lists(hand)]
    guess = _Places([(999, 999)] * (len(enclosed) + len(behind)), 9999)
    front = _pages(_front(hand, guess, behind))
    places = _places(front, [*enclosed, *([each] for each in behind)])
    note = [hand.part(_noted(hand, places), hand.words.note)]
    final = _Places(places.spans, places.pages + _pages(note))
    note = [hand.part(_noted(hand, final), hand.words.note)]
    return [*_front(hand, final, behind), *(part for parts in enclosed for part in parts), *behind, *note]


def _places(front: int, chapters: Sequence[Sequence[Part]]) -> _Places:
    spans, at = [], front
    for parts in chapters:
        count = _pages(parts)
        spans.append((at + 1, at + count))
        at += count
    return _Places(spans, at)


def _pages(parts: Sequence[Part]) -> int:
    return sum(len(part.laid) for part in parts)


def _front(hand: Hand, places: _Places, behind: Sequence[Part]) -> list[Part]:
    words = hand.words
    rows = list(hand.list(INDEX, words.index_heads, numbered(_entries(hand, places, behind))))
    return [hand.part(list(_cover(hand, places)), hand.title), hand.part(rows, words.index)]


def _entries(hand: Hand, places: _Places, behind: Sequence[Part]) -> Iterator[list[str]]:
    for place, each in enumerate(hand.paper.enclosed):
        title = hand.words.title_of(each.kind, each.instrument)
        author = each.inspected if each.kind == "rectification_report" else each.authority
        day = each.issued_at.date().isoformat()
        yield [each.document_number or each.number, author, title, day, places.of(place)]
    for place, part in enumerate(behind, start=len(hand.paper.enclosed)):
        day = hand.paper.issued_at.date().isoformat()
        yield [hand.paper.case_number, hand.paper.authority, part.title, day, places.of(place)]


def _cover(hand: Hand, places: _Places) -> Iterator[Row]:
    paper, words = hand.paper, hand.words
    name = words.titles[paper.instrument]
    told = words.extent_value.format(papers=len(paper.enclosed), evidence=len(paper.evidence), pages=places.pages)
    yield hand.told(words.cover, words.file_title.format(inspected=paper.inspected, title=name))
    yield hand.told_twice((words.authority, paper.authority), (words.inspected, paper.inspected))
    yield hand.told_twice(
        (words.paper, f"{hand.named(name)}\n{paper.order_number}"), (hand.labels.number, paper.case_number)
    )
    yield hand.told_twice((words.ordered_on, hand.day(paper.ordered_on)), (words.closed_on, hand.day(paper.closed_on)))
    yield hand.told(words.extent, told)
    yield hand.signing((words.compiler, paper.handler), (words.reviewer, None))
    yield from hand.foot()


def _lists(hand: Hand) -> Iterator[Part]:
    paper, words = hand.paper, hand.words
    acts = ([act.at, words.events.get(act.kind, act.kind), act.actor, act.text] for act in paper.acts)
    yield hand.part(list(hand.list(ACTS, words.act_heads, acts)), words.acts)
    proofs = (
        [p.name + (f"\n{p.caption}" if p.caption else ""), p.about, p.sha256, f"{p.added_on}\n{p.added_by}"]
        for p in paper.evidence
    )
    yield hand.part(list(hand.list(EVIDENCE, words.evidence_heads, numbered(proofs))), words.evidence)


def _noted(hand: Hand, places: _Places) -> Iterator[Row]:
    paper, words = hand.paper, hand.words
    told = words.extent_value.format(papers=len(paper.enclosed), evidence=len(paper.evidence), pages=places.pages)
    yield hand.told(words.extent, told)
    yield hand.told(words.remarks, words.originals)
    heads = (words.index_heads[0], words.index_heads[1], words.index_heads[3], "SHA-256")
    entries = ([each.number, words.title_of(each.kind, each.instrument), each.sha256] for each in paper.enclosed)
    yield from hand.list(ORIGINALS, heads, numbered(entries))
    yield hand.signing((words.compiler, None), (words.reviewer, None))
