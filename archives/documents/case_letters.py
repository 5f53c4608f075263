"""The letters of an authority as rows: notice of inspection, order or opinion, close-out, proposal to the employer."""

from collections.abc import Iterator

from archives.documents.case_hand import TEXT, Hand, numbered
from archives.documents.grid import Lines
from archives.documents.paper import PORTRAIT
from archives.documents.table import Row
from archives.domain.hazard import Instrument
from archives.ports import PaperItem

ITEMS = Lines((10, 28, 68, 62), "CLLL", PORTRAIT, size=TEXT, padding=3)
DAY = 10  # characters of an ISO date


def notice_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 检查通知书: when, why, by whom, on what basis."""
    paper, words = hand.paper, hand.words
    opening, ground, sheet, officers, closing = words.notice
    yield hand.say(words.to.format(addressee=paper.addressee), indent=False)
    kind = words.inspections.get(paper.inspection_kind, paper.inspection_kind)
    yield hand.say(opening.format(bases=hand.join(paper.bases), day=hand.day(paper.planned_on), kind=kind))
    if paper.ground:
        yield hand.say(ground.format(ground=paper.ground))
    if paper.sheet:
        name = words.quoted.format(text=paper.sheet.title)
        yield hand.say(sheet.format(sheet=name, edition=paper.sheet.edition))
    yield hand.say(officers.format(officers=hand.officers()))
    yield hand.say(closing)
    yield from _ended(hand)


def order_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 责令限期整改 / 改正通知书 or 检查意见书: every item with its requirement, the basis, the last day."""
    paper, words = hand.paper, hand.words
    body = words.answers_for.format(body=paper.answers_for) if paper.answers_for else ""
    told = {"bases": hand.join(paper.bases), "day": hand.day(paper.due_on), "authority": paper.authority}
    yield hand.say(words.to.format(addressee=paper.addressee), indent=False)
    yield hand.say(words.order_opens[paper.instrument].format(body=body, count=len(paper.items)))
    yield from hand.list(ITEMS, words.item_heads, numbered(_ordered(hand)))
    if paper.officers:
        day = hand.day(paper.opened_at[:DAY])
        yield hand.say(words.found_by.format(officers=hand.officers(), day=day))
    yield hand.say(words.demand[paper.instrument].format(**told))
    if paper.consequence:
        yield hand.say(words.threat.format(article=paper.consequence))
    if paper.objection:
        yield hand.say(paper.objection)
    if paper.remedy and paper.instrument != Instrument.OPINION:
        yield hand.say(paper.remedy)
    yield from _ended(hand)


def closing_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 销号通知书: what was ordered, reported, rechecked and is closed out."""
    paper, words = hand.paper, hand.words
    days = {"day": hand.day(paper.ordered_on), "reported": hand.day(paper.reported_on)}
    told = {"title": hand.named(_order(hand)), "number": paper.order_number, "count": len(paper.items)}
    yield hand.say(words.to.format(addressee=paper.addressee), indent=False)
    yield hand.say(words.closing.format(**told, **days, rechecked=hand.day(paper.rechecked_on)))
    entries = ([each.number, hand.facts_of(each), _rechecked(hand, each)] for each in paper.items)
    yield from hand.list(ITEMS, words.closed_heads, numbered(entries))
    if paper.text:
        yield hand.say(paper.text)
    yield hand.say(words.closed)
    yield from _ended(hand)


def proposal_rows(hand: Hand) -> Iterator[Row]:
    """Yield the 处理建议函 to the employer, who answers in writing (Law 48, 条例 46)."""
    paper, words = hand.paper, hand.words
    opening, proposed, closing = words.proposal
    told = {"title": hand.named(_order(hand)), "number": paper.order_number, "count": len(paper.items)}
    days = {"day": hand.day(paper.ordered_on), "due": hand.day(paper.due_on)}
    yield hand.say(words.to.format(addressee=paper.addressee), indent=False)
    yield hand.say(opening.format(inspected=paper.inspected, **told, **days))
    yield from hand.list(ITEMS, words.item_heads, numbered(_ordered(hand)))
    yield hand.say(proposed.format(article=paper.consequence or hand.join(paper.bases)))
    yield hand.say(paper.text)
    yield hand.say(closing.format(authority=paper.authority))
    yield from _ended(hand)


def _ordered(hand: Hand) -> Iterator[list[str]]:
    return ([each.number, hand.facts_of(each), each.requirement] for each in hand.paper.items)


def _rechecked(hand: Hand, item: PaperItem) -> str:
    return "\n".join(filter(None, [hand.words.result.get(item.recheck, item.recheck), item.recheck_note]))


def _order(hand: Hand) -> str:
    return hand.words.titles[hand.paper.instrument]


def _ended(hand: Hand) -> Iterator[Row]:
    yield hand.sealed()
    yield from hand.foot()
