"""Words for every kind of event on the trail, also those that no transfer page shows."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.pages.accountability_words import ACCOUNT_EVENTS, ACCOUNT_SUBJECTS
from api.pages.case_texts import CASE_EVENTS, CASE_SUBJECTS
from api.pages.climate_texts import CLIMATE_EVENTS, CLIMATE_SUBJECTS
from api.pages.drill_words import DRILL_EVENTS, DRILL_SUBJECTS
from api.pages.transfer_words import EVENTS

OTHERS: Mapping[str, LazyString] = MappingProxyType(
    {
        **CASE_EVENTS,
        **ACCOUNT_EVENTS,
        **CLIMATE_EVENTS,
        **DRILL_EVENTS,
        "AccountCleared": _("Clearance set"),
        "AccountCreated": _("Account created"),
        "AccountDisabled": _("Account disabled"),
        "AccountEnabled": _("Account enabled"),
        "AccountLocked": _("Account locked after failed logins"),
        "ArchiveDeclaredNotReady": _("The archive declared not ready"),
        "ArchiveDeclaredReady": _("The archive declared ready"),
        "AuthorityCreated": _("Authority entered"),
        "CertificateRenewed": _("Certificate renewed"),
        "CertificateRevoked": _("Certificate revoked"),
        "ContactChanged": _("Address for mail changed"),
        "ContentAttached": _("A file attached"),
        "ContentReplaced": _("A file replaced"),
        "EntriesSetAside": _("Classified entries counted"),
        "ExtensionConsented": _("Extension consented to"),
        "ExtensionDeclined": _("Extension declined"),
        "ExtensionRequested": _("Extension requested"),
        "ExtensionWithdrawn": _("Extension request withdrawn"),
        "FixityChecked": _("Fixity checked"),
        "FondsClosed": _("Fonds closed"),
        "FondsCreated": _("Fonds entered"),
        "FondsCreatorAdded": _("Records creator added"),
        "FondsKeeperChanged": _("Fonds given to another keeper"),
        "FondsNumbered": _("Fonds number assigned"),
        "FormatExceptionAgreed": _("Format exception agreed"),
        "ImportAborted": _("List aborted"),
        "ImportChecked": _("List checked"),
        "ImportPublished": _("List published"),
        "ImportReceived": _("List received"),
        "JobAborted": _("Job taken out of the queue"),
        "JobRetried": _("Job queued anew"),
        "JurisdictionCreated": _("Place entered"),
        "KeyPasswordChanged": _("Password of the keys changed"),
        "LoggedIn": _("Logged in"),
        "LoggedOut": _("Logged out"),
        "LoginFailed": _("Login failed"),
        "NoticeDismissed": _("Notice put away"),
        "ObligationExtended": _("Obligation extended"),
        "OrganizationAbolished": _("Organization abolished"),
        "OrganizationCreated": _("Organization entered"),
        "PasswordChanged": _("Password changed"),
        "RepositoryCreated": _("Archive entered"),
        "RoleGranted": _("Role granted"),
        "RoleRevoked": _("Role revoked"),
        "ScheduleApproved": _("Retention schedule approved"),
        "ScheduleSubmitted": _("Retention schedule handed in"),
        "ScheduleSuperseded": _("Retention schedule superseded"),
        "ScopeApproved": _("Collection scope approved"),
        "RootRenewed": _("Certificate of the internal CA renewed"),
        "TokenIssued": _("Token issued"),
        "TokenRevoked": _("Token revoked"),
        "TransferPlanAgreed": _("Transfer plan agreed"),
        "TransferPlanDrafted": _("Transfer plan drafted"),
        "TransferPlanRedrafted": _("Transfer plan drafted again"),
    }
)
SUBJECTS: Mapping[str, LazyString] = MappingProxyType(
    {
        **CASE_SUBJECTS,
        **ACCOUNT_SUBJECTS,
        **CLIMATE_SUBJECTS,
        **DRILL_SUBJECTS,
        "account": _("Account"),
        "api_token": _("Token"),
        "authority": _("Archival authority"),
        "check_run": _("Check"),
        "collection_scope": _("Collection scope"),
        "content_file": _("Content file"),
        "dispute": _("Dispute"),
        "extension": _("Extension"),
        "fonds": _("Fonds"),
        "import": _("List"),
        "job": _("Job"),
        "jurisdiction": _("Place"),
        "notice": _("Notice"),
        "obligation": _("Batch"),
        "organization": _("Organization"),
        "receipt": _("Receipt"),
        "record": _("Record"),
        "repository": _("Archive"),
        "retention_schedule": _("Retention schedule"),
        "transfer": _("Transfer"),
        "transfer_plan": _("Transfer plan"),
    }
)
NOBODY: Mapping[str, LazyString | str] = MappingProxyType({"system": _("The system"), "stranger": "—"})
"""Who acts when no account does."""
EVENT_KINDS = frozenset(EVENTS) | frozenset(OTHERS)


def any_event_word(kind: str) -> str:
    """Return what happened, in words; the kind itself when it has none yet."""
    return str(OTHERS.get(kind) or EVENTS.get(kind, kind))


def subject_word(kind: str) -> str:
    """Return what an event is about, in words; the kind itself when it has none yet."""
    return str(SUBJECTS.get(kind, kind))


def pretty(leaf: str) -> str:
    """Return a leaf line by line, for people; the leaf itself is one canonical line."""
    return json.dumps(json.loads(leaf), ensure_ascii=False, indent=2)
