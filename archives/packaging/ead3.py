"""EAD 3 (release 1.1.1): written element by element as the units come, so that memory does not grow with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator

from archives.packaging.languages import SCRIPTS, languages, listed
from archives.ports import AidHead, AidUnit

NAMESPACE = "http://ead3.archivists.org/schema/"
NOTES: Mapping[str, str] = MappingProxyType(
    {
        "administrative_history": "bioghist",
        "custodial_history": "custodhist",
        "acquisition": "acqinfo",
        "scope_and_content": "scopecontent",
        "appraisal": "appraisal",
        "retention": "appraisal",
        "accruals": "accruals",
        "arrangement": "arrangement",
        "reproduction_conditions": "userestrict",
        "physical_characteristics": "phystech",
        "finding_aids": "otherfindaid",
        "originals_location": "originalsloc",
        "copies_location": "altformavail",
        "related_units": "relatedmaterial",
        "publication_note": "bibliography",
        "note": "odd",
        "document_number": "odd",
        "archivist_note": "processinfo",
        "description_rules": "processinfo",
    }
)
"""Elements of this house, and in which element of EAD a paragraph says them."""
TERMS: Mapping[str, str] = MappingProxyType({"subject_terms": "subject", "keywords": "subject", "persons": "persname"})
"""Those that are terms to find by, and what each is."""
_BESIDE = "\t\n\r"


class Ead3Files:
    """Adapter of `archives.ports.FindingAids`."""

    def write(self, head: AidHead, units: Iterable[AidUnit], target: BinaryIO) -> None:
        """Write UTF-8. Characters that XML has not are shown as U+FFFD."""
        page = _Page(target)
        with page.inside("ead", xmlns=NAMESPACE):
            _control(page, head)
            open_units = _Nesting(page)
            for unit in units:
                open_units.enter(unit)
            open_units.leave_all()
        page.end()


class _Page:
    """The document as it grows."""

    def __init__(self, target: BinaryIO) -> None:
        self._writer = XMLGenerator(target, "UTF-8", short_empty_elements=True)
        self._writer.startDocument()

    def begin(self, name: str, **attributes: str) -> None:
        self._writer.startElement(name, {key: printable(value) for key, value in attributes.items()})  # type: ignore[arg-type] # a mapping will do

    def close(self, name: str) -> None:
        self._writer.endElement(name)
        self._writer.ignorableWhitespace("\n")

    @contextmanager
    def inside(self, name: str, **attributes: str) -> Iterator[None]:
        self.begin(name, **attributes)
        yield
        self.close(name)

    def text(self, name: str, content: str, **attributes: str) -> None:
        """Write an element with text, if there is any."""
        if content:
            self.begin(name, **attributes)
            self._writer.characters(printable(content))
            self._writer.endElement(name)

    def paragraph(self, name: str, content: str, **attributes: str) -> None:
        """Write an element with paragraphs, if there are any."""
        lines = [line.strip() for line in content.splitlines() if line.strip()]
        if lines:
            with self.inside(name, **attributes):
                for line in lines:
                    self.text("p", line)

    def end(self) -> None:
        self._writer.endDocument()


class _Nesting:
    """The units that are open, from the whole down: `archdesc`, then `c` in `c`, with one `dsc` around all below."""

    def __init__(self, page: _Page) -> None:
        self._page = page
        self._open: list[str] = []  # their elements

    def enter(self, unit: AidUnit) -> None:
        self._leave(unit.depth)
        if unit.depth == 0:
            self._page.begin("archdesc", level=unit.level)
            self._open.append("archdesc")
        else:
            if self._open == ["archdesc"]:
                self._page.begin("dsc", dsctype="in-depth")
                self._open[0] = "dsc"
            self._page.begin("c", level=unit.level, **_key(unit))
            self._open.append("c")
        _describe(self._page, unit)

    def leave_all(self) -> None:
        self._leave(0)

    def _leave(self, depth: int) -> None:
        while len(self._open) > depth:
            name = self._open.pop()
            self._page.close(name)
            if name == "dsc":
                self._page.close("archdesc")


def _control(page: _Page, head: AidHead) -> None:
    language, script = SCRIPTS[head.language]
    with page.inside("control"):
        page.text("recordid", head.identifier)
        with page.inside("filedesc"), page.inside("titlestmt"):
            page.text("titleproper", head.title)
        page.begin("maintenancestatus", value="derived")
        page.close("maintenancestatus")
        with page.inside("maintenanceagency"):
            page.text("agencyname", head.agency)
        with page.inside("languagedeclaration"):
            page.text("language", language, langcode=language)
            page.text("script", script, scriptcode=script)
        with page.inside("maintenancehistory"), page.inside("maintenanceevent"):
            page.text("eventtype", "derived", value="derived")
            made = head.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
            page.text("eventdatetime", made, standarddatetime=made)
            page.text("agenttype", "machine", value="machine")
            page.text("agent", head.agency)


def _describe(page: _Page, unit: AidUnit) -> None:
    with page.inside("did"):
        page.text("unitid", unit.number, localtype="reference_code")
        page.text("unitid", unit.identifier, localtype="uuid")
        page.text("unittitle", unit.title or "—")
        _dates(page, unit)
        _people(page, unit)
        _extent(page, unit)
        _languages(page, unit)
    for code, words in unit.access:
        page.paragraph("accessrestrict", words, localtype=code)
    for name, words in unit.notes:
        if name in NOTES:
            page.paragraph(NOTES[name], words)
    _terms(page, [(name, words) for name, words in unit.notes if name in TERMS])


def _dates(page: _Page, unit: AidUnit) -> None:
    """Write the day or the span, each as ISO 8601 has it; beside it the date as the record says it."""
    first, last = unit.first_day or unit.last_day, unit.last_day or unit.first_day
    if first:
        with page.inside("unitdatestructured"):
            if first == last:
                page.text("datesingle", first, standarddate=first)
            else:
                with page.inside("daterange"):
                    page.text("fromdate", first, standarddate=first)
                    page.text("todate", last, standarddate=last)
    page.text("unitdate", unit.date_as_stated)


def _people(page: _Page, unit: AidUnit) -> None:
    named = (
        *(("origination", "corpname", name) for name in unit.creators),
        ("origination", "name", unit.responsible),
        ("repository", "corpname", unit.repository),
    )
    for element, kind, name in named:
        if name:
            with page.inside(element), page.inside(kind):
                page.text("part", name)


def _extent(page: _Page, unit: AidUnit) -> None:
    for count, of_what in unit.quantities:
        with page.inside("physdescstructured", coverage="whole", physdescstructuredtype="spaceoccupied"):
            page.text("quantity", str(count))
            page.text("unittype", of_what)
    page.text("physdesc", unit.extent)


def _languages(page: _Page, unit: AidUnit) -> None:
    found = list(languages(unit.language))
    if found:
        with page.inside("langmaterial"):
            for code, name in found:
                page.text("language", name, **({"langcode": code} if code else {}))


def _terms(page: _Page, terms: Sequence[tuple[str, str]]) -> None:
    if not terms:
        return
    with page.inside("controlaccess"):
        for name, words in terms:
            for term in listed(words):
                with page.inside(TERMS[name]):
                    page.text("part", term)


def _key(unit: AidUnit) -> dict[str, str]:
    """Return the attribute by which the unit is pointed at: its identifier as a name that XML allows."""
    return {"id": f"u-{unit.identifier.removeprefix('urn:uuid:')}"} if unit.identifier else {}


def printable(text: str) -> str:
    """Return the text as XML 1.0 can hold it (2.2)."""
    return "".join(each if _is_allowed(each) else "\ufffd" for each in text)


def _is_allowed(character: str) -> bool:
    is_broken = "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"
    return character in _BESIDE or (character >= " " and not is_broken)
