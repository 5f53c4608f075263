"""Putting back what a disk has lost: kept bytes that no longer have their digest, while they are not yet preserved."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from archives.domain.errors import NotFoundError
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import Role
from archives.models import ContentFile, Record, Transfer
from archives.services.content import Upload
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

MENDERS = (Role.CLERK, Role.APPROVER, Role.ARCHIVIST, Role.DIRECTOR)
"""Either side may have an intact copy; the digest both have signed says whether it is the right one."""


class MendingService:
    """Finds damaged bytes of a transfer, and takes the intact ones in their place."""

    def __init__(self, work: UnitOfWork, outside: Outside) -> None:
        self._work, self._outside = work, outside

    def damaged(self, transfer_id: UUID) -> Sequence[ContentFile]:
        """Return the files whose kept bytes are missing or changed; reads them all."""
        self._work.get(Transfer, transfer_id)
        return [f for f in self._waiting(transfer_id) if not self._outside.holding.verify(f.sha256)]

    def put_back(self, transfer_id: UUID, upload: Upload) -> Sequence[ContentFile]:
        """Put the very bytes back that a file was received with, known by their digest; return the mended files.

        Nothing of what was signed changes, so it may be done in every state. Storing that had stopped goes on.
        Refuses bytes of no file of this transfer (NotFoundError), and other bytes than declared (FixityError).
        """
        transfer = self._work.get(Transfer, transfer_id)
        self._work.actor.require(self._work.place_of(transfer), *MENDERS)
        files = [file for file in self._waiting(transfer_id) if file.sha256 == upload.sha256.lower()]
        if not files:
            raise NotFoundError("file of this transfer with the digest", upload.sha256[:64])
        self._outside.holding.keep(upload.stream, files[0].size, upload.sha256)
        with self._work.write():
            transfer = self._work.get(Transfer, transfer_id)
            told = [{"record": file.record_id, "name": file.name} for file in files]
            self._work.record("ContentPutBack", transfer, sha256=upload.sha256.lower(), files=told)
            if transfer.state is TransferState.STORING:
                self._work.enqueue("store", key=f"store:{transfer.id}", transfer_id=transfer.id)
        return files

    def _waiting(self, transfer_id: UUID) -> Sequence[ContentFile]:
        asked = (
            select(ContentFile)
            .join(Record, Record.id == ContentFile.record_id)
            .where(Record.transfer_id == transfer_id, ContentFile.replaced_at.is_(None), ~ContentFile.stored)
            .order_by(ContentFile.record_id, ContentFile.position)
        )
        return self._work.session.scalars(asked).all()
