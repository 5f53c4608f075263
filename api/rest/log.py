"""The log for everybody: what we signed, and proofs over it. Open to strangers; hashes only, never an event."""

from typing import Any

from flask import Blueprint, Response, jsonify
from marshmallow import Schema

from api.context import services
from api.rest.operation import Operation
from api.schemas.log import ConsistencyQuerySchema, ConsistencySchema, InclusionQuerySchema, InclusionSchema
from archives.domain.signed_note import encoded

log_bp = Blueprint("rest_log", __name__, url_prefix="/api/v1/log")
TEXT = "text/plain"
SOON, FOR_EVER = "public, max-age=5", "public, max-age=86400, immutable"


@log_bp.get("/checkpoint")
@Operation("Show the newest checkpoint", produces=TEXT)
def newest_checkpoint() -> Response:
    """A signed note (C2SP tlog-checkpoint): name of the log, number of events, hash over them, signature."""
    return _text(services().transparency.newest().note, SOON)


@log_bp.get("/checkpoints/<int:size>")
@Operation("Show the checkpoint of a size", produces=TEXT)
def checkpoint(size: int) -> Response:
    """As it was signed when the log had so many events."""
    return _text(services().transparency.at(size).note, FOR_EVER)


@log_bp.get("/key")
@Operation("Show the key of the log", produces=TEXT)
def key() -> Response:
    """The verifier key as signed notes have it; keep it: the one that is shown later must be the same."""
    return _text(f"{services().transparency.find_key()}\n", SOON)


@log_bp.get("/consistency")
@Operation("Prove that the log only grew", query=ConsistencyQuerySchema, response=ConsistencySchema)
def consistency(query: dict[str, int]) -> Response:
    """Between two sizes, of which the greater is signed at most."""
    hashes = services().transparency.consistency(query["old"], query["new"])
    return _proof(ConsistencySchema(), query, hashes)


@log_bp.get("/inclusion")
@Operation("Prove that an event is in the log", query=InclusionQuerySchema, response=InclusionSchema)
def inclusion(query: dict[str, int]) -> Response:
    """Whoever has the event's text verifies with it; to others these are hashes."""
    hashes = services().transparency.inclusion(query["sequence"], query["size"])
    return _proof(InclusionSchema(), query, hashes)


def _text(text: str, kept: str) -> Response:
    return Response(text, content_type=f"{TEXT}; charset=utf-8", headers={"Cache-Control": kept})


def _proof(shape: Schema, asked: dict[str, int], hashes: tuple[bytes, ...]) -> Response:
    told: dict[str, Any] = {**asked, "hashes": list(map(encoded, hashes))}
    answer = jsonify(shape.dump(told))
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
