"""The internal CA for everybody: its certificate and its revocation list. Open to strangers."""

from flask import Blueprint, Response

from api.context import services
from api.rest.operation import Operation

keys_bp = Blueprint("rest_keys", __name__, url_prefix="/api/v1")
PEM, CRL = "application/pem-certificate-chain", "application/pkix-crl"


@keys_bp.get("/ca.pem")
@Operation("Show the certificate of the internal CA", produces=PEM)
def root() -> Response:
    """Whoever checks seals trusts it by hand; compare the fingerprint (header Fingerprint-SHA256) by another way."""
    found = services().seals.find_root()
    return _answer(found.pem.encode(), PEM, {"Fingerprint-SHA256": found.fingerprint})


@keys_bp.get("/ca.crl")
@Operation("Show the revocation list of the internal CA", produces=CRL)
def revocations() -> Response:
    """In DER (RFC 5280), as of now."""
    return _answer(services().seals.revocation_list(), CRL, {})


def _answer(data: bytes, kind: str, headers: dict[str, str]) -> Response:
    return Response(data, content_type=kind, headers=headers)
