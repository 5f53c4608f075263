"""What each code means, in three languages: for the program that is given away and for `archives receipt verify`.

They are not in the catalogues of the pages, which are not given away.
"""

from collections.abc import Mapping

from verifiers.meanings import MEANINGS, Three

LANGUAGES = ("en", "zh-Hans", "zh-Hant")

VERDICTS: Mapping[str, Three] = {
    "good": ("good", "有效", "有效"),
    "bad": ("NOT GOOD", "无效", "無效"),
    "open": ("not said here", "此处不判", "此處不判"),
}
WHOLE: Mapping[bool, Three] = {
    True: ("All that was looked at is good.", "查验的各项均有效。", "查驗的各項均有效。"),
    False: ("This receipt is NOT good.", "此凭证无效。", "此憑證無效。"),
}
PAPER_BAD: Three = ("This paper is NOT good.", "此文书无效。", "此文書無效。")


def said(code: str, facts: Mapping[str, str], language: str) -> str:
    """Return what a code means; facts that are not known are '?'."""
    return MEANINGS[code][LANGUAGES.index(language)].format_map(_Known(facts))


def line(verdict: str, code: str, facts: Mapping[str, str], language: str) -> str:
    """Return one line of a report."""
    return f"{VERDICTS[verdict][LANGUAGES.index(language)]}\t{code}\t{said(code, facts, language)}"


def whole(language: str, *, is_good: bool, is_paper: bool = False) -> str:
    """Return the last line of a report."""
    said = PAPER_BAD if is_paper and not is_good else WHOLE[is_good]
    return said[LANGUAGES.index(language)]


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"
