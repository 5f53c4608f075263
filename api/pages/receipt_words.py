"""Words of receipts that are not right: what an act does."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain.receipt import ReceiptAction

CONSEQUENCES: Mapping[ReceiptAction, LazyString] = MappingProxyType(
    {
        ReceiptAction.REISSUE: _(
            "Correct the wrong name or fact first. Then a new receipt is drawn, sealed and stored under a new number. "
            "The old one holds until then and stays for ever, marked as superseded. Custody does not change."
        ),
        ReceiptAction.REVOKE: _(
            "The receipt does not count any more; whoever checks it is told so. It stays for ever, marked as revoked. "
            "Custody does not change."
        ),
    }
)
