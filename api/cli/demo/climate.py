"""The demo's climate: a room of the archive with a month of readings, one of them too warm, which became a hazard."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from api.cli.demo.stage import Stage
from archives.domain.hazard import FindingKind, Grade, InspectedKind
from archives.domain.lead import LeadSource, LeadState
from archives.domain.supervision import RoomType
from archives.services import Services
from archives.services.climate_readings import NewReading
from archives.services.climate_rooms import RoomFacts
from archives.services.findings import Found
from archives.services.restore_tests import TriedRestore

ROOM = "一号库房"
LENGTH = 30  # days
HOURS = (time(8, 40), time(15, 30))
WARM = (9, 257)  # so many days ago, tenths of a degree in the afternoon
FORGOTTEN = frozenset({16})  # so many days ago nobody read in the afternoon
HAZARD = Found(
    kind=FindingKind.HAZARD, facts="", grade=Grade.GENERAL, category="温湿度", requirement="检修空调并每日复核。"
)
TESTED = TriedRestore("演示备份", passed=True, evidence="演示：在备用机上恢复，抽查 12 件，摘要一致。")


class ClimateDemo:
    """Plays a month; what an interrupted play left is gone on with, for nothing is entered twice."""

    def __init__(self, stage: Stage, archive: str) -> None:
        self._stage, self._archive = stage, archive

    def play(self) -> int:
        """Play, and return how many readings there are."""
        room = self._room()
        with self._stage.person("archivist") as services:
            readings = list(self._month(services, room))
            services.climate_readings.take(readings)
            if not services.restore_tests.list().rows:
                services.restore_tests.record(TESTED)
        with self._stage.machine() as services:
            services.climate_watch.look(room)
        self._confirm()
        return len(readings)

    # --- private ---

    def _room(self) -> UUID:
        with self._stage.machine() as services:
            archive = services.parties.named("repository", self._archive).id
        with self._stage.person("archivist") as services:
            known = [room.id for room in services.climate_rooms.list() if room.name == ROOM]
            since = services.climate_log.today() - timedelta(days=LENGTH)
            facts = RoomFacts(ROOM, RoomType.PAPER, "主楼三层", kept_since=since)
            return known[0] if known else services.climate_rooms.enter(InspectedKind.REPOSITORY, archive, facts).id

    def _month(self, services: Services, room: UUID) -> list[NewReading]:
        today, calendar = services.climate_log.today(), self._stage.house.outside.profile.calendar
        days = [(ago, today - timedelta(days=ago)) for ago in range(LENGTH, 0, -1)]
        warm = next(ago for ago, day in reversed(days) if ago >= WARM[0] and calendar.is_working_day(day))
        return [
            NewReading(room, self._at(day, hour), *_values(ago, half, is_warm=ago == warm))
            for ago, day in days
            if calendar.is_working_day(day)
            for half, hour in enumerate(HOURS)
            if not (half and ago in FORGOTTEN)
        ]

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._stage.house.outside.profile.zone).astimezone(UTC)

    def _confirm(self) -> None:
        """Let the inspector make a hazard of the lead."""
        with self._stage.person("inspector") as services:
            for lead in services.leads.list(state=LeadState.NEW).rows:
                if lead.source is LeadSource.CLIMATE and lead.facts["bound"] == "temperature_high":
                    services.findings.confirm_lead(lead.id, lead.version, HAZARD)


def _values(ago: int, half: int, *, is_warm: bool) -> tuple[int, int]:
    """Return tenths that wander a little, the same in each play."""
    temperature = 204 + ago * 7 % 11 + half * 8
    humidity = 512 + ago * 5 % 13 * 2 - half * 12
    return (WARM[1] if is_warm and half else temperature + (30 if is_warm else 0)), humidity
