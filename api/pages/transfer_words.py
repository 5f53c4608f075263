"""Words of the transfer pages beyond the closed lists: findings, counting, consequences, lines of the trail."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Flask, url_for
from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.pages.delivery_words import delivery_reason
from api.pages.problem_words import PROBLEMS
from api.pages.words import WORDS
from archives.domain.permission import WORKER
from archives.domain.transfer import TransferAction as Act
from archives.domain.transfer import TransferState
from archives.domain.vocabulary import AccessStatus, ClassificationChange, Disclosure, Outcome, Role
from archives.services.counting import OUTCOMES

Texts = Mapping[str, LazyString]
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a row; says nothing to a person

COUNTED: Texts = MappingProxyType(
    {
        "": _("not yet"),
        "present": _("present"),
        "missing": _("missing"),
        "damaged": _("damaged"),
        "pages_differ": _("pages differ"),
    }
)
LINES: Texts = MappingProxyType({"filler": _("Filled in by"), "reviewer": _("Reviewed by"), "seal": _("Seal of")})
CONSEQUENCES: Mapping[Act, LazyString] = MappingProxyType(
    {
        Act.SUBMIT: _("You sign as reviewer and seal for your body. The archive sees the transfer from then on."),
        Act.SEAL: _("The last signature: custody passes to the archive now. Nobody can take it back afterwards."),
        Act.SEND_BACK: _("The clerk gets it back; the signature is void."),
        Act.WITHDRAW: _("It is taken back. All signatures are void, and the obligation stands open again."),
        Act.ABORT: _("It ends here. All signatures are void, and the obligation stands open again."),
        Act.REOPEN_REVIEW: _("The review is open again; the archive's signature is void."),
        Act.DISPUTE: _("The authority decides whether this belongs to the approved scope. Neither side can by itself."),
        Act.RULE_WITHIN_SCOPE: _("It belongs to the approved scope: the archive goes on and must take it."),
        Act.RULE_OUTSIDE_SCOPE: _("The named records lie outside: the unit takes them out and sends the rest."),
        Act.RETURN: _("Name every reason at once. Only what you list is unlocked and sent again."),
        Act.RETURN_ON_NEW_GROUND: _("These reasons were not named at the first return: it is the director's decision."),
    }
)
FINDINGS: Texts = MappingProxyType(
    {
        "digest_differs": _("%(name)s was changed: its digest is no longer the recorded one."),
        "size_differs": _("%(name)s has %(actual)s bytes instead of %(expected)s."),
        "file_missing": _("%(name)s is not there."),
        "number_missing": _("It has no reference code yet; the archive assigns one."),
        "number_repeated": _("The reference code %(value)s stands twice in this transfer."),
        "number_used": _("The reference code %(value)s is already used by “%(where)s”."),
        "document_number_repeated": _("The document number %(value)s is repeated."),
        "title_repeated": _("The title is borne by %(times)s records."),
        "package_differs": _("The package is not the one that was signed."),
        "count_differs": _("%(actual)s records instead of the declared %(expected)s."),
        "bytes_differ": _("%(actual)s bytes instead of the declared %(expected)s."),
        "files_differ": _("%(actual)s files instead of the declared %(expected)s."),
        "process_missing": _("The process metadata are missing."),
        "number_gap": _("In %(series)s the numbers %(missing)s are missing."),
        "content_missing": _("An electronic record without a content file."),
        "volume_count_differs": _("The volume holds %(actual)s items instead of the declared %(expected)s."),
        "paper_has_original": _("A paper record with an electronic original: it should be a digitised copy."),
        "no_approved_schedule": _("The organization has no approved retention schedule."),
        "outside_schedule": _("Not in the approved retention schedule."),
        "format_exception": _("%(name)s: .%(format)s is an agreed exception (%(reason)s)."),
        "format_unlisted": _("%(name)s: .%(format)s is not on the list of formats."),
        "format_differs": _("%(name)s does not begin as a .%(format)s file does."),
        "file_encrypted": _("%(name)s is encrypted. Decrypt it before the transfer."),
        "file_unlisted": _("%(name)s is not listed."),
        "content_repeated": _("%(name)s has the same bytes as another file."),
        "proved_at_intake": _(
            "%(files)s large file(s) were not read again: proved when they came, less than a day ago."
        ),
        "online_only": _("Not applicable: handed over online."),
        "no_carrier": _("Not applicable: there is no carrier."),
        "no_encapsulation": _("Not applicable: no encapsulation package."),
        "attachments_by_eye": _("Look whether every attachment is there."),
        "readable_by_eye": _("Open a sample and look whether it can be read."),
        "environment_by_eye": _("Look whether software and hardware environment are described."),
        "no_scanner": _("No scanner is connected: nobody has looked for viruses."),
        "procedure_by_eye": _("Look whether the handover itself went safely."),
    }
)
EVENTS: Texts = MappingProxyType(
    {
        "TransferPlanned": _("Planned"),
        "TransferPreparationBegun": _("Preparation begun"),
        "TransferDescribed": _("Named and described"),
        "OpinionsStated": _("Opinions stated"),
        "OpinionExcepted": _("Another opinion stated for a record"),
        "RecordTakenOut": _("A record taken out"),
        "UnitChecksBegun": _("The unit's checks begun"),
        "ChecksCompleted": _("Checks completed"),
        "FindingDecided": _("A finding decided"),
        "TransferApprovalRequested": _("Signed and sent for approval"),
        "TransferSentBack": _("Sent back to the clerk"),
        "TransferSubmitted": _("Signed, sealed and submitted"),
        "TransferChecksBegun": _("The archive's checks begun"),
        "TransferChecksCompleted": _("The archive's checks completed"),
        "TransferReturned": _("Returned for correction"),
        "TransferReturnedOnNewGround": _("Returned on a new ground"),
        "ReturnReasonCorrected": _("A reason corrected"),
        "PaperCounted": _("Paper counted"),
        "ScanKept": _("Scan of the signed form uploaded"),
        "PaperSignaturesAdded": _("Signatures from paper added"),
        "PaperSignaturesConfirmed": _("Signatures on paper confirmed"),
        "TransferAcceptanceProposed": _("Signed for the archive"),
        "TransferReviewReopened": _("Review reopened"),
        "TransferSealed": _("Sealed by the archive: custody passes"),
        "TransferAccepted": _("Stored, read back and accepted"),
        "TransferDisputed": _("Scope disputed"),
        "TransferRuledWithinScope": _("Ruled within the scope"),
        "TransferRuledOutsideScope": _("Ruled outside the scope"),
        "TransferWithdrawn": _("Withdrawn"),
        "TransferAborted": _("Aborted"),
        "TransferEscalated": _("Escalated"),
        "ReceiptDrawnUp": _("All content stored: receipt drawn up"),
        "ReceiptIssued": _("Receipt issued"),
        "ReceiptReissueRequested": _("A new receipt asked for in place of the old one"),
        "ReceiptSuperseded": _("Receipt superseded"),
        "ReceiptRevoked": _("Receipt revoked"),
        "ReceiptMailed": _("Receipt sent by mail"),
        "ReceiptMailFailed": _("Receipt not delivered by mail"),
        "ReceiptMailRequested": _("Receipt to be sent again"),
        "AccessionRegistered": _("Accession registered"),
        "ArchiveNumberIssued": _("The archive's number issued"),
        "RecordAccessioned": _("Taken into the archive's custody"),
        "RecordRegistered": _("Registered"),
        "RecordDescribed": _("Description changed"),
        "ContentAttached": _("A file attached"),
        "ContentReplaced": _("A file replaced"),
    }
)


def install(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.globals.update(
        transfer_states=TransferState,
        access_statuses=AccessStatus,
        disclosures=Disclosure,
        classification_changes=ClassificationChange,
        outcomes=Outcome,
        count_outcomes=[(each, COUNTED[each]) for each in OUTCOMES],
        count_word=COUNTED.get,
        line_word=LINES.get,
        delivery_reason=delivery_reason,
        role_of=Role,
        consequence=CONSEQUENCES.get,
        finding_text=finding_text,
        event_lines=event_lines,
        event_word=event_word,
        record_url=record_url,
    )


def finding_text(finding: Any) -> str:  # noqa: ANN401 -- a row
    """Return what a finding says."""
    text = FINDINGS.get(finding.message) or PROBLEMS.get(finding.message)
    element = finding.facts.get("element", "")
    told = str(text) % defaultdict(lambda: "—", finding.facts) if text else finding.message.replace("_", " ")
    return f"{element}: {told}" if element else told


def event_word(kind: str) -> str:
    """Return what happened, in words; the kind itself when it has none yet."""
    return str(EVENTS.get(kind, kind))


def event_lines(events: Sequence[Any]) -> Iterator[dict[str, str]]:
    """Return events as the timeline wants them."""
    for event in events:
        yield {
            "at": event.happened_at.isoformat(),
            "at_text": format_datetime(event.happened_at, "yyyy-MM-dd HH:mm"),
            "what": _with_reason(event),
            "who": actor_word(event.actor),
        }


def actor_word(name: str) -> str:
    """Return who did it; the machine has no name but a word."""
    return str(WORDS[Role][Role.SYSTEM]) if name == WORKER.name else name


def record_url(record_id: UUID) -> str:
    """Return the address of a record's page."""
    return url_for("pages_records.record", record_id=record_id)


def _with_reason(event: Any) -> str:  # noqa: ANN401 -- a row
    facts = json.loads(event.leaf)["facts"]
    said = facts.get("reason") or facts.get("note") or facts.get("rule") or facts.get("number") or ""
    if not said or not isinstance(said, str) or KEY.fullmatch(said):
        return event_word(event.kind)
    return gettext("%(place)s: ", place=event_word(event.kind)) + said
