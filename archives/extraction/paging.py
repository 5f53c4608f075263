"""Pages joined to one text, so that what runs over the end of a page is found; where each begins is remembered."""

import re

from archives.ports import ExtractedText

PAGE_END = "\f"
_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_BROKEN_LINE = re.compile(f"(?<={_WIDE})\r?\n(?={_WIDE})")
_LINE_ENDS = re.compile(f"[\\r\\n]+{PAGE_END}")
_ENDS_WIDE, _BEGINS_WIDE = re.compile(f"{_WIDE}\\Z"), re.compile(_WIDE)


def joined(text: str) -> ExtractedText:
    """Return pages as one text; a line that breaks between two Chinese characters is joined again, as is a page."""
    parts: list[str] = []
    starts: list[int] = []
    length, before = 0, ""
    for page in _LINE_ENDS.sub(PAGE_END, text).split(PAGE_END):
        whole = _BROKEN_LINE.sub("", page)
        goes_on = _ENDS_WIDE.search(before) and _BEGINS_WIDE.match(whole)
        gap = "\n" if starts and not goes_on else ""
        starts.append(length + len(gap))
        parts += [gap, whole]
        length, before = starts[-1] + len(whole), whole or before
    return ExtractedText("".join(parts), tuple(starts))
