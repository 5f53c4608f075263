"""Words for what of a question could not be meant as written, and for what each example finds."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

NOTES: Mapping[str, LazyString] = MappingProxyType(
    {
        "quote_not_closed": _("The quotation mark is not closed; the phrase goes on to the end."),
        "bracket_not_closed": _("The bracket is not closed; it ends with the question."),
        "bracket_not_opened": _("The bracket closes nothing and is passed over."),
        "operator_alone": _("Something is missing beside this word, so it is passed over."),
        "value_missing": _("After the colon the value is missing; write it without a space."),
        "unknown_field": _("No field has this name; the words were looked for as they stand."),
        "unknown_value": _("Nothing has this name or value."),
        "not_a_date": _("This is no date; write 2003, 2003-05 or 2003-05-17, or a range with two dots."),
        "range_turned_round": _("The range began after its end and was turned round."),
        "wildcard_alone": _("An asterisk alone finds nothing and is passed over."),
        "wildcard_needs_letters": _("Chinese words need no asterisk; they are found wherever they stand."),
        "fuzzy_needs_letters": _("Misspellings are looked for in Latin words only."),
        "too_many_brackets": _("There are too many brackets within brackets."),
        "question_too_long": _("The question is too long; the rest was not read."),
    }
)
EXAMPLE_WORDS: Mapping[str, LazyString] = MappingProxyType(
    {
        "and": _("what has both"),
        "or": _("what has one of them"),
        "not": _("what has the first without the second"),
        "brackets": _("brackets keep together"),
        "phrase": _("words that stand together"),
        "field": _("in one field only"),
        "dates": _("from one date to another; one end may be left open"),
        "numbers": _("numbers from one to another"),
        "wildcards": _("* for any letters, ? for one: in numbers and Latin words"),
        "fuzzy": _("Latin words that are misspelt by a letter or two"),
        "values": _("values by their name"),
    }
)
