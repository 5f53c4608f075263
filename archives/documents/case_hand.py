"""What the papers of a case are written with: paragraphs, lists, places to sign, in the words of their language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archives.documents.case_words import CaseWords
from archives.documents.case_words_en import ENGLISH
from archives.documents.case_words_hans import SIMPLIFIED
from archives.documents.case_words_hant import TRADITIONAL
from archives.documents.faces import Faces
from archives.documents.foot import foot, issued
from archives.documents.grid import SEAL, SIGNATURE, Grid, Lines, Piece, head, heading, signed, value
from archives.documents.labels import Labels
from archives.documents.missing import missing_note
from archives.documents.paper import PORTRAIT
from archives.documents.parts import Part
from archives.documents.signatures import printed_day
from archives.documents.table import Cell, Row, Style
from archives.ports import CasePaper, FormSignature, PaperItem

WORDS = {"zh-Hans": SIMPLIFIED, "zh-Hant": TRADITIONAL, "en": ENGLISH}
LETTER, TEXT = 11.5, 9  # points: of paragraphs, of lists


class Hand:
    """Writes one paper."""

    def __init__(self, paper: CasePaper, labels: Labels, faces: Faces) -> None:
        self.paper, self.labels, self.faces = paper, labels, faces
        self.words: CaseWords = WORDS[paper.language]
        self.grid = Grid(faces.regular)

    @property
    def title(self) -> str:
        """Return what the paper is called."""
        return self.words.title_of(self.paper.kind, self.paper.instrument)

    def part(self, rows: Iterable[Row], title: str = "") -> Part:
        """Return rows under the title, with who and number above them on each page."""
        number = self.paper.document_number or f"{self.labels.number}{self.labels.colon}{self.paper.case_number}"
        above = heading((self.paper.authority, number), self.faces.regular)
        return Part(title or self.title, [above], rows)

    def foot(self) -> Iterator[Row]:
        """Yield what stands below: when it was made out, under which number and where it is verified."""
        paper, labels = self.paper, self.labels
        said = [issued(paper.issued_at, labels)]
        if paper.number:
            said.append(f"{labels.number}{labels.colon}{paper.number}")
        if paper.is_draft:
            said.append(self.words.draft)
        missing = missing_note(replace(paper, attachments=(), enclosed=()), self.faces.regular, labels)
        return foot(["　".join(said)], paper.verification_url, missing, labels, self.faces.regular)

    def say(self, text: str, *, indent: bool = True) -> Row:
        """Return a paragraph."""
        return self._plain(f"{self.words.indent if indent else ''}{text}", LETTER, 4)

    def caption(self, text: str) -> Row:
        """Return what stands above a list in the middle of a page."""
        return self._plain(text, 10.5, 4)

    def list(self, lines: Lines, heads: Sequence[str], entries: Iterable[Sequence[str]]) -> Iterator[Row]:
        """Yield a list; its heads stand again on each page."""
        top = lines.head(self.faces.bold, heads)
        yield top
        yield from lines.rows(self.faces.regular, entries, top)

    def told(self, name: str, text: str) -> Row:
        """Return a name and what is told of it."""
        return self.grid.row(head(name), value(text, 10))

    def told_twice(self, first: tuple[str, str], second: tuple[str, str]) -> Row:
        """Return two of them beside each other."""
        pieces = [piece for name, text in (first, second) for piece in (head(name), value(text, 4))]
        return self.grid.row(*pieces)

    def signing(self, *lines: tuple[str, FormSignature | None]) -> Row:
        """Return places to sign, one or two beside each other; None leaves one to the pen."""
        span = 12 // len(lines) - 2
        pieces = [piece for name, who in lines for piece in (head(name), signed(who, self.labels, span))]
        return self.grid.row(*pieces, least=SIGNATURE)

    def sealed(self) -> Row:
        """Return the end of a letter: seal and day at the right."""
        seal = signed(self.paper.seal, self.labels, 6, is_seal=True)
        return replace(self.grid.row(Piece("", 6), seal, least=SEAL), is_ruled=False)

    def day(self, iso: str) -> str:
        """Return a day as the language writes it, '—' for none."""
        return printed_day(iso, self.labels) if iso else "—"

    def named(self, document: str) -> str:
        """Return the name of a document in the marks of the language; Chinese ones are those of titles."""
        return document if self.paper.language == "en" else f"《{document}》"

    def join(self, texts: Iterable[str]) -> str:
        """Return several things in a row."""
        return self.words.comma.join(filter(None, texts))

    def officers(self) -> str:
        """Return who acts for the authority, with their certificates."""
        told = (self.words.officer.format(name=o.name, number=o.certificate_number) for o in self.paper.officers)
        return self.join(told)

    def kind_of(self, item: PaperItem) -> str:
        """Return what kind of thing was found, and how bad."""
        kind = self.words.kinds.get(item.kind, item.kind)
        grade = self.words.grades.get(item.grade, item.grade)
        return self.words.graded.format(kind=kind, grade=grade) if grade else kind

    def facts_of(self, item: PaperItem) -> str:
        """Return what was found, where, and how bad it is."""
        grade = self.kind_of(item) if item.grade else ""
        return "\n".join(filter(None, [item.facts, self.join([item.place, grade])]))

    def asked_of(self, item: PaperItem) -> str:
        """Return what was found and what is required, in one cell."""
        return f"{item.number}\n{item.facts}\n→ {item.requirement}"

    def _plain(self, text: str, size: float, padding: float) -> Row:
        cell = Cell(PORTRAIT.left, PORTRAIT.right, Style(self.faces.regular, size, padding=padding, is_middle=False))
        return Row((cell,), [text], is_ruled=False)


def numbered(entries: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Yield entries with their place before them, from 1."""
    return ([str(place), *entry] for place, entry in enumerate(entries, start=1))
