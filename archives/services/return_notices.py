"""退回补正通知书: each return has its notice, made from what its event said at that moment.

The event is a leaf of the log, so a notice stays what it was when records, bodies and the transfer have changed since.
A ruling of the authority on scope is no return by the archive, and has no notice of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import NotFoundError
from archives.domain.transfer import TransferAction
from archives.models import ContentFile, Event, Record, Repository, Transfer
from archives.ports import FormSignature, ReturnNotice, ReturnReason
from archives.services.document_language import require_language
from archives.services.outside import Outside
from archives.services.transfer_life import EVENTS, Ground
from archives.services.unit_of_work import UnitOfWork

ON_NEW_GROUND = EVENTS[TransferAction.RETURN_ON_NEW_GROUND]
RETURNS = (EVENTS[TransferAction.RETURN], ON_NEW_GROUND)
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zh-Hans": {
            "whole": "就全批补正",
            "record": "补正本件（卷）的著录或内容",
            "file": "换交文件“{file}”",
            "new_ground": "含首次退回未列明的理由，由馆长决定退回。",
        },
        "zh-Hant": {
            "whole": "就全批補正",
            "record": "補正本件（卷）的著錄或內容",
            "file": "換交檔案「{file}」",
            "new_ground": "含首次退回未列明的理由，由館長決定退回。",
        },
        "en": {
            "whole": "Correct the transfer as a whole",
            "record": "Correct description or content of this record",
            "file": "Send the file “{file}” anew",
            "new_ground": "Returned by decision of the director: some reasons were not named at the first return.",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Returned:
    """One return: which of its transfer it is (from 1), in which round, by whom, for how many reasons."""

    ordinal: int
    round: int
    returned_at: datetime
    returned_by: str
    reasons: int
    on_new_ground: bool
    facts: Mapping[str, Any]  # of its event


class ReturnNoticeService:
    """Where both parties find the notices of return."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def list(self, transfer_id: UUID) -> Sequence[Returned]:
        """Return the returns of a transfer, the first one first."""
        self._work.get(Transfer, transfer_id)
        asked = select(Event).where(Event.transfer_id == transfer_id, Event.kind.in_(RETURNS)).order_by(Event.sequence)
        return [_returned(place, event) for place, event in enumerate(self._work.session.scalars(asked), start=1)]

    def document(self, transfer_id: UUID, ordinal: int, language: str = "") -> tuple[str, bytes]:
        """Return a name and the notice of one return as archival PDF; NotFoundError where there was no such return.

        It is drawn from the same facts each time, in the installation's language unless another is asked for.
        """
        spoken = require_language(language or self._outside.language)
        found = next((each for each in self.list(transfer_id) if each.ordinal == ordinal), None)
        if found is None:
            raise NotFoundError("return", str(ordinal))
        notice = self._notice(self._work.get(Transfer, transfer_id), found, spoken)
        return f"{notice.number}.pdf", self._outside.printer.return_notice(notice)

    def _notice(self, transfer: Transfer, found: Returned, language: str) -> ReturnNotice:
        at, said = found.returned_at.astimezone(self._outside.profile.zone), found.facts["notice"]
        return ReturnNotice(
            number=f"{transfer.number}-T{found.ordinal}",
            fonds=said["fonds"],
            transfer_name=said["name"],
            unit=said["unit"],
            archive=said["archive"],
            round=found.round,
            returned_on=at.date().isoformat(),
            due_on="",
            reasons=[_reason(ground, language) for ground in found.facts["grounds"]],
            note=_WORDS[language]["new_ground"] if found.on_new_ground else "",
            handler=FormSignature(found.returned_by, at.date().isoformat(), method=""),
            seal=None,
            issued_at=at,
            language=language,
            is_demo=transfer.is_demo,
            manifest_sha256=said["manifest_sha256"],
        )


def noticed(work: UnitOfWork, transfer: Transfer, grounds: Sequence[Ground]) -> dict[str, Any]:
    """Return what the event of a return tells: every reason with what it is about, and who returns what to whom."""
    return {
        "round": transfer.round,
        "grounds": [_told(work, ground) for ground in grounds],
        "notice": {
            "name": transfer.name,
            "fonds": f"{transfer.fonds.number or ''} {transfer.fonds.name}".strip(),
            "unit": transfer.organization.name,
            "archive": work.get(Repository, transfer.destination_id).name,
            "manifest_sha256": transfer.package_sha256,
        },
    }


def _told(work: UnitOfWork, ground: Ground) -> dict[str, Any]:
    file = work.get(ContentFile, ground.file_id) if ground.file_id else None
    about = ground.record_id or (file.record_id if file else None)
    record = work.get(Record, about) if about else None
    return {
        "rule": ground.rule,
        "text": ground.text.strip(),
        "record": ground.record_id,
        "file": ground.file_id,
        "number": (record.unit_number or "") if record else "",
        "title": record.title if record else "",
        "file_name": file.name if file else "",
    }


def _returned(place: int, event: Event) -> Returned:
    facts = json.loads(event.leaf)["facts"]
    return Returned(
        ordinal=place,
        round=facts["round"],
        returned_at=event.happened_at,
        returned_by=event.actor,
        reasons=len(facts["grounds"]),
        on_new_ground=event.kind == ON_NEW_GROUND,
        facts=facts,
    )


def _reason(ground: Mapping[str, Any], language: str) -> ReturnReason:
    words = _WORDS[language]
    remedy = "file" if ground["file_name"] else "record" if ground["record"] else "whole"
    return ReturnReason(
        rule=ground["rule"],
        reference_code=ground["number"],
        title=ground["title"],
        reason=ground["text"],
        remedy=words[remedy].format(file=ground["file_name"]),
    )
