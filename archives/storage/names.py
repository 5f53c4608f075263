"""Which name a logical path gets on disk. The logical path keeps its exact characters in the inventory.

A content path is the file's own name where the object has no second file of that name, else its whole logical path:
fewer directories are made, synced and read. Where some file system or copy tool would change it, it is `_h/<sha256>`.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from archives.domain.errors import InvalidInputError, Problem

ELEMENT_BYTES = 255  # of a path element in UTF-8: 85 Chinese characters
TOTAL_BYTES = 1000  # of a content path
HASHED = "_h"  # the directory of contents whose own name cannot be used
CONTENT = "v1/content/"

_RESERVED_CHARACTERS = frozenset('<>:"|?*\\')
_RESERVED_NAMES = frozenset(
    {"con", "prn", "aux", "nul", HASHED}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"}
)
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def require_logical_paths(paths: Iterable[str]) -> None:
    """Refuse, all at once, what cannot be a logical path (OCFL 1.1, 3.5.3.1) or names two things."""
    listed = list(paths)
    problems = [Problem(code, where=path) for path in listed if (code := _fault(path))]
    problems += [Problem("path_repeated", where=path) for path, count in Counter(listed).items() if count > 1]
    above = {parent for path in listed for parent in _parents(path)}
    problems += [Problem("path_is_file_and_directory", where=path) for path in sorted(above.intersection(listed))]
    if problems:
        raise InvalidInputError(problems)


def content_paths(sha256_by_path: Mapping[str, str]) -> dict[str, str]:
    """Return the content path, from the object root, of each logical path."""
    names = {path: path.rpartition("/")[2] for path in sha256_by_path}
    if len({_folded(name) for name in names.values()}) < len(names):
        names = {path: path for path in sha256_by_path}
    spellings = _spellings(names.values())
    return {
        path: CONTENT + (names[path] if _keeps_its_name(names[path], spellings) else f"{HASHED}/{sha256}")
        for path, sha256 in sha256_by_path.items()
    }


def is_safe(path: str) -> bool:
    """Whether a path read from an inventory stays inside the object."""
    return "\0" not in path and all(element not in {"", ".", ".."} for element in path.split("/"))


def _fault(path: str) -> str:
    if not is_safe(path):
        return "path_unsafe"
    if not path.isascii() and any(unicodedata.category(character) == "Cs" for character in path):
        return "path_not_unicode"
    return ""


def _keeps_its_name(path: str, spellings: Mapping[str, set[str]]) -> bool:
    return (
        unicodedata.is_normalized("NFC", path)
        and len((CONTENT + path).encode()) <= TOTAL_BYTES
        and all(_is_plain(element) for element in path.split("/"))
        and all(len(spellings[_folded(prefix)]) == 1 for prefix in _prefixes(path))
    )


@lru_cache(maxsize=4096)
def _is_plain(element: str) -> bool:
    return (
        len(element.encode()) <= ELEMENT_BYTES
        and element.split(".", maxsplit=1)[0].rstrip(" ").casefold() not in _RESERVED_NAMES
        and not element.endswith((".", " "))
        and not any(c in _RESERVED_CHARACTERS or unicodedata.category(c) in _CONTROL for c in element)
    )


def _spellings(paths: Iterable[str]) -> dict[str, set[str]]:
    """Return every way of writing each path and directory that a forgetful file system would take for one."""
    found: dict[str, set[str]] = {}
    for path in paths:
        for prefix in _prefixes(path):
            found.setdefault(_folded(prefix), set()).add(prefix)
    return found


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _prefixes(path: str) -> Iterator[str]:
    elements = path.split("/")
    return ("/".join(elements[:count]) for count in range(1, len(elements) + 1))


def _parents(path: str) -> Iterator[str]:
    return (prefix for prefix in _prefixes(path) if prefix != path)
