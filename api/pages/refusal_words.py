"""What a refusal says to a reader, by its code: what is wrong and what to do. Facts of the refusal fill the places."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from flask_babel import format_datetime
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

REFUSALS: Mapping[str, tuple[LazyString, LazyString]] = MappingProxyType(
    {
        "archives_error": (
            _("This cannot be done"),
            _("The archives refused the request. Go back and try again, or ask the person who runs the system."),
        ),
        "not_found": (
            _("Not found"),
            _("Nothing that you may see is kept under this address. Check the number, or search for it."),
        ),
        "not_permitted": (
            _("Not permitted"),
            _("Your role does not carry this act here. Ask a person whose role does."),
        ),
        "not_authenticated": (_("Please log in"), _("You are not logged in, or your login has ended. Log in again.")),
        "locked_out": (
            _("Locked for now"),
            _("Too many failed logins. The name is open again from %(until)s."),
        ),
        "wrong_login": (
            _("Not logged in"),
            _("The name or the password is wrong. Try again, or ask for a new password."),
        ),
        "not_verified": (
            _("Not verified"),
            _(
                "No receipt with this number belongs to this file or code. The file was changed or is another one, or "
                "the number is wrong. Fetch the file anew from where you have it, or ask the archive that issued it."
            ),
        ),
        "too_many_requests": (
            _("Too many questions"),
            _("More was asked than is answered, from this address or in all. Repeat it in %(retry_after)s seconds."),
        ),
        "cross_site_request": (
            _("Not sent from our own page"),
            _("The form is not from a page of this system, or your login has changed. Reload it and send it again."),
        ),
        "illegal_transition": (
            _("Not in this state"),
            _("This step does not exist in the present state. Reload the page to see what can be done now."),
        ),
        "stale_version": (
            _("Somebody was faster"),
            _("It was changed since you opened it: %(changed)s. Reload the page, look, and repeat your change."),
        ),
        "version_required": (
            _("The version is missing"),
            _("The form did not say which version you saw. Reload the page and repeat your change."),
        ),
        "idempotency_key_reused": (
            _("This form was already sent"),
            _("The same form was sent before with other content. Reload the page and repeat your change."),
        ),
        "fixity_mismatch": (
            _("The bytes do not match"),
            _("%(what)s does not have the declared size or digest, and nothing of it was kept. Send it again."),
        ),
        "storage_full": (
            _("No room left"),
            _("The disk is full and nothing was kept. Ask the person who runs the system for room, then repeat."),
        ),
        "frozen": (
            _("This can no longer be changed"),
            _("Issued numbers, process metadata and what was submitted stay as they are."),
        ),
        "set_aside": (
            _("Handled separately"),
            _("The entry carries an unreleased classification. It is not kept here; only its count is."),
        ),
        "duplicate": (_("Already there"), _("%(value)s already exists: %(where)s. Use another, or open that one.")),
        "unsafe_deployment": (
            _("Unsafe settings"),
            _("Accepted records could be lost under these settings. Until they change, the system does not start."),
        ),
        "unreadable_input": (
            _("The file cannot be read"),
            _("%(name)s is not readable as what it claims to be: %(reason)s. Save it again and send it anew."),
        ),
        "index_unusable": (
            _("Search is out of order"),
            _("The search index must be built anew. Ask the person who runs the system; nothing kept is lost."),
        ),
        "index_busy": (_("Search is busy"), _("Another process is writing the search index. Try again in a moment.")),
        "database_unavailable": (
            _("The database cannot be written to"),
            _("Nothing was changed. Repeat it in a while; if it stays so, ask the person who runs the system."),
        ),
        "log_damaged": (
            _("The trail is damaged"),
            _("Nothing is proved or signed until the trail has been examined. Ask the person who runs the system."),
        ),
        "signing_key": (
            _("A key is missing"),
            _("%(key)s cannot be used, so nothing can be signed. Ask the person who runs the system."),
        ),
        "signer_unavailable": (
            _("Nothing could be sealed now"),
            _("%(service)s does not answer. Repeat it in a while; if it stays so, ask the person who runs the system."),
        ),
        "missing_font": (
            _("A font is missing"),
            _("The document cannot be printed: %(path)s is not installed. Ask the person who runs the system."),
        ),
        "invalid_input": (
            _("There is a problem"),
            _("Some of the input is wrong. Everything wrong is listed at once."),
        ),
        "blocked": (_("Something is missing first"), _("Every gap is listed. Close them all, then repeat the step.")),
    }
)


def refusal_heading(code: str) -> str:
    """Return the short name of a refusal in the reader's language; a general one for a code without words."""
    return str(REFUSALS.get(code, REFUSALS["archives_error"])[0])


def refusal_text(code: str, facts: Mapping[str, object]) -> str:
    """Return what happened and the remedy, with the facts in their places; a missing fact leaves a dash."""
    text = str(REFUSALS.get(code, REFUSALS["archives_error"])[1])
    return text % defaultdict(lambda: "—", {**facts, **dict(_local_times(facts))})


def _local_times(facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Say the moment until which something lasts by the reader's clock."""
    if until := facts.get("until"):
        yield "until", format_datetime(datetime.fromisoformat(str(until)), "yyyy-MM-dd HH:mm")
