"""Watching the climate: what passes a limit becomes a lead, one for each room and cause. For the worker.

A look may be repeated and missed: it goes by the readings of the last days, not by what an earlier look saw. While a
lead of the cause waits for an officer, or a finding of it is open, nothing new is raised; after the decision only days
that came later count, so that what was put away comes up again when it goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.climate import BOUNDS, Bound, DayOfReadings, Limits, Quantity
from archives.domain.errors import BlockedError
from archives.domain.hazard import InspectedKind
from archives.domain.lead import OPEN, LeadSource
from archives.domain.vocabulary import Role
from archives.models import ClimateReading, Finding, Lead, RepositoryRoom
from archives.services.climate_log import ClimateLogService
from archives.services.climate_rooms import ClimateRoomService
from archives.services.climate_words import Trespass, sentence
from archives.services.leads import LeadService, Sign
from archives.services.outside import Outside
from archives.services.supervision import today
from archives.services.unit_of_work import UnitOfWork

MOST_READ = 2_000  # readings of one cause that are counted
_R = ClimateReading
_QUANTITY: Mapping[Bound, Quantity] = {bound: quantity for quantity, three in BOUNDS.items() for bound in three}
_SWINGS = frozenset(three[2] for three in BOUNDS.values())


class ClimateWatchService:
    """Looking at rooms."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside
        self._rooms, self._log = ClimateRoomService(work, outside), ClimateLogService(work, outside)
        self._leads = LeadService(work, outside)

    def look(self, room_id: UUID) -> int:
        """Raise or bring up to date the leads that the last days of a room speak of; return how many were raised."""
        self._work.actor.require_role(Role.SYSTEM)
        room = self._rooms.get(room_id)
        if room.retired_on is not None:
            return 0
        last = today(self._work, self._outside)
        first = last - timedelta(days=self._outside.profile.supervision.climate_log.looked_back_days - 1)
        limits = self._rooms.limits(room)
        days = [each for each in self._log.days(room_id, first, last) if each.faults(limits)]
        return sum(self._look_at(room, bound, limits, days) for bound in Bound) if days else 0

    def catch_up(self) -> int:
        """Look at every room: for what a look after a reading has missed. Return how many leads were raised."""
        return sum(self.look(room.id) for room in self._rooms.list())

    # --- private ---

    def _look_at(self, room: RepositoryRoom, bound: Bound, limits: Limits, days: Sequence[DayOfReadings]) -> int:
        """Look at one cause; its own short write, so that a body that nobody succeeds does not stop the others."""
        key = f"climate:{room.id}:{bound}"
        seen = [each for each in days if bound in each.faults(limits)]
        if not seen or self._is_found(key):
            return 0
        waiting = self._work.session.scalar(select(Lead).where(Lead.key == key, Lead.state.in_(OPEN)))
        since = self._decided_on(key)
        seen = [each for each in seen if since is None or each.day > since]
        if not seen:
            return 0
        trespass = self._trespass(room, bound, limits, seen)
        if waiting is not None:
            self._bring_up(waiting, trespass)
            return 0
        try:
            with self._work.write():
                self._leads.notice(self._sign(key, room, trespass))
        except BlockedError:
            return 0
        return 1

    def _is_found(self, key: str) -> bool:
        return self._work.session.scalar(select(Finding.id).where(Finding.cause == key)) is not None

    def _decided_on(self, key: str) -> date | None:
        """Return the day on which the newest lead of that cause was decided, or the finding of it ended."""
        asked = (
            select(Lead.decided_at, Finding.closed_on)
            .outerjoin(Finding, Finding.lead_id == Lead.id)
            .where(Lead.key.startswith(f"{key}#", autoescape=True), Lead.source == LeadSource.CLIMATE)
        )
        rows = self._work.session.execute(asked).all()
        decided = [self._outside.profile.day_of(at) for at, _ in rows if at]
        return max([*decided, *(closed for _, closed in rows if closed)], default=None)

    def _trespass(self, room: RepositoryRoom, bound: Bound, limits: Limits, seen: Sequence[DayOfReadings]) -> Trespass:
        days = tuple(each.day for each in seen)
        if bound in _SWINGS:
            readings = tuple((str(each.day), each.swing(_QUANTITY[bound])) for each in seen)
        else:
            readings = tuple(self._readings(room, bound, limits, days))
        return Trespass(room.name, str(room.id), bound, limits[bound], days, readings)

    def _readings(
        self, room: RepositoryRoom, bound: Bound, limits: Limits, days: Sequence[date]
    ) -> Iterator[tuple[str, int]]:
        column: Any = _R.temperature if _QUANTITY[bound] is Quantity.TEMPERATURE else _R.humidity
        is_low = bound is BOUNDS[_QUANTITY[bound]][0]
        passed = column < limits[bound] if is_low else column > limits[bound]
        asked = select(_R.measured_at, column).where(_R.room_id == room.id, _R.day.in_(days), passed)
        asked = asked.where(_R.withdrawn_at.is_(None)).order_by(_R.measured_at, _R.sensor).limit(MOST_READ)
        for at, value in self._work.session.execute(asked):
            yield f"{at.astimezone(self._outside.profile.zone):%Y-%m-%d %H:%M}", value

    def _bring_up(self, lead: Lead, trespass: Trespass) -> None:
        """Let a waiting lead tell of a further day; at most once a day, for officers may be writing on it."""
        if trespass.facts["last_on"] <= str(lead.facts.get("last_on", "")):
            return
        with self._work.write():
            lead = self._work.get(Lead, lead.id)
            before = {"text": lead.text}
            lead.text, lead.facts = self._said(trespass), trespass.facts
            self._work.record("LeadBroughtUpToDate", lead, role=Role.SYSTEM, before=before, after={"text": lead.text})

    def _sign(self, key: str, room: RepositoryRoom, trespass: Trespass) -> Sign:
        kind = InspectedKind.REPOSITORY if room.repository_id else InspectedKind.ORGANIZATION
        return Sign(LeadSource.CLIMATE, key, kind, room.body_id, self._said(trespass), trespass.facts)

    def _said(self, trespass: Trespass) -> str:
        return sentence(trespass, self._outside.language)
