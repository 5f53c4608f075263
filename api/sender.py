"""Where a stranger's request came from, as a keyed digest: alike for one address and hour, and none leads back."""

import hmac
from hashlib import sha256

from flask import request

from api.context import house


def sender_digest() -> str:
    """Return the digest of address and hour under this installation's key; '' where no address is known."""
    address = request.remote_addr or ""
    hour = house().clock().strftime("%Y-%m-%dT%H")
    key = house().settings.secret_key().encode()
    return hmac.new(key, f"{hour} {address}".encode(), sha256).hexdigest() if address else ""
