"""From a drawn file to an archival one: PDF/A-3a and PDF/UA-1 with a structure, PDF/A-3u without.

ISO 19005-3, ISO 14289-1. The same facts give the same bytes, so a document can be derived again and compared.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from archives.documents.front import CREATOR, PRODUCER, Front, plain_text
from archives.documents.structure import Marked, Node, Structure
from archives.documents.xmp import packet
from archives.ports import Attachment

PROFILE = Path(__file__).parent / "srgb.icc"  # ICC 4.4, made by LittleCMS, free of rights


def archival(drawn: bytes, front: Front, structure: Structure | None) -> bytes:
    """Return the file with metadata, output intent, attachments and, where there is a structure, its tags."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        _keep_compressed(pdf)
        _introduce(pdf, front, is_tagged=structure is not None)
        _intend(pdf)
        _attach(pdf, front)
        if structure:
            _Tags(pdf, structure).write()
        return _saved(pdf)


def _keep_compressed(pdf: Pdf) -> None:
    """Name the one filter of each stream instead of listing it: qpdf compresses lists of filters anew."""
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Filter") == [Name.FlateDecode]:
            thing.Filter = Name.FlateDecode


def _introduce(pdf: Pdf, front: Front, *, is_tagged: bool) -> None:
    root = pdf.Root
    root.Lang = String(front.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = Stream(pdf, packet(front, is_tagged=is_tagged), Type=Name.Metadata, Subtype=Name.XML)
    said = {"Title": front.title, "Author": front.author, "Subject": front.subject}
    dates = {"CreationDate": front.pdf_date, "ModDate": front.pdf_date, "Creator": CREATOR, "Producer": PRODUCER}
    told = {f"/{name}": String(plain_text(text)) for name, text in (said | dates).items()}
    pdf.trailer.Info = pdf.make_indirect(Dictionary(told))
    del pdf.trailer["/ID"]


def _intend(pdf: Pdf) -> None:
    """Say what the colours mean (6.2.3): sRGB."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=Stream(pdf, _profile(), N=3, Alternate=Name.DeviceRGB),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _attach(pdf: Pdf, front: Front) -> None:
    """Add the associated files (6.8); each is also in the list of embedded files that viewers show."""
    for attachment in front.attachments:
        pdf.attachments[attachment.name] = _specified(pdf, attachment, front.pdf_date)
    if front.attachments:
        pdf.Root.AF = Array([pdf.attachments[attachment.name].obj for attachment in front.attachments])


def _specified(pdf: Pdf, attachment: Attachment, date: str) -> pikepdf.AttachedFileSpec:
    specified = pikepdf.AttachedFileSpec(
        pdf,
        attachment.data,
        filename=attachment.name,
        description=attachment.description,
        mime_type=attachment.media_type,
        creation_date=date,
        mod_date=date,
    )
    specified.relationship = Name(f"/{attachment.relationship}")
    return specified


class _Tags:
    """Writes a structure into the file that was drawn with it."""

    def __init__(self, pdf: Pdf, structure: Structure) -> None:
        self._pdf, self._structure = pdf, structure
        self._pages = [page.obj for page in pdf.pages]
        self._written: dict[int, Object] = {}  # by identity of the node

    def write(self) -> None:
        pdf = self._pdf
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = self._element(self._structure.root, tree)
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(self._parents())))
        tree.ParentTreeNextKey = len(self._pages)
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, node: Node, parent: Object) -> Object:
        attributes = f"/A <<{node.attributes}>>" if node.attributes else ""
        text = f"<</Type /StructElem /S /{node.tag} {attributes}>>"
        element = self._pdf.make_indirect(Object.parse(text.encode()))
        element.P = parent
        if node.alt:
            element.Alt = String(node.alt)
        kids = [self._kid(kid, element) for kid in node.kids]
        if kids:
            element.K = Array(kids)
        self._written[id(node)] = element
        return element

    def _kid(self, kid: Node | Marked, element: Object) -> Object:
        if isinstance(kid, Node):
            return self._element(kid, element)
        return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.mcid)

    def _parents(self) -> list[Object | int]:
        """Return the leaves of the parent tree: for each page its elements by marked-content identifier."""
        leaves: list[Object | int] = []
        for number, (page, nodes) in enumerate(zip(self._pages, self._structure.pages, strict=True)):
            page.StructParents, page.Tabs = number, Name.S
            leaves += [number, self._pdf.make_indirect(Array([self._written[id(node)] for node in nodes]))]
        return leaves


def _saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        fix_metadata_version=False,
        force_version="1.7",
    )
    return out.getvalue()


@cache
def _profile() -> bytes:
    return PROFILE.read_bytes()
