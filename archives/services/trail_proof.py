"""The proof of the trail: every leaf as it was written, none missing, and together they tell the present state."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from archives.domain.canonical import canonical_json
from archives.domain.vocabulary import Custody
from archives.models import Event, Record, Transfer
from archives.services.unit_of_work import UnitOfWork
from archives.services.visibility import UNFILTERED

CHUNK = 1000
MOST_FAULTS = 1000  # then it is plain enough
OWNERS = ("organization_id", "repository_id", "transfer_id")
_ALL = {UNFILTERED: True}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. `code` is stable; `where` names the event by its sequence, or the row by kind and id."""

    code: str
    where: str
    expected: str = ""
    actual: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: {self.code}, expected {self.expected or 'nothing'}, found {self.actual or 'nothing'}"


@dataclass(slots=True)
class _Replay:
    """What the events so far add up to."""

    last: int = 0
    states: dict[str, str] = field(default_factory=dict)  # of transfers
    accessioned: set[str] = field(default_factory=set)  # records in the archive's custody


def prove(work: UnitOfWork, progress: Callable[[int, int], None] | None = None) -> list[Fault]:
    """Return every fault of the trail, at most MOST_FAULTS."""
    replay = _Replay()
    faults: list[Fault] = []
    total = work.session.scalar(select(func.count(Event.id)), execution_options=_ALL) or 0
    for done, event in enumerate(_events(work), 1):
        faults += _faults(event, replay)
        if progress and done % CHUNK == 0:
            progress(done, total)
        if len(faults) >= MOST_FAULTS:
            return faults[:MOST_FAULTS]
    return [*faults, *_differences(work, replay)][:MOST_FAULTS]


def _events(work: UnitOfWork) -> Iterator[Event]:
    """Yield all events in their order, in bounded memory."""
    last = -(2**62)
    while True:
        asked = select(Event).where(Event.sequence > last).order_by(Event.sequence).limit(CHUNK)
        rows = work.session.scalars(asked, execution_options=_ALL).all()
        if not rows:
            return
        last = rows[-1].sequence
        yield from rows
        work.session.expunge_all()


def _faults(event: Event, replay: _Replay) -> Iterator[Fault]:
    where = f"event {event.sequence}"
    if event.sequence != replay.last + 1:
        yield Fault("gap", where, str(replay.last + 1), str(event.sequence))
    replay.last = event.sequence
    leaf = _read(event.leaf)
    if leaf is None:
        yield Fault("not_canonical", where, "canonical JSON", event.leaf[:200])
        return
    for name, expected, actual in _compared(event, leaf):
        if expected != actual:
            yield Fault(f"column_{name}", where, expected, actual)
    yield from _replayed(where, leaf, replay)


def _read(text: str) -> Mapping[str, Any] | None:
    """Return the leaf, or None if its text is not the one canonical text of what it says."""
    try:
        leaf = json.loads(text)
        if canonical_json(leaf) == text and _is_leaf(leaf):
            return dict(leaf)
    except (ValueError, TypeError, LookupError):
        pass
    return None


def _is_leaf(leaf: Any) -> bool:  # noqa: ANN401 -- a value of JSON
    parts = {"": leaf, **{name: leaf[name] for name in ("subject", "actor", "facts", "owner")}}
    return all(isinstance(part, Mapping) and set(part) >= _SHAPE[name] for name, part in parts.items())


_SHAPE = {
    "": frozenset({"kind", "subject", "actor", "at", "facts", "owner"}),
    "subject": frozenset({"kind", "id"}),
    "actor": frozenset({"id", "name", "role"}),
    "facts": frozenset(),
    "owner": frozenset(OWNERS),
}


def _compared(event: Event, leaf: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield name, what the leaf says, what the column says."""
    subject, actor = leaf["subject"], leaf["actor"]
    yield "kind", leaf["kind"], event.kind
    yield "subject_kind", subject["kind"], event.subject_kind
    yield "subject_id", subject["id"], str(event.subject_id)
    yield "actor_id", str(actor["id"] or ""), str(event.actor_id or "")
    yield "actor", actor["name"], event.actor
    yield "role", actor["role"], event.role
    yield "happened_at", leaf["at"], event.happened_at.isoformat()
    for name in OWNERS:
        yield name, str(leaf["owner"][name] or ""), str(getattr(event, name) or "")


def _replayed(where: str, leaf: Mapping[str, Any], replay: _Replay) -> Iterator[Fault]:
    identifier, facts = leaf["subject"]["id"], leaf["facts"]
    before, after = _part(facts, "before"), _part(facts, "after")
    if leaf["subject"]["kind"] == Transfer.__tablename__ and "state" in after:
        told, known = str(before.get("state", "")), replay.states.get(identifier, "")
        if told != known:
            yield Fault("state_before", where, known, told)
        replay.states[identifier] = str(after["state"])
    if leaf["subject"]["kind"] == Record.__tablename__ and "custody" in after:
        (replay.accessioned.add if after["custody"] == Custody.REPOSITORY else replay.accessioned.discard)(identifier)


def _part(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = facts.get(name)
    return found if isinstance(found, Mapping) else {}


def _differences(work: UnitOfWork, replay: _Replay) -> Iterator[Fault]:
    """Yield where the rows are not what the trail adds up to."""
    states = work.session.execute(select(Transfer.id, Transfer.state), execution_options=_ALL).all()
    present = {str(identifier): str(state.value) for identifier, state in states}
    for identifier in sorted(present.keys() | replay.states.keys()):
        expected, actual = replay.states.get(identifier, ""), present.get(identifier, "")
        if expected != actual:
            yield Fault("transfer_state", f"transfer {identifier}", expected, actual)
    kept = select(Record.id).where(Record.custody == Custody.REPOSITORY)
    held = {str(each) for each in work.session.scalars(kept, execution_options=_ALL)}
    for identifier in sorted(held ^ replay.accessioned):
        pair = (Custody.ORGANIZATION, Custody.REPOSITORY)
        expected, actual = pair if identifier in held else pair[::-1]
        yield Fault("record_custody", f"record {identifier}", expected, actual)
