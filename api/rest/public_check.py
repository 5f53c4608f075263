"""Whether a file is a receipt that was issued here, for everybody. The digest comes, never the file."""

from flask import Blueprint

from api.context import services
from api.knocking import require_allowance
from api.rest.operation import Operation
from api.schemas.public_check import HashSchema, PublicReceiptSchema

public_check_bp = Blueprint("rest_public_check", __name__, url_prefix="/api/v1")


@public_check_bp.post("/receipts/verify-hash")
@Operation(
    "Ask by its SHA-256 whether a file is a receipt", request=HashSchema, response=PublicReceiptSchema, once=False
)
def verify_hash(body: dict[str, str]) -> object:
    """Open to everybody, so often a minute. An unknown number and a wrong digest are answered alike."""
    require_allowance()
    return services().public_check.check(body["number"], body["sha256"])
