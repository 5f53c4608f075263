"""Words of jobs: what the machine does, and how far it is."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

JOB_STATES: Mapping[str, tuple[LazyString, str]] = MappingProxyType(
    {
        "queued": (_("Queued"), "quiet"),
        "running": (_("Running"), "active"),
        "done": (_("Done"), "good"),
        "dead": (_("Given up"), "bad"),
        "aborted": (_("Removed"), "quiet"),
    }
)
JOB_KINDS: Mapping[str, LazyString] = MappingProxyType(
    {
        "check": _("Check a transfer"),
        "store": _("Store a transfer"),
        "reissue": _("Draw a receipt anew"),
        "paper": _("Draw a paper of a case"),
        "mail": _("Send a receipt by mail"),
        "import_check": _("Check a list"),
        "import_publish": _("Publish a list"),
        "deadlines": _("Watch the deadlines"),
        "cases": _("Gather leads and remind"),
        "remind": _("Send a reminder by mail"),
        "climate": _("Look at the climate of a room"),
        "climate_check": _("Check a list of readings"),
        "climate_publish": _("Take a list of readings over"),
        "searches": _("Ask the saved searches again"),
        "search_letter": _("Tell of new hits by mail"),
        "sweep": _("Sweep"),
        "verify_trail": _("Verify the trail"),
    }
)


def job_kind(kind: str) -> str:
    """Return what a job does, in words; the kind itself when it has none yet."""
    return str(JOB_KINDS.get(kind, kind))
