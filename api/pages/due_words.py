"""Words of what falls due: where a batch, an extension, a plan stands, and whose delay it is."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain.obligation import ExtensionReason, OverdueCause
from archives.services.extensions import ExtensionState
from archives.services.obligations import Standing
from archives.services.plans import PlanState

Badge = tuple[LazyString, str]
"""A word and the tone in which it is shown."""

STANDINGS: Mapping[str, Badge] = MappingProxyType(
    {
        Standing.OVERDUE: (_("Overdue"), "bad"),
        Standing.EXTENDED: (_("Extended"), "waiting"),
        Standing.DUE_THIS_YEAR: (_("Due this year"), "active"),
        Standing.FUTURE: (_("Later"), "quiet"),
        Standing.IN_TRANSFER: (_("In transfer"), "active"),
        Standing.DONE: (_("Handed over"), "good"),
    }
)
EXTENSIONS: Mapping[str, Badge] = MappingProxyType(
    {
        ExtensionState.REQUESTED: (_("Requested"), "waiting"),
        ExtensionState.CONSENTED: (_("Consented"), "good"),
        ExtensionState.DECLINED: (_("Declined"), "bad"),
        ExtensionState.WITHDRAWN: (_("Withdrawn"), "quiet"),
    }
)
PLANS: Mapping[str, Badge] = MappingProxyType(
    {
        PlanState.DRAFTED: (_("Drafted"), "quiet"),
        PlanState.AGREED_BY_ORGANIZATION: (_("Agreed by the organization"), "waiting"),
        PlanState.AGREED_BY_REPOSITORY: (_("Agreed by the archive"), "waiting"),
        PlanState.AGREED: (_("Agreed by both sides"), "good"),
    }
)
CAUSES: Mapping[str, LazyString] = MappingProxyType(
    {
        OverdueCause.UNIT: _("The organization's delay"),
        OverdueCause.ARCHIVE_NOT_READY: _("The archive was not ready"),
    }
)
GROUNDS: Mapping[str, LazyString] = MappingProxyType(
    {
        ExtensionReason.SPECIALISED: _("Highly specialised records"),
        ExtensionReason.SECRET: _("Records that must be kept secret"),
    }
)


def install(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.globals.update(
        standings=STANDINGS,
        extension_states=EXTENSIONS,
        plan_states=PLANS,
        causes=CAUSES,
        grounds=GROUNDS,
        ground_choices=[(ground.value, GROUNDS[ground]) for ground in ExtensionReason],
    )
