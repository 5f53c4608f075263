"""Transfers: what is in them, what was said, signed, checked, counted, returned, and the receipt."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archives.domain.receipt import ReceiptState
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import AccessStatus, ClassificationChange, DeliveryState, Disclosure, Outcome, Side
from archives.models.base import Base, Owned, Versioned, words
from archives.models.parties import Fonds, Organization
from archives.models.records import Record


class Transfer(Base, Owned, Versioned):
    """Records on their way into custody to `destination_id`; `repository_id` is None until submission."""

    __tablename__ = "transfer"

    number: Mapped[str] = mapped_column(Text, unique=True)
    destination_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("repository.id"))
    fonds_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fonds.id"))
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("transfer_plan.id"))
    name: Mapped[str] = mapped_column(Text)  # 交接工作名称
    description: Mapped[str] = mapped_column(Text, default="")  # 内容描述
    state: Mapped[TransferState] = mapped_column(words(TransferState), index=True)
    round: Mapped[int] = mapped_column(default=1)  # counts submissions; a return opens the next
    returns: Mapped[int] = mapped_column(default=0)
    opening_opinion: Mapped[AccessStatus | None] = mapped_column(words(AccessStatus))  # 条例 30: batch defaults
    disclosure_opinion: Mapped[Disclosure | None] = mapped_column(words(Disclosure))
    classification_opinion: Mapped[ClassificationChange | None] = mapped_column(words(ClassificationChange))
    opinion_note: Mapped[str] = mapped_column(Text, default="")
    package_sha256: Mapped[str] = mapped_column(Text, default="")  # of the manifest bound at the unit's signature
    item_count: Mapped[int] = mapped_column(default=0)
    volume_count: Mapped[int] = mapped_column(default=0)
    file_count: Mapped[int] = mapped_column(default=0)
    byte_count: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    receipt_due_on: Mapped[date | None]  # the archive must begin checking by then
    check_due_on: Mapped[date | None]  # and decide by then
    escalated_to: Mapped[str] = mapped_column(Text, default="")  # '' | director | authority
    accepted_at: Mapped[datetime | None]
    custody_from: Mapped[datetime | None]  # the instant of the later seal
    copies_released_on: Mapped[date | None]  # from then on the unit need not keep its own copies
    is_demo: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Organization] = relationship(
        primaryjoin="foreign(Transfer.organization_id) == Organization.id", viewonly=True
    )
    fonds: Mapped[Fonds] = relationship()


class TransferItem(Base, Owned):
    """A record in a transfer: its place in the list, exceptions to the opinions, what counting found."""

    __tablename__ = "transfer_item"
    __table_args__ = (
        UniqueConstraint("transfer_id", "record_id"),
        Index("ix_transfer_item_order", "transfer_id", "sequence"),
    )

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"))
    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("record.id"), index=True)
    sequence: Mapped[int]
    opening_opinion: Mapped[AccessStatus | None] = mapped_column(words(AccessStatus))
    disclosure_opinion: Mapped[Disclosure | None] = mapped_column(words(Disclosure))
    classification_opinion: Mapped[ClassificationChange | None] = mapped_column(words(ClassificationChange))
    counted: Mapped[str] = mapped_column(Text, default="")  # '' | present | missing | damaged | pages_differ
    counted_pages: Mapped[int | None]
    counted_note: Mapped[str] = mapped_column(Text, default="")
    counted_by: Mapped[str] = mapped_column(Text, default="")
    counted_at: Mapped[datetime | None]
    to_correct: Mapped[bool] = mapped_column(default=False)  # listed in the open return; others stay locked
    stored: Mapped[bool] = mapped_column(default=False)

    record: Mapped[Record] = relationship()


class ReturnReason(Base, Owned):
    """Why a transfer came back: bound to a record or a file, with who acts. All are named at once."""

    __tablename__ = "return_reason"

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), index=True)
    round: Mapped[int]
    record_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("record.id"))
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("content_file.id"))
    rule: Mapped[str] = mapped_column(Text, default="")  # DA/T 70 code, or '' for a ground in words
    text: Mapped[str] = mapped_column(Text)
    who_acts: Mapped[str] = mapped_column(Text, default="clerk")
    new_ground: Mapped[bool] = mapped_column(default=False)  # not named at an earlier return: the director's decision
    raised_at: Mapped[datetime]
    raised_by: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[datetime | None]


class Signature(Base, Owned):
    """A line of the form: filler, reviewer or seal of a side, bound to the package's digest; void after a return."""

    __tablename__ = "signature"

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), index=True)
    round: Mapped[int]
    side: Mapped[Side] = mapped_column(words(Side))
    line: Mapped[str] = mapped_column(Text)  # filler | reviewer | seal
    name: Mapped[str] = mapped_column(Text)
    account_id: Mapped[uuid.UUID | None]
    signed_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(Text)  # electronic | wet_ink
    package_sha256: Mapped[str] = mapped_column(Text)
    scan_sha256: Mapped[str] = mapped_column(Text, default="")  # of the signed paper, for wet ink
    scan_name: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None]  # the archivist compared scan and form
    confirmed_by: Mapped[str] = mapped_column(Text, default="")
    voided_at: Mapped[datetime | None]


class CheckRun(Base, Owned):
    """One run of the rulebook over a transfer, by one side, over one package digest."""

    __tablename__ = "check_run"

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), index=True)
    side: Mapped[Side] = mapped_column(words(Side))
    round: Mapped[int]
    state: Mapped[str] = mapped_column(Text)  # queued | running | done | void
    package_sha256: Mapped[str] = mapped_column(Text, default="")
    records_total: Mapped[int] = mapped_column(default=0)
    records_done: Mapped[int] = mapped_column(default=0)
    rulebook: Mapped[str] = mapped_column(Text, default="")  # version of the rulebook
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    started_by: Mapped[str] = mapped_column(Text)


class CheckFinding(Base, Owned):
    """What a rule found: one row for the whole (record_id None), and one for each record or file that fails it."""

    __tablename__ = "check_finding"
    __table_args__ = (Index("ix_check_finding_run", "run_id", "rule"),)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("check_run.id"))
    rule: Mapped[str] = mapped_column(Text)  # DA/T 70 code, e.g. 'YJ-1-7'
    outcome: Mapped[Outcome] = mapped_column(words(Outcome))
    record_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    file_id: Mapped[uuid.UUID | None]
    message: Mapped[str] = mapped_column(Text, default="")  # code of the text
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided: Mapped[Outcome | None] = mapped_column(
        words(Outcome)
    )  # by a named person, for manual_review and not_scanned
    decided_by: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")


class Dispute(Base, Owned, Versioned):
    """范围异议: somebody says the records lie outside the approved scope; the authority decides (D06)."""

    __tablename__ = "dispute"

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    raised_by: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text, default="")  # '' | within_scope | outside_scope
    decision_note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(Text, default="")


class Accession(Base, Owned):
    """接收登记: that the archive took these records into custody (ISAD(G) 3.2.4)."""

    __tablename__ = "accession"
    __table_args__ = (UniqueConstraint("repository_id", "number"),)

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), unique=True)
    number: Mapped[str] = mapped_column(Text)
    accessioned_at: Mapped[datetime]


class Receipt(Base, Owned, Versioned):
    """交接凭证: the facts and what was printed; never made again, never deleted. A reissue is a row of its own."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("transfer_id", "edition"),)

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"))
    edition: Mapped[int] = mapped_column(default=1)  # counts the receipts of one transfer
    state: Mapped[ReceiptState] = mapped_column(words(ReceiptState), default=ReceiptState.PENDING)
    number: Mapped[str] = mapped_column(Text, unique=True)
    issued_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(Text)
    form_sha256: Mapped[str] = mapped_column(Text, default="")  # '' until printed
    list_sha256: Mapped[str] = mapped_column(Text, default="")
    manifest_sha256: Mapped[str] = mapped_column(Text, default="")
    printed_at: Mapped[datetime | None]
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipt.id"))
    reissue_reason: Mapped[str] = mapped_column(Text, default="")  # why it stands in the other's place
    reissued_by: Mapped[str] = mapped_column(Text, default="")
    superseded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipt.id"))
    superseded_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(Text, default="")
    revocation_reason: Mapped[str] = mapped_column(Text, default="")

    supersedes: Mapped["Receipt | None"] = relationship(
        foreign_keys=[supersedes_id], remote_side="Receipt.id", viewonly=True
    )
    superseded_by: Mapped["Receipt | None"] = relationship(
        foreign_keys=[superseded_by_id], remote_side="Receipt.id", viewonly=True
    )


class Delivery(Base, Owned):
    """A receipt on its way to one party by mail. `address` is where the last try went, '' when there was none."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("receipt_id", "side"),)

    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), index=True)
    receipt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("receipt.id"))
    side: Mapped[Side] = mapped_column(words(Side))
    address: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")  # code of what is wrong
    answer: Mapped[str] = mapped_column(Text, default="")  # the server's own words
    message_key: Mapped[str] = mapped_column(Text, default="")  # of the Message-ID that was sent
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]  # of the next try
    sent_at: Mapped[datetime | None]


class StoreIntent(Base):
    """Says, before the bytes move, that an object is about to be written; closed when it was read back."""

    __tablename__ = "store_intent"

    object_id: Mapped[str] = mapped_column(Text, unique=True)
    transfer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("transfer.id"), index=True)
    state: Mapped[str] = mapped_column(Text)  # storing | stored
    inventory_digest: Mapped[str] = mapped_column(Text, default="")
    began_at: Mapped[datetime]
    stored_at: Mapped[datetime | None]
