"""Words of mail: why a letter did not go."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

REASONS: Mapping[str, LazyString] = MappingProxyType(
    {
        "no_address": _("No e-mail address is on file. Enter it in the directory, then send again."),
        "mail_off": _("This system sends no mail."),
        "recipient_refused": _("The mail server does not know this address, or does not take mail for it."),
        "sender_refused": _("The mail server does not take mail from this system. Ask the person who runs it."),
        "login_refused": _("The mail server does not accept this system's password. Ask the person who runs it."),
        "server_refused": _("The mail server refused the letter."),
        "not_supported": _("The mail server cannot do what the settings demand. Ask the person who runs the system."),
        "tls_failed": _("No secure connection to the mail server. Ask the person who runs the system."),
        "server_away": _("The mail server does not answer."),
    }
)


def delivery_reason(code: str) -> str:
    """Return why a letter did not go, in words; the code itself when it has none."""
    return str(REASONS.get(code, code))
