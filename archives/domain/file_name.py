"""Names of content files: kept character by character, refused where no file system or reader could keep them apart."""

import unicodedata

from archives.domain.errors import Problem

LONGEST_BYTES = 255  # in UTF-8: 85 Chinese characters


def name_problems(name: str) -> list[Problem]:
    """Return all that is wrong with a name (codes: see below); the value is told in ASCII."""
    categories = {unicodedata.category(character) for character in name}
    wrong = {
        "empty_name": name.strip() in ("", ".", ".."),
        "path_in_name": "/" in name or "\\" in name,
        "control_character": not categories.isdisjoint({"Cc", "Zl", "Zp"}),
        "name_not_unicode": "Cs" in categories or "\ufffd" in name,  # what stands for undecodable bytes
        "name_too_long": len(name.encode(errors="surrogatepass")) > LONGEST_BYTES,
    }
    found = [code for code, is_wrong in wrong.items() if is_wrong]
    return [Problem(code, "name", (("value", ascii(name[:80])),)) for code in found]


def name_key(name: str) -> str:
    """Return the form under which two names of one record are the same: NFC, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
