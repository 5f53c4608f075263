"""The metadata packet of a file: our own template, since PDF/A-3 demands a description of every foreign schema.

ISO 19005-3 6.6.2 (schemas), 6.6.4 (identification); ISO 14289-1 5 (identification of PDF/UA).
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from archives.documents.front import CREATOR, PRODUCER, Front, plain_text

RECEIPT = "urn:x-archives:receipt:1#"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="{pdfua}"
 xmlns:archives="{receipt}"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>{conformance}</pdfaid:conformance>
{properties}
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{properties}
</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
PROPERTY = """<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
<pdfaProperty:category>{category}</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>"""


def packet(front: Front, *, is_tagged: bool) -> bytes:
    """Return the packet: tagged it claims PDF/A-3a and PDF/UA-1, else PDF/A-3u."""
    said = {"archives:receiptNumber": front.number, "archives:manifestDigest": front.manifest_sha256}
    ours = {name: plain_text(value) for name, value in said.items() if value}
    universal = {"pdfuaid:part": "1"} if is_tagged else {}
    return PACKET.format(
        pdfua=PDFUA,
        receipt=RECEIPT,
        schemas=_schemas(is_tagged=is_tagged),
        conformance="A" if is_tagged else "U",
        properties=_elements({**universal, **ours}),
        date=front.xmp_date,
        creator=CREATOR,
        producer=PRODUCER,
        language=front.language,
        **{name: escape(plain_text(getattr(front, name))) for name in ("title", "author", "subject")},
    ).encode()


def _elements(properties: Mapping[str, str]) -> str:
    return "\n".join(f"<{name}>{escape(value)}</{name}>" for name, value in properties.items())


def _schemas(*, is_tagged: bool) -> str:
    receipt = _schema(
        ("Receipts of transferred archives", RECEIPT, "archives"),
        _property("receiptNumber", "Text", "external", "Number of the document in the archive that made it out"),
        _property("manifestDigest", "Text", "external", "SHA-256 of the manifest it speaks of, in hexadecimal"),
    )
    part = _property("part", "Integer", "internal", "Part of ISO 14289 that the file conforms to")
    universal = _schema(("PDF/UA identification schema", PDFUA, "pdfuaid"), part)
    return "\n".join([universal, receipt] if is_tagged else [receipt])


def _schema(named: tuple[str, str, str], *properties: str) -> str:
    name, uri, prefix = named
    return SCHEMA.format(name=name, uri=uri, prefix=prefix, properties="\n".join(properties))


def _property(name: str, kind: str, category: str, description: str) -> str:
    return PROPERTY.format(name=name, kind=kind, category=category, description=description)
