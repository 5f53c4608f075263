"""Which characters stand for themselves, and which join to words."""

CJK_RANGES = (
    (0x3005, 0x3007),
    (0x3040, 0x30FA),
    (0x30FC, 0x30FF),
    (0x3100, 0x312F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Chinese, Japanese and Korean characters, both ends included: every one of them counts as a token."""

CJK = "".join(f"{chr(first)}-{chr(last)}" for first, last in CJK_RANGES)
LETTER = f"[^\\W_{CJK}]"  # of a word
SEPARATORS = f"(?:[^\\w{CJK}]|_)+"
