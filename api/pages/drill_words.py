"""What pages, notices and the trail say of drills of emergency plans (应急演练)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain.drill import DrillKind

Texts = Mapping[str, LazyString]

DRILL_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, LazyString]] = MappingProxyType(
    {
        DrillKind: {
            DrillKind.FIRE: _("Fire"),
            DrillKind.FLOOD: _("Flood"),
            DrillKind.EARTHQUAKE: _("Earthquake"),
            DrillKind.POWER_CUT: _("Power cut"),
            DrillKind.THEFT: _("Theft"),
            DrillKind.CYBER_ATTACK: _("Cyber attack"),
            DrillKind.EVACUATION: _("Evacuation of the holdings"),
        },
    }
)
DRILL_EVENTS: Texts = MappingProxyType(
    {"DrillHeld": _("Drill of the emergency plan written down"), "DrillCorrected": _("Drill corrected")}
)
DRILL_SUBJECTS: Texts = MappingProxyType({"emergency_drill": _("Drill of the emergency plan")})
DRILL_PROBLEMS: Texts = MappingProxyType(
    {
        "plan_after_drill": _("The edition of %(value)s is newer than the drill. Name the plan that it followed."),
        "review_before_edition": _("The next review on %(value)s does not lie after the edition."),
    }
)
