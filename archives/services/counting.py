"""The tick list for paper: volume by volume, item by item (逐卷/件清点, domain 3.7)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from archives.domain.errors import IllegalTransitionError, InvalidInputError, NotFoundError, Problem
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Carrier, Role
from archives.models import Record, Transfer, TransferItem
from archives.services.transfer_life import TransferCounter

OUTCOMES = ("present", "missing", "damaged", "pages_differ")
COUNTABLE = frozenset({TransferState.CHECKING, TransferState.UNDER_REVIEW})


@dataclass(frozen=True, slots=True)
class Tick:
    """What counting found for one unit; `pages` only where they differ, `note` where it is damaged."""

    outcome: str
    pages: int | None = None
    note: str = ""


class CountingService(TransferCounter):
    """Count the paper that has arrived."""

    def tick(self, transfer_id: UUID, record_id: UUID, tick: Tick) -> TransferItem:
        """Write down what was found of one unit. A later tick replaces it; both stay on the trail."""
        _require_sound(tick)
        with self._work.write():
            transfer = self._countable(transfer_id)
            item = self._item(transfer, record_id)
            before = {"counted": item.counted, "pages": item.counted_pages}
            item.counted, item.counted_pages, item.counted_note = tick.outcome, tick.pages, tick.note.strip()
            item.counted_by, item.counted_at = self._work.actor.name, self._work.now()
            after = {"counted": item.counted, "pages": item.counted_pages, "note": item.counted_note}
            self._work.record("PaperCounted", transfer, role="archivist", record=record_id, before=before, after=after)
            return item

    def progress(self, transfer_id: UUID) -> dict[str, int]:
        """Return how many units with paper there are by what counting found; '' is not yet counted."""
        asked = (
            select(TransferItem.counted, func.count(TransferItem.id))
            .join(Record, Record.id == TransferItem.record_id)
            .where(TransferItem.transfer_id == transfer_id, Record.carrier.in_([Carrier.PAPER, Carrier.MIXED]))
            .group_by(TransferItem.counted)
        )
        return dict(self._work.session.execute(asked).all())

    def _countable(self, transfer_id: UUID) -> Transfer:
        transfer = self._read(transfer_id)
        self._work.actor.require(self._work.place_of(transfer), Role.ARCHIVIST, Role.DIRECTOR)
        if transfer.state not in COUNTABLE:
            raise IllegalTransitionError("transfer", transfer.state, "be counted")
        return transfer

    def _item(self, transfer: Transfer, record_id: UUID) -> TransferItem:
        asked = (
            select(TransferItem)
            .join(Record, Record.id == TransferItem.record_id)
            .where(TransferItem.transfer_id == transfer.id, TransferItem.record_id == record_id)
            .where(Record.carrier.in_([Carrier.PAPER, Carrier.MIXED]))
        )
        item = self._work.session.scalar(asked)
        if item is None:
            raise NotFoundError("paper record in this transfer", record_id)
        return item


def _require_sound(tick: Tick) -> None:
    problems = []
    if tick.outcome not in OUTCOMES:
        problems.append(Problem("unknown_value", "/outcome", (("allowed", ", ".join(OUTCOMES)),)))
    if tick.outcome == "pages_differ" and (tick.pages is None or tick.pages < 0):
        problems.append(Problem("required", "/pages"))
    if tick.outcome in {"damaged", "missing"} and not tick.note.strip():
        problems.append(Problem("required", "/note"))
    if problems:
        raise InvalidInputError(problems)
