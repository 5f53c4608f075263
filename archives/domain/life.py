"""How the table of a life is read: from a state and an action to the next state, and who may take that arrow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from archives.domain.errors import IllegalTransitionError, NotPermittedError
from archives.domain.vocabulary import Role

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Arrow(Generic[S]):
    """One arrow of a state diagram: where it leads, and which roles may take it."""

    to: S
    by: frozenset[Role]


def follow(life: Mapping[tuple[S, A], Arrow[S]], noun: str, state: S, action: A, roles: Iterable[Role]) -> S:
    """Return the state that follows, or refuse; `noun` has its article: 'a transfer'."""
    arrow = life.get((state, action))
    if arrow is None:
        raise IllegalTransitionError(noun.rpartition(" ")[2], state, action)
    if arrow.by.isdisjoint(roles):
        words = " or ".join(sorted(arrow.by))
        raise NotPermittedError(f"Only the {words} may {action} {noun}.", roles=words, action=str(action))
    return arrow.to


def offered(life: Mapping[tuple[S, A], Arrow[S]], state: S, roles: Iterable[Role]) -> frozenset[A]:
    """Return the actions that these roles may take in `state`."""
    held = frozenset(roles)
    return frozenset(action for (at, action), arrow in life.items() if at is state and arrow.by & held)
