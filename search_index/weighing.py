"""How much a document is about what stands in it: BM25 by text, the title above all.

All constants are fixed, so that no score depends on documents which the asking person may not see.
"""

from math import log

import numpy as np
from numpy.typing import NDArray

from search_index.batch import ZONE_BITS
from search_index.catalogue import TITLE_BOOST, ZONES
from search_index.section_file import Array

Scores = NDArray[np.float32]
Weighed = tuple[Array, Array]  # documents of one segment, ascending, and how much each is about it, in STEPs
WEIGHT = np.dtype(np.uint16)
STEP = np.float32(1 / 2048)  # the highest weight there can be, all texts together, is below 32

_SATURATION = np.float32(1.2)  # BM25's k1: how soon repetition stops counting
# boost, BM25's b (how much a long text counts less), usual length in tokens
_ZONES = {
    "title": (TITLE_BOOST, 0.3, 25.0),
    "document_number": (2.0, 0.0, 10.0),
    "responsible_party": (1.0, 0.0, 10.0),
    "description": (1.0, 0.75, 60.0),
    "text": (1.0, 0.75, 2000.0),
    "initials": (1.0, 0.0, 50.0),
}
_WIDTH = 1 << ZONE_BITS
_BOOST = np.zeros(_WIDTH, np.float32)
_BOOST[: len(ZONES)] = [_ZONES[zone][0] * (_SATURATION + 1) for zone in ZONES]


def norms(lengths: Array) -> Scores:
    """Return BM25's length norm for each zone number; `lengths` has a row for a document: tokens of each text."""
    found = np.ones((len(lengths), _WIDTH), np.float32)
    damping = np.array([_ZONES[zone][1] for zone in ZONES], np.float32)
    usual = np.array([_ZONES[zone][2] for zone in ZONES], np.float32)
    found[:, : len(ZONES)] = _SATURATION * (1 - damping + damping * (lengths / usual))
    return found.ravel()


def weights(zones: Array, norm: Scores) -> Weighed:
    """Return the documents of the zones (ascending, one for each hit), and how much each is about it."""
    first = _changes(zones)
    zone = zones[first]
    counts = np.empty(len(first), np.float32)
    np.subtract(first[1:], first[:-1], out=counts[:-1], casting="unsafe")
    counts[-1:] = len(zones) - first[-1:]
    weight = _BOOST.take(zone & (_WIDTH - 1)) * counts / (counts + norm.take(zone))
    documents = zone >> ZONE_BITS
    first = _changes(documents)
    if len(first) == len(documents):
        return documents, _steps(weight)
    return documents[first], _steps(np.add.reduceat(weight, first))


def rarity(seen: int, hits: int) -> np.float32:
    """Return BM25's inverse document frequency, over what the asking person may see."""
    return np.float32(log(1 + (seen - hits + 0.5) / (hits + 0.5)))


def _steps(weight: Scores) -> Array:
    return (weight * (1 / STEP) + np.float32(0.5)).astype(WEIGHT)


def _changes(values: Array) -> Array:
    """Return where a run of equal values begins."""
    new = np.empty(len(values), np.bool_)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new.nonzero()[0]
