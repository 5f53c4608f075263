"""Personal clearance (涉密人员, 保守国家秘密法 43–46): up to which classification a person may know of records."""

from archives.domain.vocabulary import Classification

_ORDER = (
    Classification.NONE,
    Classification.RELEASED,
    Classification.CONFIDENTIAL,
    Classification.SECRET,
    Classification.TOP_SECRET,
)
CLEARANCES = (Classification.NONE, Classification.CONFIDENTIAL, Classification.SECRET, Classification.TOP_SECRET)
"""What an account may be cleared for; NONE is what everybody has."""


def readable(clearance: Classification) -> frozenset[Classification]:
    """Return the classifications of the records that may be known; what is declassified is as if never classified."""
    return frozenset({*_ORDER[: _ORDER.index(clearance) + 1], Classification.RELEASED})
