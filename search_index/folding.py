"""The one folding of characters shared by index, snippets and direct scans. It keeps the length of the text."""

import unicodedata
from functools import cache

import opencc

_LOOK_ALIKES = {
    **dict.fromkeys("•‧∙⋅・", "·"),  # the interpunct of reference codes
    **dict.fromkeys("‐‒–—―−", "-"),
}
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0), (0x2A700, 0x323B0))
_COMPATIBLE = ((0x0, 0xAC00), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F200), (0x2F800, 0x2FA20))


def fold(text: str) -> str:
    """Fold case, width, compatibility forms and Traditional to Simplified, character by character.

    `len(fold(text)) == len(text)` and `fold(fold(text)) == fold(text)`, so a place found in the folded text is
    the same place in the text as written. Characters whose folding is longer than one character stay.
    """
    return text.translate(_table())


def number_form(text: str) -> str:
    """Return the form in which reference codes are compared: folded, without white space."""
    return "".join(fold(text).split())


def folded_codes() -> dict[int, int]:
    """Return the code points that fold to others, with what they fold to."""
    return {code: ord(folded) for code, folded in _table().items()}


@cache
def _table() -> dict[int, str]:
    """Build the table once for each process (about 100 ms)."""
    simplified = _simplified()
    table = {ord(character): simple for character, simple in simplified.items()}
    for first, last in _COMPATIBLE:
        for code in range(first, last):
            plain = _plain(chr(code))
            folded = simplified.get(plain, plain)
            if folded != chr(code):
                table[code] = folded
    return table


def _plain(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character)
    narrow = narrow if len(narrow) == 1 else character
    lower = narrow.lower()
    lower = lower if len(lower) == 1 else narrow
    return _LOOK_ALIKES.get(lower, lower)


def _simplified() -> dict[str, str]:
    """Ask OpenCC once for all characters; a line for each, so that no phrase of its dictionary applies."""
    characters = [chr(code) for first, last in _HAN for code in range(first, last)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    direct = {old: new for old, new in zip(characters, converted, strict=True) if old != new and len(new) == 1}
    return {old: direct.get(new, new) for old, new in direct.items()}
