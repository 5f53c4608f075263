"""The days of an inspection and of an order, to be taken into one's own calendar."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from archives.domain.errors import FrozenError
from archives.domain.inspection import InspectionState
from archives.domain.rectification import ENDED
from archives.models import Inspection, RectificationOrder
from archives.ports import CalendarDay
from archives.services.document_language import language_for
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

BEFORE = (7, 3, 1)  # days on which a calendar reminds of a last day, as the house does
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh-Hans": {"inspection": "档案检查：{body}", "order": "整改期限：{body}"},
        "zh-Hant": {"inspection": "檔案檢查：{body}", "order": "整改期限：{body}"},
        "en": {"inspection": "Inspection of records: {body}", "order": "Last day to rectify: {body}"},
    }
)


class CaseCalendarService:
    """Where days are taken along."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def of_inspection(self, inspection_id: UUID) -> tuple[str, bytes]:
        """Return a name and the day of an inspection as iCalendar; cancelled where it was given up."""
        row = self._work.get(Inspection, inspection_id)
        day = CalendarDay(
            uid=f"{row.id}@archives",
            day=row.planned_on,
            title=self._said("inspection", row.inspected_name),
            text="\n".join(filter(None, [row.number, row.ground])),
            place=row.inspected_name,
            url=f"{self._outside.base_url}/inspections/{row.id}",
            revision=row.version,
            is_cancelled=row.state is InspectionState.CANCELLED,
            reminded=BEFORE[-1:],
        )
        return f"{row.number}.ics", self._outside.calendars.write([day], self._work.now())

    def of_order(self, order_id: UUID) -> tuple[str, bytes]:
        """Return a name and the last day of an order, cancelled once it has ended; FrozenError before it is issued."""
        row = self._work.get(RectificationOrder, order_id)
        if row.due_on is None:
            raise FrozenError("The order has no last day yet.", state=row.state)
        day = CalendarDay(
            uid=f"{row.id}@archives",
            day=row.due_on,
            title=self._said("order", row.inspected_name),
            text="\n".join(filter(None, [row.document_number, row.number])),
            place=row.inspected_name,
            url=f"{self._outside.base_url}/orders/{row.id}",
            revision=row.version,
            is_cancelled=row.state in ENDED,
            reminded=BEFORE,
        )
        return f"{row.number}.ics", self._outside.calendars.write([day], self._work.now())

    def _said(self, what: str, body: str) -> str:
        return _WORDS[language_for(self._work, self._outside, "")][what].format(body=body)
