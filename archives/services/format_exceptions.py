"""Formats outside the standard's list, agreed with the archive and kept with their reason (GB/T 18894-2016 §8.3)."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import InvalidInputError, Problem
from archives.domain.vocabulary import Role
from archives.models import Fonds, FormatException
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

_EXTENSION = re.compile(r"[a-z0-9]{1,16}", re.ASCII)


class FormatExceptionService:
    """The archive's counter for formats: without an exception the check fails files that are not on the list."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:  # noqa: ARG002 -- every service is made so
        self._work = work

    def list(self, fonds_id: UUID) -> Sequence[FormatException]:
        """Return the exceptions agreed for a fonds, by extension."""
        asked = select(FormatException).where(FormatException.fonds_id == fonds_id)
        return self._work.session.scalars(asked.order_by(FormatException.extension)).all()

    def agree(self, fonds_id: UUID, extension: str, reason: str) -> FormatException:
        """Agree, for the archive, that a fonds may bring files of this extension. Once agreed it stays as it is."""
        plain = extension.strip().lstrip(".").lower()
        _require_sound(plain, reason)
        with self._work.write():
            fonds = self._work.get(Fonds, fonds_id)
            self._work.actor.require(self._work.place_of(fonds), Role.ARCHIVIST, Role.DIRECTOR)
            for known in self.list(fonds_id):
                if known.extension == plain:
                    return known
            made = FormatException(
                fonds_id=fonds.id,
                organization_id=fonds.organization_id,
                repository_id=fonds.repository_id,
                extension=plain,
                reason=reason.strip(),
                recorded_at=self._work.now(),
            )
            self._work.session.add(made)
            self._work.record("FormatExceptionAgreed", made, extension=plain, reason=made.reason, fonds_id=fonds.id)
        return made


def _require_sound(extension: str, reason: str) -> None:
    problems = [] if _EXTENSION.fullmatch(extension) else [Problem("required", "extension")]
    if not reason.strip():
        problems.append(Problem("required", "reason"))
    if problems:
        raise InvalidInputError(problems)
