"""Words for what can be wrong with directory, accounts, plans and extensions."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

ADMIN_PROBLEMS: Mapping[str, LazyString] = MappingProxyType(
    {
        "bad_number": _("“%(value)s” is not a whole number."),
        "not_a_digest": _("This is no SHA-256: 64 digits from 0 to 9 and a to f, or the 16 of the printed code."),
        "not_the_same": _("The two new passwords are not the same."),
        "extension_reason": _("Choose one of the two grounds of the regulations."),
        "extension_too_short": _("The day must lie after %(after)s."),
        "nothing_due": _("Nothing must be handed over by the end of %(year)s."),
        "plan_outdated": _("%(batches)s batches have changed since the plan was drafted. Draft it again."),
        "name_form": _("Write 1 to %(most)s characters, without space at the ends."),
        "code_form": _("“%(value)s” is not such a code. Write digits only, as many as it needs."),
        "fonds_number_form": _("“%(value)s” is not a fonds number. Write a capital letter and three digits."),
        "before_established": _("The day lies before the body was established (%(established_on)s)."),
        "already_revoked": _("This certificate was revoked already, on %(at)s."),
        "too_many": _("You have %(most)s already. Delete one first."),
        "no_own_address": _("Letters need an address. Give one in your settings first."),
        "email_form": _("“%(value)s” is no e-mail address."),
        "mail_off": _("This system sends no mail."),
        "no_address": _("No e-mail address is on file. Enter it in the directory, then send again."),
        "sent_already": _("It was sent to %(address)s already."),
        "own_successor": _("No body succeeds itself."),
        "ends_before_it_begins": _("The end lies before the beginning (%(since)s)."),
        "unfit_keeper": _("%(name)s belongs to another archive, or was abolished."),
        "open_transfer": _("Transfer %(number)s is not finished. End it first."),
        "length": _("Write at least %(least)s, at most %(most)s."),
        "out_of_range": _("Choose a number from %(least)s to %(most)s."),
        "password_length": _("A password has at least %(least)s and at most %(most)s characters."),
        "username_form": _("A user name has 2 to 64 letters, digits, dots, dashes, underscores or @."),
        "conflicting_roles": _("One person must not hold both: administrators are kept apart from all other roles."),
        "scope_of_role": _("The role needs a scope of its own kind."),
    }
)
