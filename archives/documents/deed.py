"""The 档案交接文据 (GB/T 13968-1992) as rows, and the 手检目录 that goes with each of its copies."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from archives.documents.deed_words import WORDS, DeedWords
from archives.documents.faces import Faces
from archives.documents.foot import foot, issued
from archives.documents.grid import SEAL, SIGNATURE, Grid, Lines, column, head, heading, signed, value
from archives.documents.labels import Labels
from archives.documents.missing import missing_note
from archives.documents.paper import LANDSCAPE
from archives.documents.parts import Part
from archives.documents.signatures import printed_day
from archives.documents.table import Align, LaidRow, Row
from archives.ports import HandListRow, HandoverDeed

VOLUMES = Lines((12, 48, 110, 36, 15, 20, 26), "CLLCRCL", LANDSCAPE)
ITEMS = Lines((11, 38, 30, 34, 70, 19, 14, 18, 12, 21), "CLLLLCCCRL", LANDSCAPE)


def deed_parts(deed: HandoverDeed, labels: Labels, faces: Faces, copy: int) -> list[Part]:
    """Return one copy, 0 or 1: the deed, then its set of the lists that have entries."""
    words = WORDS[deed.language]
    number = f"{labels.number}{labels.colon}{deed.number}", f"{labels.fonds}{labels.colon}{deed.fonds}"
    above = heading(number, faces.regular)
    rows = [*_form(deed, labels, words, Grid(faces.regular)), *_notes(deed, labels, words, faces)]
    told = (
        (words.volume_list, VOLUMES, words.volume_heads, deed.volumes, _volume),
        (words.item_list, ITEMS, words.item_heads, deed.items, _item),
    )
    top = heading((f"{number[0]}　{words.sets[copy]}", number[1]), faces.regular, LANDSCAPE)
    lists = [
        Part(
            title,
            [top, lines.head(faces.bold, heads)],
            lines.rows(faces.regular, [texts(entry, labels) for entry in entries]),
            LANDSCAPE,
            partial(_sums, words, len(entries)),
        )
        for title, lines, heads, entries, texts in told
        if entries
    ]
    return [Part(words.title, [above], rows), *lists]


def _form(deed: HandoverDeed, labels: Labels, words: DeedWords, grid: Grid) -> Iterator[Row]:
    giver, taker = deed.giver, deed.taker
    yield grid.row(head(words.giver), value(giver.party, 4), head(words.taker), value(taker.party, 4))
    nature = words.natures.get(deed.nature, deed.nature)
    yield grid.row(head(words.nature), value(nature, 4), head(words.years), value(deed.years, 4))
    yield grid.row(head(words.moved_on), value(printed_day(deed.moved_on, labels), 10))
    yield from _extent(deed, words, grid)
    yield grid.row(head(words.statement), value(deed.statement, 10), least=SIGNATURE)
    yield grid.row(head(words.opinion), value(deed.opinion, 10), least=SIGNATURE)
    if deed.remarks:
        yield grid.row(head(labels.remarks), value(deed.remarks, 10))
    yield grid.row(value("", 2), column(words.giver, 5), column(words.taker, 5))
    for said, ours, theirs in (
        (words.leader, giver.leader, taker.leader),
        (words.handler, giver.handler, taker.handler),
    ):
        yield grid.row(head(said), signed(ours, labels, 5), signed(theirs, labels, 5), least=SIGNATURE)
    seals = signed(giver.seal, labels, 5, is_seal=True), signed(taker.seal, labels, 5, is_seal=True)
    yield grid.row(head(labels.seal), *seals, least=SEAL)


def _extent(deed: HandoverDeed, words: DeedWords, grid: Grid) -> Iterator[Row]:
    yield grid.row(column(words.category, 4), *(column(said, 2) for said in words.amounts))
    for holding in deed.holdings:
        counts = (holding.volumes, holding.items, holding.metres, holding.media)
        yield grid.row(value(holding.category, 4), *(value(count, 2, Align.CENTRE) for count in counts))
    if deed.finding_aids:
        yield grid.row(column(words.finding_aids, 8), column(words.count, 4))
    for aid in deed.finding_aids:
        yield grid.row(value(aid.kind, 8), value(aid.count, 4, Align.CENTRE))


def _notes(deed: HandoverDeed, labels: Labels, words: DeedWords, faces: Faces) -> Iterator[Row]:
    lines = [words.note, issued(deed.issued_at, labels)]
    if deed.supersedes:
        lines.insert(0, labels.supersedes_note.format(number=deed.supersedes))
    if deed.manifest_sha256:
        gap = " " if deed.language == "en" else ""
        lines.append(labels.digest_value.format(sha256=deed.manifest_sha256).replace("\n", gap))
    if deed.attachments:
        lines.append(labels.attached_note.format(names=", ".join(file.name for file in deed.attachments)))
    missing = missing_note(replace(deed, attachments=()), faces.regular, labels)
    return foot(lines, deed.verification_url, missing, labels, faces.regular)


def _volume(row: HandListRow, labels: Labels) -> Sequence[str]:
    retention = labels.retention.get(row.retention, row.retention)
    return [str(row.sequence), row.reference_code, row.title, row.dates, row.pages, retention, row.remark]


def _item(row: HandListRow, labels: Labels) -> Sequence[str]:
    retention = labels.retention.get(row.retention, row.retention)
    first = [str(row.sequence), row.reference_code, row.document_number, row.responsible_party, row.title, row.dates]
    return [*first, row.classification, retention, row.pages, row.remark]


def _sums(words: DeedWords, count: int, page: Sequence[LaidRow]) -> str:
    begun = sum(row.is_ruled and not row.is_continued for row in page) - 1  # less the heads
    return words.list_sums.format(page=begun, all=count)
