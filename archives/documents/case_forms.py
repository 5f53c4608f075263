"""Records and forms of a case as rows: for the pen where nobody has signed yet, else as it was done."""

from collections.abc import Iterator

from archives.documents.case_hand import TEXT, Hand, numbered
from archives.documents.grid import Lines
from archives.documents.paper import PORTRAIT
from archives.documents.table import Row
from archives.ports import PaperItem, PaperSheet

FOUND = Lines((10, 28, 32, 26, 72), "CLCLL", PORTRAIT, size=TEXT, padding=3)
UNMET = Lines((18, 92, 58), "CLL", PORTRAIT, size=TEXT, padding=3)
REPORTED = Lines((10, 58, 38, 18, 44), "CLLCL", PORTRAIT, size=TEXT, padding=3)
RECHECKED = Lines((10, 58, 44, 16, 40), "CLLCL", PORTRAIT, size=TEXT, padding=3)
WRITTEN = 6  # empty lines for the pen


def site_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 现场检查笔录, to be signed by both sides on the spot (条例 47)."""
    paper, words = hand.paper, hand.words
    period = " — ".join(filter(None, [paper.opened_at, paper.concluded_at]))
    kind = words.inspections.get(paper.inspection_kind, paper.inspection_kind)
    yield hand.told_twice((words.inspected, paper.inspected), (words.authority, paper.authority))
    yield hand.told(words.period, period)
    yield hand.told(words.ground, hand.join(dict.fromkeys([kind, paper.ground])))
    yield hand.told(words.officers, f"{hand.officers()}\n{words.shown}")
    if paper.sheet:
        counted = words.counts.format(*paper.sheet.counts)
        yield hand.told(words.sheet, f"{paper.sheet.title} {paper.sheet.edition}\n{counted}")
    yield hand.told(words.record, paper.record or "\n" * WRITTEN)
    yield from _found(hand)
    if paper.sheet and paper.sheet.unmet:
        yield from _unmet(hand, paper.sheet)
    if paper.unsigned_because:
        yield hand.told(words.unsigned, paper.unsigned_because)
    yield hand.signing((words.signed_by, paper.receiver), (words.officers_sign, None))
    yield from hand.foot()


def delivery_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 送达回证: which paper came to whom, when, in what manner."""
    paper, words = hand.paper, hand.words
    named = f"{hand.named(words.titles[paper.instrument])}\n{paper.order_number}"
    manner = words.manner_blank if paper.is_draft else paper.manner or words.manner_here
    yield hand.told(words.served_paper, named)
    yield hand.told(words.served_to, paper.inspected)
    yield hand.told(words.served_by, paper.authority)
    yield hand.told(words.manner, manner)
    yield hand.told(words.served_at, paper.served_at or hand.labels.blank_date)
    yield hand.signing((words.receiver, paper.receiver), (words.server, paper.handler))
    yield hand.told(words.remarks, "\n" * 2)
    yield from hand.foot()


def report_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 整改情况报告: of every item what was done, by whom."""
    paper, words = hand.paper, hand.words
    yield from _of_order(hand, (words.inspected, paper.inspected), (words.to_authority, paper.authority))
    entries = ([hand.asked_of(each), _measures(hand, each), each.responsible, each.done] for each in paper.items)
    yield from hand.list(REPORTED, words.report_heads, numbered(entries))
    yield hand.told(words.in_all, paper.text or "\n" * WRITTEN)
    yield hand.signing((words.head, paper.handler), (hand.labels.seal, None))
    yield from hand.foot()


def recheck_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 复查记录: of every item whether it passed, and what was seen."""
    paper, words = hand.paper, hand.words
    yield from _of_order(hand, (words.inspected, paper.inspected), (words.authority, paper.authority))
    entries = (
        [hand.asked_of(each), each.done, words.result.get(each.recheck, each.recheck), each.recheck_note]
        for each in paper.items
    )
    yield from hand.list(RECHECKED, words.recheck_heads, numbered(entries))
    yield hand.told(words.conclusion, _conclusion(hand))
    yield hand.signing((words.recheckers, paper.handler), (words.signed_by, None))
    yield from hand.foot()


def _of_order(hand: Hand, *parties: tuple[str, str]) -> Iterator[Row]:
    paper, words = hand.paper, hand.words
    named = f"{hand.named(words.titles[paper.instrument])}\n{paper.order_number}"
    yield hand.told_twice(*parties)
    yield hand.told_twice((words.paper, named), (words.due_on, hand.day(paper.due_on)))
    yield hand.told(words.round, words.round_value.format(round=paper.round))


def _found(hand: Hand) -> Iterator[Row]:
    words, items = hand.words, hand.paper.items
    if not items:
        yield hand.told(words.found_heads[4], "" if hand.paper.is_draft else words.nothing)
        return
    entries = ([each.number, hand.kind_of(each), each.place, each.facts] for each in items)
    yield from hand.list(FOUND, words.found_heads, numbered(entries))


def _unmet(hand: Hand, sheet: PaperSheet) -> Iterator[Row]:
    yield hand.caption(hand.words.unmet)
    yield from hand.list(UNMET, hand.words.unmet_heads, ([each.code, each.text, each.note] for each in sheet.unmet))


def _measures(hand: Hand, item: PaperItem) -> str:
    return "\n".join(filter(None, [item.measures, hand.day(item.planned_by) if item.planned_by else ""]))


def _conclusion(hand: Hand) -> str:
    paper, words = hand.paper, hand.words
    if paper.is_draft:
        return "\n" * 2
    if paper.is_passed:
        return words.passed
    return f"{words.failed}{words.next_due.format(day=hand.day(paper.due_on))}"
