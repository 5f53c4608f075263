"""Which documents of a segment somebody may find: permission and filters as masks, kept for the next question."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from archives.ports import Visibility
from search_index.catalogue import demanded, lies_under
from search_index.section_file import Array
from search_index.segments import Mask, SegmentView

_KEPT = 64  # masks of one segment

Restriction = tuple[Visibility, frozenset[tuple[str, frozenset[str]]]]


@dataclass(frozen=True)
class Allowed:
    """What may be found of one segment."""

    mask: Mask

    @cached_property
    def documents(self) -> Array:
        """All of them, ascending."""
        return np.flatnonzero(self.mask)

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return int(np.count_nonzero(self.mask))

    @cached_property
    def everything(self) -> bool:
        """Whether nothing is held back."""
        return self.count == len(self.mask)

    def of(self, documents: Array) -> Mask | None:
        """Return which of these may be found, or None for all."""
        return None if self.everything else self.mask[documents]


class LiveSegment:
    """A segment as it stands in one generation: without what was deleted since it was written."""

    def __init__(self, view: SegmentView, deleted: frozenset[int], before: "LiveSegment | None" = None) -> None:
        """`before` is the same segment in an earlier generation: since then more was deleted, nothing else changed."""
        self.view, self.deleted = view, deleted
        self.live: Mask = before.live.copy() if before else np.ones(view.size, np.bool_)
        self.live[list(deleted - before.deleted if before else deleted)] = False
        self._known: OrderedDict[Restriction, Allowed] = OrderedDict()
        self._earlier: dict[Restriction, Allowed] = before.lately() if before else {}

    def allowed(self, restriction: Restriction, without: frozenset[str]) -> Allowed:
        """Return what the restriction leaves, without these records."""
        found = self._known.get(restriction)
        if found is None:
            found = self._known[restriction] = Allowed(self.live & self._reached(restriction))
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return Allowed(_without(found.mask, self.view, without)) if without else found

    def lately(self) -> dict[Restriction, Allowed]:
        """Return what was asked for last, here and in earlier generations: these masks hold too many documents now."""
        return dict([*self._earlier.items(), *self._known.items()][-_KEPT:])

    def _reached(self, restriction: Restriction) -> Mask:
        """Return what the restriction leaves, deleted documents perhaps included."""
        earlier = self._earlier.pop(restriction, None)
        visibility, filters = restriction
        return earlier.mask if earlier else _visible(self.view, visibility) & _passing(self.view, dict(filters))


def _without(mask: Mask, view: SegmentView, record_ids: frozenset[str]) -> Mask:
    left = mask.copy()
    left[[document for each in record_ids if (document := view.document_of(each)) >= 0]] = False
    return left


def _passing(view: SegmentView, filters: Mapping[str, frozenset[str]]) -> Mask:
    mask = np.ones(view.size, np.bool_)
    for name, values in filters.items():
        column = view.column(name)
        mask &= column.holds(label in values for label in column.labels)
    return mask


def _visible(view: SegmentView, visibility: Visibility) -> Mask:
    return _reached(view, visibility) & _passing(view, demanded(visibility))


def _reached(view: SegmentView, visibility: Visibility) -> Mask:
    if visibility.everything:
        return np.ones(view.size, np.bool_)
    organization, repository = view.column("organization_id"), view.column("repository_id")
    mask = organization.holds(label in visibility.organizations - {""} for label in organization.labels)
    mask |= repository.holds(label in visibility.repositories - {""} for label in repository.labels)
    if visibility.jurisdictions:
        place = view.column("jurisdiction")
        under = (any(lies_under(label, prefix) for prefix in visibility.jurisdictions) for label in place.labels)
        mask |= place.holds(under)
    return mask
