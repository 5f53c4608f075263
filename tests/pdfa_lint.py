"""Our own gate for archival files: what PDF/A-3, PDF/UA-1 and common sense demand of the PDFs that we write.

`lint` reads a file anew with pikepdf and fontTools, and knows nothing of how it was written. It does not replace the
reference validator, which knows hundreds of rules more; it runs everywhere, and some of its rules (widths, Unicode of
rare characters) that one does not have.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf, Stream

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
DC, XMP, PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}", "{http://ns.adobe.com/pdf/1.3/}"
PREDEFINED = (PDFAID, EXTENSION, DC, XMP, PDF, RDF)
SAME_IN_INFO = {
    "/Title": f"{DC}title",
    "/Author": f"{DC}creator",
    "/Subject": f"{DC}description",
    "/Creator": f"{XMP}CreatorTool",
    "/Producer": f"{PDF}Producer",
    "/CreationDate": f"{XMP}CreateDate",
    "/ModDate": f"{XMP}ModifyDate",
}
BFCHAR = re.compile(rb"(\d+) beginbfchar\s(.*?)endbfchar", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]+)>")
MOST_IN_BLOCK = 100
NO_CHARACTERS = {"\0", "\ufeff", "\ufffe", ""}
RELATIONSHIPS = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
FORBIDDEN_KEYS = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/SMask", "/BM", "/CA", "/ca", "/Launch", "/XFA"}
PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE"}


@dataclass(frozen=True)
class Font:
    """A simple font and the codes that the pages show with it."""

    name: str
    font: Dictionary
    codes: set[int]

    @property
    def program(self):
        """The embedded program, or None."""
        stream = self.font.get("/FontDescriptor", Dictionary()).get("/FontFile2")
        return None if stream is None else TTFont(BytesIO(stream.read_bytes()))


@dataclass(frozen=True)
class Show:
    """One operator that paints: on which page, under which marked-content tags, innermost last."""

    page: int
    tags: tuple[tuple[str, int | None], ...]


class File:
    """An open file and what several rules need of it."""

    def __init__(self, pdf: Pdf):
        self.pdf = pdf
        self.fonts: list[Font] = []
        self.shows: list[Show] = []
        codes, fonts = defaultdict(set), {}
        for number, page in enumerate(pdf.pages):
            self._read(number, page, codes, fonts)
        self.fonts = [Font(str(font.BaseFont), font, codes[key]) for key, font in fonts.items()]

    @property
    def xmp(self):
        """The properties of the packet by name."""
        root = ET.fromstring(self.pdf.Root.Metadata.read_bytes())
        return next(root.iter(f"{RDF}Description"))

    @property
    def is_tagged(self):
        """Whether the file claims to be tagged."""
        return text_of(self.xmp.find(f"{PDFAID}conformance")) == "A"

    def elements(self):
        """Every element of the structure, with its ancestors."""
        if "/StructTreeRoot" in self.pdf.Root:
            yield from _below(self.pdf.Root.StructTreeRoot.K)

    def _read(self, number, page, codes, fonts):
        tags, key = [], None
        named = page.Resources.get("/Font", {})
        for operands, operator in pikepdf.parse_content_stream(page):
            word = str(operator)
            if word == "Tf":
                font = named[str(operands[0])]
                key = font.objgen
                fonts[key] = font
            elif word in ("BDC", "BMC"):
                properties = operands[1] if len(operands) > 1 else {}
                tags.append((str(operands[0]), properties.get("/MCID") if isinstance(properties, Dictionary) else None))
            elif word == "EMC":
                tags.pop()
            elif word == "Tj":
                codes[key].update(bytes(operands[0]))
            if word in PAINTING:
                self.shows.append(Show(number, tuple(tags)))


def lint(data: bytes) -> list[tuple[str, str]]:
    """Return what is wrong, as (rule, what); an empty list for a good file."""
    with pikepdf.open(BytesIO(data)) as pdf:
        file = File(pdf)
        try:
            _ = file.is_tagged
        except (ET.ParseError, AttributeError, StopIteration) as fault:
            return [("metadata_readable", str(fault))]
        return [(rule, said) for rule, check in RULES.items() for said in check(file)]


def text_of(element) -> str:
    """The words of a property, whatever containers they are in."""
    return "" if element is None else "".join(element.itertext()).strip()


def identified(file: File) -> Iterator[str]:
    """ISO 19005-3 6.6.4, ISO 14289-1 5: part and conformance; tagged files are PDF/UA-1 too."""
    part, conformance = (text_of(file.xmp.find(f"{PDFAID}{name}")) for name in ("part", "conformance"))
    if (part, conformance) not in {("3", "A"), ("3", "U")}:
        yield f"it says to be PDF/A-{part}{conformance}"
    if file.is_tagged and text_of(file.xmp.find(f"{PDFUAID}part")) != "1":
        yield "it is tagged, but does not say to be PDF/UA-1"


def metadata_equals_info(file: File) -> Iterator[str]:
    """Document information and metadata say the same."""
    info = file.pdf.trailer.get("/Info", Dictionary())
    for key, name in SAME_IN_INFO.items():
        said, told = str(info.get(key, "")), text_of(file.xmp.find(name))
        if key.endswith("Date"):
            told = "D:" + re.sub("[-:T]", "", told[:19]) + told[19:].replace(":", "'") + "'"
        if said != told:
            yield f"{key} is {said!r}, but {told!r} in the metadata"


def schemas_described(file: File) -> Iterator[str]:
    """ISO 19005-3 6.6.2.3: every property of a foreign schema is described, before it is used."""
    described, seen = set(), False
    for element in file.xmp:
        if element.tag == f"{EXTENSION}schemas":
            seen, described = True, set(_described(element))
        elif not element.tag.startswith(PREDEFINED) and element.tag not in described:
            yield f"{element.tag} is not described" + ("" if seen else " before it is used")


def colours_intended(file: File) -> Iterator[str]:
    """ISO 19005-3 6.2.3: one output intent with an RGB profile of ICC 2 or 4."""
    intents = [intent for intent in file.pdf.Root.get("/OutputIntents", ()) if intent.S == Name.GTS_PDFA1]
    if len(intents) != 1:
        yield f"{len(intents)} output intents"
    for intent in intents:
        profile = intent.DestOutputProfile.read_bytes()
        if profile[16:20] != b"RGB " or profile[36:40] != b"acsp" or profile[8] not in (2, 4):
            yield "the profile is no RGB profile of ICC 2 or 4"
        if int(intent.DestOutputProfile.N) != 3:
            yield "the profile does not have three components"


def fonts_embedded(file: File) -> Iterator[str]:
    """ISO 19005-3 6.2.11.4.1: every font that is used is in the file."""
    yield from (f"{font.name} is not embedded" for font in file.fonts if font.program is None)


def glyphs_there(file: File) -> Iterator[str]:
    """ISO 19005-3 6.2.11.8: no text shows .notdef."""
    for font, program in _programs(file):
        glyphs = _glyphs(program)
        missing = sorted(code for code in font.codes if glyphs.get(code, ".notdef") == ".notdef")
        if missing:
            yield f"{font.name} shows .notdef for {missing}"


def widths_agree(file: File) -> Iterator[str]:
    """ISO 19005-3 6.2.11.5: widths in the dictionary and in the program differ by at most one thousandth."""
    for font, program in _programs(file):
        glyphs, first, widths = _glyphs(program), int(font.font.FirstChar), list(font.font.Widths)
        scale = 1000 / program["head"].unitsPerEm
        for code in sorted(font.codes & glyphs.keys()):
            real = program["hmtx"][glyphs[code]][0] * scale
            if abs(float(widths[code - first]) - real) > 1:
                yield f"{font.name} code {code}: {widths[code - first]} instead of {real:.0f}"


def text_extractable(file: File) -> Iterator[str]:
    """ISO 19005-3 6.2.11.7.2: each code has a Unicode value that is a character, in blocks that readers accept."""
    for font in file.fonts:
        known, problems = _unicode(font)
        yield from (f"{font.name}: {problem}" for problem in problems)
        unknown = sorted(font.codes - known.keys())
        if unknown:
            yield f"{font.name} has no Unicode for {unknown}"


def nothing_forbidden(file: File) -> Iterator[str]:
    """ISO 19005-3 6.1.3, 6.1.7, 6.2.10, 6.5, 6.6.1: no encryption, actions, transparency, LZW, outside streams."""
    if file.pdf.is_encrypted:
        yield "it is encrypted"
    for thing in file.pdf.objects:
        yield from (f"{key} in object {thing.objgen}" for key in sorted(FORBIDDEN_KEYS & set(_keys(thing))))
        if isinstance(thing, Stream) and "/F" in thing:
            yield f"object {thing.objgen} is outside the file"
        if isinstance(thing, Stream) and "LZW" in repr(thing.get("/Filter")):
            yield f"object {thing.objgen} is LZW"


def files_associated(file: File) -> Iterator[str]:
    """ISO 19005-3 6.8: attached files are associated, with relationship, both names and a media type."""
    associated = {spec.objgen for spec in file.pdf.Root.get("/AF", ())}
    for name, attached in file.pdf.attachments.items():
        spec = attached.obj
        if spec.objgen not in associated:
            yield f"{name} is not associated"
        if str(spec.get("/AFRelationship")) not in RELATIONSHIPS:
            yield f"{name} has no relationship"
        if not spec.get("/F") or not spec.get("/UF"):
            yield f"{name} lacks a name"
        if "/Subtype" not in spec.EF.F:
            yield f"{name} has no media type"


def language_said(file: File) -> Iterator[str]:
    """ISO 14289-1 7.2, 7.1: the language of the document, and its title in the window."""
    if str(file.pdf.Root.get("/Lang", "")) not in {"zh-Hans", "zh-Hant", "en"}:
        yield f"its language is {file.pdf.Root.get('/Lang')}"
    if not file.pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "its window does not show the title"


def content_marked(file: File) -> Iterator[str]:
    """ISO 14289-1 7.1: all that is painted is content of the structure or an artifact, never both."""
    if not file.is_tagged:
        return
    if not file.pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "it is not marked"
    for show in file.shows:
        kinds = {
            "artifact" if tag == "/Artifact" else "content"
            for tag, mcid in show.tags
            if mcid is not None or tag == "/Artifact"
        }
        if len(kinds) != 1:
            yield f"page {show.page + 1} paints {' and '.join(sorted(kinds)) or 'neither content nor artifact'}"
            return


def parents_agree(file: File) -> Iterator[str]:
    """ISO 32000-1 14.7.4: marked content, elements and the parent tree name each other, each once."""
    if not file.is_tagged:
        return
    painted = {(show.page, mcid) for show in file.shows for _, mcid in show.tags if mcid is not None}
    claimed = defaultdict(list)
    numbers = {page.obj.objgen: number for number, page in enumerate(file.pdf.pages)}
    for element, _ in file.elements():
        for kid in _kids(element):
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                claimed[numbers[kid.Pg.objgen], int(kid.MCID)].append(element.objgen)
    leaves = {(number, mcid): [node.objgen] for number, nodes in _leaves(file) for mcid, node in enumerate(nodes)}
    if claimed != leaves:
        yield "the parent tree disagrees with the elements"
    if painted != claimed.keys():
        yield f"marked content without element, or the other way round: {sorted(painted ^ claimed.keys())[:5]}"


def heads_scoped(file: File) -> Iterator[str]:
    """ISO 14289-1 7.5: a head says whether it is of its row or of its column."""
    for element, _ in file.elements():
        if element.S == Name.TH and str(element.get("/A", Dictionary()).get("/Scope")) not in {"/Row", "/Column"}:
            yield f"head {element.objgen} has no scope"


def tables_regular(file: File) -> Iterator[str]:
    """ISO 14289-1 7.2: all rows of a table have as many columns, spans counted, and rows are in tables."""
    for element, parents in file.elements():
        if element.S == Name.TR and (not parents or Name.Table != parents[-1].S):
            yield f"row {element.objgen} is in no table"
        if Name.Table == element.S:
            widths = {sum(_span(cell) for cell in _kids(row)) for row in _kids(element)}
            if len(widths) > 1:
                yield f"table {element.objgen} has rows of {sorted(widths)} columns"


def pictures_told(file: File) -> Iterator[str]:
    """ISO 14289-1 7.3: a figure has words in its place, and a box."""
    for element, _ in file.elements():
        has_box = "/BBox" in element.get("/A", Dictionary())
        if Name.Figure == element.S and not (str(element.get("/Alt", "")) and has_box):
            yield f"figure {element.objgen} has no words or no box"


RULES = {
    "identified": identified,
    "metadata_equals_info": metadata_equals_info,
    "schemas_described": schemas_described,
    "colours_intended": colours_intended,
    "fonts_embedded": fonts_embedded,
    "glyphs_there": glyphs_there,
    "widths_agree": widths_agree,
    "text_extractable": text_extractable,
    "nothing_forbidden": nothing_forbidden,
    "files_associated": files_associated,
    "language_said": language_said,
    "content_marked": content_marked,
    "parents_agree": parents_agree,
    "heads_scoped": heads_scoped,
    "tables_regular": tables_regular,
    "pictures_told": pictures_told,
}


def _kind(tag: str) -> str:
    return "artifact" if tag == "/Artifact" else "content"


def _keys(thing) -> Iterator[str]:
    """The keys of an object and of all that is written inside it."""
    if isinstance(thing, Dictionary | Stream):
        yield from thing.keys()
    if isinstance(thing, Dictionary | Stream | pikepdf.Array):
        inside = thing if isinstance(thing, pikepdf.Array) else [value for _, value in thing.items()]
        for value in inside:
            if not getattr(value, "is_indirect", False):
                yield from _keys(value)


def _described(schemas) -> Iterator[str]:
    for schema in schemas.iter(f"{RDF}li"):
        uri = text_of(schema.find(f"{SCHEMA}namespaceURI"))
        yield from (f"{{{uri}}}{text_of(name)}" for name in schema.iter(f"{PROPERTY}name") if uri)


def _programs(file):
    return [(font, program) for font in file.fonts if (program := font.program) is not None]


def _glyphs(program) -> dict[int, str]:
    """Glyph names by code, through the tables that readers use for symbolic fonts."""
    tables = [table for table in program["cmap"].tables if (table.platformID, table.platEncID) in {(1, 0), (3, 0)}]
    return {code & 0xFF: glyph for table in tables for code, glyph in table.cmap.items()}


def _unicode(font) -> tuple[dict[int, str], list[str]]:
    """Characters by code, and what is wrong with the map."""
    if "/ToUnicode" not in font.font:
        return {}, ["no map to Unicode"]
    known, problems = {}, []
    for count, block in BFCHAR.findall(font.font.ToUnicode.read_bytes()):
        pairs = PAIR.findall(block)
        if len(pairs) != int(count) or len(pairs) > MOST_IN_BLOCK:
            problems.append(f"a block says {int(count)} and has {len(pairs)} rows")
        for code, units in pairs:
            try:
                known[int(code, 16)] = bytes.fromhex(units.decode()).decode("utf-16-be")
            except ValueError:
                problems.append(f"code {code.decode()} is no UTF-16: {units.decode()}")
    problems += [
        f"code {code} means {char!r}" for code, char in known.items() if char in {"\0", "\ufeff", "\ufffe", ""}
    ]
    return known, problems


def _below(kids, parents=()):
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.StructElem:
            yield kid, parents
            yield from _below(kid.get("/K", pikepdf.Array()), (*parents, kid))


def _kids(element):
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _span(cell) -> int:
    return int(cell.get("/A", Dictionary()).get("/ColSpan", 1))


def _leaves(file):
    """Page numbers and their elements by marked-content identifier, from the parent tree."""
    numbers = list(file.pdf.Root.StructTreeRoot.ParentTree.Nums)
    leaves = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    return [(number, leaves[int(page.obj.StructParents)]) for number, page in enumerate(file.pdf.pages)]
