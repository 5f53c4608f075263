"""Zip files that hold documents, read within limits; shared by the formats that are zip files."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from archives.extraction.limits import MOST_MEMBERS, MOST_UNPACKED_BYTES


def opened(path: Path) -> ZipFile:
    """Open a zip file, or raise ValueError if it unpacks to more than the limits."""
    archive = ZipFile(path)
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise ValueError("The file unpacks to more than is read.")
    return archive


def parsed(archive: ZipFile, name: str) -> Element:
    """Return the root of an XML member; entities and external references are refused."""
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def named(root: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of these local names, in document order."""
    return (element for element in root.iter() if local(element) in names)
