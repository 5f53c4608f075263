"""密级: the classification as it is written on a document, '机密★10年' (DA/T 18-2022)."""

import re
from dataclasses import dataclass
from typing import Self

from archives.domain.errors import InvalidInputError, Problem, SetAsideError
from archives.domain.reference_code import normalise
from archives.domain.vocabulary import Classification

_DEGREES = {
    "绝密": Classification.TOP_SECRET,
    "絕密": Classification.TOP_SECRET,
    "机密": Classification.SECRET,
    "機密": Classification.SECRET,
    "秘密": Classification.CONFIDENTIAL,
}
_OPEN = {
    "": Classification.NONE,
    "无": Classification.NONE,
    "無": Classification.NONE,
    "非密": Classification.NONE,
    "公开": Classification.NONE,
    "公開": Classification.NONE,
    "内部": Classification.NONE,  # an internal paper is no state secret (保密法 14 knows three degrees)
    "內部": Classification.NONE,
    "已解密": Classification.RELEASED,
    "解密": Classification.RELEASED,
}
_NAMES = {str(word): word for word in Classification}
_WRITTEN = re.compile(rf"(?P<degree>{'|'.join(_DEGREES)})(?:[★*☆](?P<term>[0-9]{{1,2}}年|长期|長期)?)?")


@dataclass(frozen=True, slots=True)
class Marking:
    """A degree, and the years for which it holds where they are stated."""

    classification: Classification
    years: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a written 密级, a word of the vocabulary, or nothing; refuse the rest (bad_classification).

        When in doubt it is a secret: a text that names a degree anywhere has that degree, unless it also speaks of
        解密, which a person must make clear. The refusal does not repeat the text.
        """
        plain = normalise(text)
        known = _OPEN.get(plain) or _NAMES.get(plain.casefold())
        if known is not None:
            return cls(known)
        found = _WRITTEN.search(plain)
        if found is None or "解密" in plain:
            raise InvalidInputError([Problem("bad_classification", "classification")])
        years = (found["term"] or "").removesuffix("年")
        return cls(_DEGREES[found["degree"]], int(years) if years.isdecimal() else None)

    @property
    def is_unreleased(self) -> bool:
        """Tell whether the entry must be handled separately (另行办理): its title is not to be kept either."""
        return self.classification not in (Classification.NONE, Classification.RELEASED)

    def require_registrable(self) -> None:
        """Raise SetAsideError for a secret that has not been released."""
        if self.is_unreleased:
            raise SetAsideError("The entry is classified: only a count is kept here, it goes its own way (另行办理).")
