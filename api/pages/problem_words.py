"""What one problem of a list says to a reader: its code's words, where it is, and who mends it."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from api.pages.accountability_words import ACCOUNT_PROBLEMS
from api.pages.admin_problem_words import ADMIN_PROBLEMS
from api.pages.case_texts import CASE_PROBLEMS
from api.pages.climate_texts import CLIMATE_PROBLEMS
from api.pages.drill_words import DRILL_PROBLEMS
from api.pages.element_words import NAMES, element_name
from api.pages.registration_words import ENTRY_PROBLEMS
from api.pages.words import WORDS
from archives.domain.vocabulary import Role
from archives.domain.written_values import ValueRule
from archives.services.registration_staging import Finding

PROBLEMS: Mapping[str, LazyString] = MappingProxyType(
    {
        **CASE_PROBLEMS,
        **ACCOUNT_PROBLEMS,
        **CLIMATE_PROBLEMS,
        **DRILL_PROBLEMS,
        "required": _("This is required."),
        "unknown_field": _("This field is not known here."),
        "unknown_value": _("This value is not one of: %(allowed)s."),
        "invalid_value": _("This value is not valid: %(message)s"),
        "forbidden_character": _("There is a character that must not be here: %(characters)s."),
        "unknown_element": _("There is no such description element."),
        "wrong_level": _("This element does not belong to this level."),
        "too_long": _("This is too long: %(length)s characters, at most %(longest)s."),
        "bad_value": _("“%(value)s” is not one of: %(allowed)s."),
        "bad_date": _("“%(value)s” is not a date. Write YYYY-MM-DD."),
        "in_the_future": _("The date %(value)s lies in the future."),
        "wrong_order": _("The beginning %(value)s lies after the end."),
        "bad_reference_code": _("“%(value)s” follows none of the numbering schemes (%(schemes)s)."),
        "set_aside": _("The entry is classified: it is handled separately, only its number is counted."),
        "transfer_empty": _("There is no record in this transfer."),
        "opinion_missing": _("An opinion is missing for %(records)s record(s). State it for the batch or one by one."),
        "still_classified": _("Still classified: take it out, it is handled separately."),
        "correction_open": _("Not yet corrected: %(text)s"),
        "check_missing": _("The checks have not been run on this state. Run them."),
        "check_outdated": _("Something was changed after the checks. Run them again."),
        "check_failed": _("Rule %(rule)s failed %(findings)s time(s). Correct the records, then check again."),
        "check_undecided": _("Rule %(rule)s waits for a person to decide (%(findings)s)."),
        "fonds_number_missing": _("The fonds has no number yet. The archive assigns it."),
        "paper_uncounted": _("The paper has not been counted."),
        "paper_missing": _("The paper was not there when it was counted. Return it for correction."),
        "paper_signature_unconfirmed": _("The archivist has not yet confirmed the signatures on paper."),
        "no_paper_signatures": _("There are no signatures on paper to confirm."),
        "scan_missing": _("The scan has not arrived whole. Upload it again."),
        "date_in_future": _("The day lies in the future."),
        "same_person": _("Whoever filled in the column cannot also review and seal it. Ask a colleague."),
        "reissue_under_way": _("A new receipt %(number)s is being drawn in its place. Wait until it is issued."),
        "reasons_required": _("Name at least one reason."),
        "record_not_in_transfer": _("This record is not in the transfer."),
        "file_not_in_transfer": _("This file is not in the transfer."),
        "other_fonds": _("A transfer is of one fonds."),
        "batch_empty": _("No record of %(year)s waits in this batch."),
        "package_unsigned": _("The package has not been signed yet. Its labels bear the digest that is signed."),
        "no_files_to_carry": _("There are no files in this transfer, so nothing goes on a carrier."),
        "no_paper_to_box": _("An electronic record lies in no box."),
        "batch_not_due": _("The batch of %(year)s is not due before %(offer_on)s."),
        "not_a_count": _("“%(value)s” is not a whole number from 1."),
        "not_a_whole_number": _("“%(value)s” is not a whole number."),
        "not_one_line": _("This is more than one line. Put it into one."),
        "not_six_digits": _("“%(value)s” is not a code of six digits."),
        **ENTRY_PROBLEMS,
        **ADMIN_PROBLEMS,
    }
)

RULES: Mapping[str, str] = MappingProxyType(
    {
        ValueRule.DATE: "bad_date",
        ValueRule.COUNT: "not_a_count",
        ValueRule.WHOLE: "not_a_whole_number",
        ValueRule.LINE: "not_one_line",
        ValueRule.CLASSIFICATION: "bad_classification",
        ValueRule.REPOSITORY_CODE: "not_six_digits",
    }
)
"""What a value that breaks a rule is told; the others are closed lists."""
PLACES: Mapping[str, LazyString] = MappingProxyType(
    {
        "name": _("Name"),
        "description": _("Description of content"),
        "opening_opinion": _("Opening at the end of the term"),
        "disclosure_opinion": _("Disclosure of government information"),
        "classification_opinion": _("Change of classification"),
    }
)
"""The names of fields that are no description elements."""
PLACELESS = frozenset(
    {"required", "unknown_field", "unknown_value", "invalid_value", "too_long", "forbidden_character"}
)
"""Codes whose words do not tell what they are about."""


def problem_text(problem: Mapping[str, Any]) -> str:
    """Return one line for a problem as `api.errors.Failure` lists it."""
    where = _where(problem.get("where", ""), problem.get("facts", {}), problem["code"])
    who = _who(problem.get("who", ""))
    return f"{where}{problem_remedy(problem)}{who}"


def problem_remedy(problem: Mapping[str, Any]) -> str:
    """Return what is wrong and what to do, without the place: for a field or a cell that says where it is."""
    code, facts = _meant(problem["code"], problem.get("facts", {}))
    return str(PROBLEMS[code]) % defaultdict(lambda: "—", facts) if code in PROBLEMS else _plain(code, facts)


def finding_said(finding: Finding) -> str:
    """Return what is wrong with a cell of a list, and what to do."""
    return problem_remedy({"code": finding.code, "facts": {"value": finding.value, **(finding.facts or {})}})


def _meant(code: str, facts: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """Say what a value should have been: in the reader's words for a closed list, by a code of its own for a rule."""
    allowed = str(facts.get("allowed", ""))
    if code not in ("bad_value", "unknown_value") or not allowed:
        return code, facts
    listed = next((WORDS[kind] for kind in WORDS if ", ".join(kind) == allowed), {})
    told = gettext(", ").join(str(text) for text in listed.values()) or allowed
    return RULES.get(allowed, code), {**facts, "allowed": told}


def _plain(code: str, facts: Mapping[str, object]) -> str:
    told = ", ".join(f"{name}: {value}" for name, value in facts.items())
    return f"{code.replace('_', ' ')}{f' ({told})' if told else ''}"


def _where(where: str, facts: Mapping[str, object], code: str) -> str:
    """Name the place: an element by its name; another place only where the words say nothing without it."""
    place = where.rpartition("/")[2]
    if place in NAMES:
        return gettext("%(place)s: ", place=element_name(place))
    if place in PLACES:
        return gettext("%(place)s: ", place=PLACES[place])
    name = str(facts.get("element") or (place.replace("_", " ") if code in PLACELESS else ""))
    return gettext("%(place)s: ", place=name) if name else ""


def _who(who: str) -> str:
    if who not in list(Role):
        return ""
    return gettext(" (to be done by: %(role)s)", role=WORDS[Role][Role(who)])
