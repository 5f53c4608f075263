"""The internal CA for everybody: its certificate and its revocation list. Open to strangers."""

from flask import Blueprint, Response

from api.context import services
from api.rest.operation import Operation
from api.schemas.keys import RootSchema

keys_bp = Blueprint("rest_keys", __name__, url_prefix="/api/v1")
PEM, CRL = "application/pem-certificate-chain", "application/pkix-crl"


@keys_bp.get("/ca.pem")
@Operation("Show the certificates of the internal CA", produces=PEM)
def root() -> Response:
    """The newest root first, then those before it, which stay trusted for older seals.

    Whoever checks seals trusts them by hand; compare the fingerprint (header Fingerprint-SHA256) by another way.
    """
    roots = services().seals.find_roots()
    return _answer("".join(each.pem for each in roots).encode(), PEM, {"Fingerprint-SHA256": roots[0].fingerprint})


@keys_bp.get("/ca.crl")
@Operation("Show the revocation list of the internal CA", query=RootSchema, produces=CRL)
def revocations(query: dict[str, str]) -> Response:
    """In DER (RFC 5280), as of now, by the first root; by a later one with its serial as `root`."""
    return _answer(services().seals.revocation_list(query["root"]), CRL, {})


def _answer(data: bytes, kind: str, headers: dict[str, str]) -> Response:
    return Response(data, content_type=kind, headers=headers)
