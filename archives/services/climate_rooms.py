"""The counter of rooms (库房, 条例 22): which there are, what they hold, how warm and damp they may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.climate import Bound, Limits, limits_of, require_stricter
from archives.domain.errors import DuplicateError, FrozenError, InvalidInputError, Problem
from archives.domain.hazard import InspectedKind
from archives.domain.permission import Place
from archives.domain.supervision import RoomType
from archives.domain.vocabulary import Role
from archives.models import CaseAct, Organization, Repository, RepositoryRoom, new_id
from archives.services.outside import Outside
from archives.services.supervision import acts_of, body_of, note, required, today
from archives.services.unit_of_work import UnitOfWork

KEEPERS = (Role.ARCHIVIST, Role.CLERK)
"""Who keeps rooms and reads their climate, each in the own house."""
LONGEST = 200  # characters of a name or place


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What is said of a room. `own_limits` in tenths, only where it is to be stricter than its type."""

    name: str
    room_type: RoomType
    place: str = ""
    own_limits: Mapping[Bound, int] = field(default_factory=dict)
    kept_since: date | None = None  # today, unless it is said


class ClimateRoomService:
    """Entering, changing and retiring rooms. None is ever deleted: its readings are proof."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, *, retired: bool = False) -> Sequence[RepositoryRoom]:
        """Return the rooms that the actor sees, by body and name; those in use, or the retired ones."""
        is_retired = RepositoryRoom.retired_on.is_not(None)
        asked = select(RepositoryRoom).where(is_retired if retired else ~is_retired)
        order = (RepositoryRoom.jurisdiction_path, RepositoryRoom.body_id, RepositoryRoom.name, RepositoryRoom.id)
        return self._work.session.scalars(asked.order_by(*order)).all()

    def get(self, room_id: UUID) -> RepositoryRoom:
        """Return a room, or refuse."""
        return self._work.get(RepositoryRoom, room_id)

    def named(self, body: str, name: str) -> RepositoryRoom:
        """Return the room in use of that body (by name) and name, or refuse."""
        names = self.body_names()
        for room in self.list():
            if room.name == name and names[room.body_id] == body:
                return room
        raise InvalidInputError([Problem("unknown_room", "room", (("value", f"{body} {name}".strip()),))])

    def acts(self, room_id: UUID) -> Sequence[CaseAct]:
        """Return all that happened to a room, in order."""
        return acts_of(self._work, self.get(room_id))

    def limits(self, room: RepositoryRoom) -> Limits:
        """Return the limits in force today."""
        return limits_of(self._outside.profile.supervision.climate[room.room_type], room.own_limits)

    def limits_by_type(self) -> Mapping[RoomType, Limits]:
        """Return what the profile allows in each type of room."""
        return {kind: limits_of(given, {}) for kind, given in self._outside.profile.supervision.climate.items()}

    def body_names(self) -> Mapping[UUID, str]:
        """Return the names of the bodies whose rooms the actor sees, by their ids."""
        ids = {room.body_id for retired in (False, True) for room in self.list(retired=retired)}
        asked = (select(model.id, model.name).where(model.id.in_(ids)) for model in (Repository, Organization))
        return {identifier: name for each in asked for identifier, name in self._work.session.execute(each)}

    def keeps(self) -> Sequence[tuple[InspectedKind, UUID, str]]:
        """Return the bodies whose rooms the actor keeps: (kind, id, name)."""
        held = [each.scope for each in self._work.actor.permissions if each.role in KEEPERS]
        kinds: list[tuple[InspectedKind, Any, frozenset[UUID]]] = [
            (InspectedKind.REPOSITORY, Repository, frozenset().union(*(each.repositories for each in held))),
            (InspectedKind.ORGANIZATION, Organization, frozenset().union(*(each.organizations for each in held))),
        ]
        return [
            (kind, row.id, row.name)
            for kind, model, ids in kinds
            for row in self._work.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.name))
        ]

    def kept(self) -> Sequence[RepositoryRoom]:
        """Return the rooms in use whose climate the actor reads."""
        return [room for room in self.list() if self.may_keep(room)]

    def may_keep(self, room: RepositoryRoom) -> bool:
        """Tell whether the actor keeps this room."""
        return bool(self._work.actor.roles_at(self._work.place_of(room)) & {*KEEPERS, Role.SYSTEM})

    def enter(self, kind: InspectedKind, body_id: UUID, facts: RoomFacts) -> RepositoryRoom:
        """Enter a room of an archive or an organization, by its own people."""
        facts = self._sound(facts)
        with self._work.write():
            body = body_of(self._work, kind, body_id)
            viewers = body.viewers
            role = self._work.actor.require(Place(viewers["organization_id"], viewers["repository_id"]), *KEEPERS)
            room = RepositoryRoom(id=new_id(), body_id=body.id, jurisdiction_path=body.path, **viewers)
            self._require_free(body.id, facts.name)
            self._fill(room, facts)
            self._work.session.add(room)
            note(self._work, room, "RoomEntered", role, name=room.name, after=told(room))
            return room

    def change(self, room_id: UUID, seen: int | None, facts: RoomFacts) -> RepositoryRoom:
        """Say something else of a room; readings stay as they are, what is out of limits follows the new ones."""
        facts = self._sound(facts)
        with self._work.write():
            room, role = self.keeping(room_id, seen)
            before = told(room)
            if facts.name != room.name:
                self._require_free(room.body_id, facts.name)
            self._fill(room, facts)
            note(self._work, room, "RoomChanged", role, name=room.name, before=before, after=told(room))
            watch_soon(self._work, room)
            return room

    def retire(self, room_id: UUID, seen: int | None, reason: str) -> RepositoryRoom:
        """Take a room out of use, with the reason: nothing is owed any more, and nothing is entered."""
        with self._work.write():
            room, role = self.keeping(room_id, seen)
            room.retired_because = required("reason", reason)
            room.retired_on = today(self._work, self._outside)
            note(self._work, room, "RoomRetired", role, room.retired_because, after={"retired_on": room.retired_on})
            return room

    def keeping(self, room_id: UUID, seen: int | None) -> tuple[RepositoryRoom, Role]:
        """Return a room in use in the version that was seen, and the role in which the actor keeps it; or refuse."""
        room = self._work.get(RepositoryRoom, room_id)
        self._work.require_version(room, seen)
        return room, require_keeper(self._work, room)

    # --- private ---

    def _sound(self, facts: RoomFacts) -> RoomFacts:
        """Return the facts without space around them, or refuse them with all that is wrong."""
        name, place = required("name", facts.name), facts.place.strip()
        length = (("least", "1"), ("most", str(LONGEST)))
        problems = [Problem("length", each, length) for each, said in (("name", name), ("place", place)) if _long(said)]
        since = facts.kept_since or today(self._work, self._outside)
        if since > today(self._work, self._outside):
            problems.append(Problem("in_the_future", "kept_since", (("value", str(since)),)))
        if problems:
            raise InvalidInputError(problems)
        require_stricter(self._outside.profile.supervision.climate[facts.room_type], facts.own_limits)
        return RoomFacts(name, facts.room_type, place, facts.own_limits, facts.kept_since)

    def _fill(self, room: RepositoryRoom, facts: RoomFacts) -> None:
        room.name, room.place, room.room_type = facts.name, facts.place, facts.room_type
        room.own_limits = {str(bound): value for bound, value in facts.own_limits.items()}
        room.kept_since = facts.kept_since or room.kept_since or today(self._work, self._outside)

    def _require_free(self, body_id: UUID, name: str) -> None:
        same = (RepositoryRoom.body_id == body_id, RepositoryRoom.name == name, RepositoryRoom.retired_on.is_(None))
        if self._work.session.scalar(select(RepositoryRoom.id).where(*same)):
            raise DuplicateError("There is a room of that name.", kind="room", value=name, where="name")


def require_keeper(work: UnitOfWork, room: RepositoryRoom) -> Role:
    """Return the role in which the actor keeps a room in use; refuse one that was retired, and other people."""
    role = work.actor.require(work.place_of(room), *KEEPERS)
    if room.retired_on is not None:
        raise FrozenError("This room was retired; its log is closed.", state="retired")
    return role


def watch_soon(work: UnitOfWork, room: RepositoryRoom) -> None:
    """Have the worker look at a room's climate after the commit. Inside a write.

    A job that has begun to look may not see this write: behind a job of the room, a second one waits for a minute.
    """
    payload: dict[str, Any] = {
        "room_id": room.id,
        **({"organization_id": room.organization_id} if room.organization_id else {}),
    }
    key = f"climate:{room.id}"
    if work.enqueue("climate", key=key, **payload) is None:
        work.enqueue("climate", key=f"{key}:next", delay_seconds=60, **payload)


def told(room: RepositoryRoom) -> dict[str, Any]:
    """Return what the trail says of a room."""
    named = ("name", "place", "room_type", "own_limits", "kept_since")
    return {name: getattr(room, name) for name in named}


def _long(said: str) -> bool:
    return len(said) > LONGEST
