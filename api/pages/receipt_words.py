"""Words of receipts: what an act on one does, and what a digest shows that somebody brings."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain.receipt import ReceiptAction
from archives.domain.verification import Match

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
PAPER_MATCHES: Mapping[Match, LazyString] = MappingProxyType(
    {
        Match.FORM: _("The file is this paper, byte for byte as it was sealed."),
        Match.MANIFEST: _("The file holds the facts of this paper, byte for byte as they were sealed with it."),
        Match.CODE: _(
            "The printed code belongs to this paper. Compare what stands here with what you hold; only the PDF can be "
            "verified whole."
        ),
    }
)
MATCHES: Mapping[Match, LazyString] = MappingProxyType(
    {
        Match.FORM: _("The file is this receipt, byte for byte as it was issued."),
        Match.LIST: _("The file is the transfer list of this receipt, byte for byte as it was issued."),
        Match.MANIFEST: _("The file is the manifest of this receipt, byte for byte as both sides signed it."),
        Match.CODE: _(
            "The printed code belongs to this receipt. Compare what stands here with the paper; only the PDF can be "
            "verified whole."
        ),
    }
)
