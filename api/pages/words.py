"""The words a reader sees for the codes the house stores: one place, whatever page, sheet or mail shows them.

Codes are kept in the database and on the trail; words are chosen by the reader's language at the last moment. Each
closed list has all of its members here, which a test holds; tones are those of the macro `state`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.pages.accountability_words import ACCOUNT_TONES, ACCOUNT_WORDS
from api.pages.case_words import CASE_TONES, CASE_WORDS
from api.pages.drill_words import DRILL_WORDS
from archives.domain import vocabulary as v
from archives.domain.receipt import ReceiptAction, ReceiptState
from archives.domain.transfer import TransferAction as Act
from archives.domain.transfer import TransferState as State

Words = Mapping[StrEnum, LazyString]

WORDS: Mapping[type[StrEnum], Words] = MappingProxyType(
    {
        **CASE_WORDS,
        **ACCOUNT_WORDS,
        **DRILL_WORDS,
        v.Role: {
            v.Role.CLERK: _("Clerk"),
            v.Role.APPROVER: _("Approver"),
            v.Role.ARCHIVIST: _("Archivist"),
            v.Role.DIRECTOR: _("Director of the archive"),
            v.Role.INSPECTOR: _("Inspector"),
            v.Role.AUTHORITY: _("Archival authority"),
            v.Role.SYSTEM_ADMIN: _("System administrator"),
            v.Role.SECURITY_ADMIN: _("Security administrator"),
            v.Role.AUDIT_ADMIN: _("Audit administrator"),
            v.Role.SYSTEM: _("The system"),
        },
        v.RepositoryLevel: {
            v.RepositoryLevel.CENTRAL: _("Central archive"),
            v.RepositoryLevel.PROVINCIAL: _("Provincial archive"),
            v.RepositoryLevel.MUNICIPAL: _("Municipal archive"),
            v.RepositoryLevel.COUNTY: _("County archive"),
        },
        v.Level: {
            v.Level.FONDS: _("Fonds"),
            v.Level.SERIES: _("Series"),
            v.Level.VOLUME: _("Volume"),
            v.Level.ITEM: _("Item"),
        },
        v.Carrier: {
            v.Carrier.PAPER: _("Paper"),
            v.Carrier.ELECTRONIC: _("Electronic"),
            v.Carrier.MIXED: _("Paper and electronic"),
        },
        v.RetentionClass: {
            v.RetentionClass.PERMANENT: _("Permanent"),
            v.RetentionClass.D30: _("30 years"),
            v.RetentionClass.D10: _("10 years"),
            v.RetentionClass.LONG: _("Long-term"),
            v.RetentionClass.SHORT: _("Short-term"),
        },
        v.Classification: {
            v.Classification.NONE: _("Not classified"),
            v.Classification.RELEASED: _("Declassified"),
            v.Classification.CONFIDENTIAL: _("Confidential"),
            v.Classification.SECRET: _("Secret"),
            v.Classification.TOP_SECRET: _("Top secret"),
        },
        v.AccessStatus: {
            v.AccessStatus.OPEN: _("Open"),
            v.AccessStatus.RESTRICTED: _("Restricted"),
            v.AccessStatus.DEFERRED: _("Opening deferred"),
            v.AccessStatus.UNREVIEWED: _("Not reviewed for opening"),
        },
        v.Disclosure: {
            v.Disclosure.PROACTIVE: _("Published proactively"),
            v.Disclosure.ON_REQUEST: _("Disclosed on request"),
            v.Disclosure.NONE: _("Not disclosed"),
        },
        v.ClassificationChange: {
            v.ClassificationChange.NEVER_CLASSIFIED: _("Never classified"),
            v.ClassificationChange.DECLASSIFIED: _("Declassified"),
            v.ClassificationChange.STILL_CLASSIFIED: _("Still classified: handled separately"),
        },
        v.Generation: {
            v.Generation.NATIVE: _("Born digital"),
            v.Generation.DIGITISED: _("Digitised"),
            v.Generation.COMPILED: _("Compiled"),
        },
        v.FileKind: {
            v.FileKind.ORIGINAL: _("Original"),
            v.FileKind.DIGITISED_COPY: _("Digitised copy"),
            v.FileKind.ATTACHMENT: _("Attachment"),
        },
        v.Custody: {
            v.Custody.ORGANIZATION: _("Kept by the organization"),
            v.Custody.REPOSITORY: _("Kept by the archive"),
        },
        v.DeliveryState: {
            v.DeliveryState.WAITING: _("Waiting to be sent"),
            v.DeliveryState.SENT: _("Sent"),
            v.DeliveryState.FAILED: _("Not delivered"),
            v.DeliveryState.DROPPED: _("Not sent any more"),
        },
        ReceiptState: {
            ReceiptState.PENDING: _("Being drawn"),
            ReceiptState.VALID: _("Valid"),
            ReceiptState.SUPERSEDED: _("Superseded by another receipt"),
            ReceiptState.REVOKED: _("Revoked"),
        },
        ReceiptAction: {
            ReceiptAction.ISSUE: _("Issue"),
            ReceiptAction.REISSUE: _("Issue a new receipt in its place"),
            ReceiptAction.SUPERSEDE: _("Supersede"),
            ReceiptAction.REVOKE: _("Revoke the receipt"),
        },
        v.Side: {
            v.Side.UNIT: _("Transferring body"),
            v.Side.ARCHIVE: _("Receiving archive"),
        },
        v.Property: {
            v.Property.AUTHENTICITY: _("Authenticity"),
            v.Property.INTEGRITY: _("Integrity"),
            v.Property.USABILITY: _("Usability"),
            v.Property.SECURITY: _("Security"),
        },
        v.Outcome: {
            v.Outcome.PASSED: _("Passed"),
            v.Outcome.WARNING: _("Warning"),
            v.Outcome.FAILED: _("Failed"),
            v.Outcome.NOT_APPLICABLE: _("Not applicable"),
            v.Outcome.MANUAL_REVIEW: _("For a person to decide"),
            v.Outcome.NOT_SCANNED: _("Not scanned"),
        },
        State: {
            State.PLANNED: _("Planned"),
            State.PREPARING: _("Being prepared"),
            State.AWAITING_APPROVAL: _("Awaiting approval"),
            State.SUBMITTED: _("Submitted"),
            State.CHECKING: _("Being checked"),
            State.RETURNED: _("Returned for correction"),
            State.UNDER_REVIEW: _("Under review"),
            State.SIGNING: _("Awaiting the last signature"),
            State.STORING: _("Being stored"),
            State.ACCEPTED: _("Accepted"),
            State.DISPUTED: _("Scope disputed"),
            State.WITHDRAWN: _("Withdrawn"),
            State.ABORTED: _("Aborted"),
        },
        Act: {
            Act.PREPARE: _("Start preparing"),
            Act.REQUEST_APPROVAL: _("Sign and ask for approval"),
            Act.SEND_BACK: _("Send back to the clerk"),
            Act.SUBMIT: _("Sign, seal and submit"),
            Act.BEGIN_CHECKS: _("Begin the checks"),
            Act.COMPLETE_CHECKS: _("Complete the checks"),
            Act.RETURN: _("Return for correction"),
            Act.RETURN_ON_NEW_GROUND: _("Return on a new ground"),
            Act.PROPOSE_ACCEPTANCE: _("Sign and propose acceptance"),
            Act.REOPEN_REVIEW: _("Reopen the review"),
            Act.SEAL: _("Sign, seal and accept"),
            Act.COMPLETE_STORING: _("Complete the storing"),
            Act.DISPUTE: _("Dispute the scope"),
            Act.RULE_WITHIN_SCOPE: _("Rule: within the scope"),
            Act.RULE_OUTSIDE_SCOPE: _("Rule: outside the scope"),
            Act.WITHDRAW: _("Withdraw"),
            Act.ABORT: _("Abort"),
        },
    }
)

TONES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = MappingProxyType(
    {
        **CASE_TONES,
        **ACCOUNT_TONES,
        State: {
            State.PREPARING: "active",
            State.AWAITING_APPROVAL: "waiting",
            State.SUBMITTED: "active",
            State.CHECKING: "active",
            State.RETURNED: "bad",
            State.UNDER_REVIEW: "active",
            State.SIGNING: "waiting",
            State.STORING: "active",
            State.ACCEPTED: "good",
            State.DISPUTED: "bad",
        },
        v.DeliveryState: {
            v.DeliveryState.WAITING: "waiting",
            v.DeliveryState.SENT: "good",
            v.DeliveryState.FAILED: "bad",
        },
        ReceiptState: {
            ReceiptState.PENDING: "active",
            ReceiptState.VALID: "good",
            ReceiptState.SUPERSEDED: "waiting",
            ReceiptState.REVOKED: "bad",
        },
        v.Outcome: {
            v.Outcome.PASSED: "good",
            v.Outcome.WARNING: "waiting",
            v.Outcome.FAILED: "bad",
            v.Outcome.MANUAL_REVIEW: "waiting",
            v.Outcome.NOT_SCANNED: "waiting",
        },
    }
)


def word(code: StrEnum) -> LazyString:
    """Return the word for a member of a closed list; KeyError for a list that has no words here."""
    return WORDS[type(code)][code]


def tone(code: StrEnum) -> str:
    """Return the tone in which a state is shown."""
    return TONES.get(type(code), {}).get(code, "quiet")


def options(kind: type[StrEnum]) -> list[tuple[str, LazyString]]:
    """Return the choices of a closed list for a form, in the list's own order."""
    return [(member.value, WORDS[kind][member]) for member in kind]
