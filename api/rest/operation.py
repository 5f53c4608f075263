"""One REST operation: loads what was asked, calls the view, dumps what it gives back, and describes itself.

OpenAPI is made from the same declaration (api.rest.openapi), so that the two cannot disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, make_response, request
from marshmallow import EXCLUDE, Schema
from werkzeug.exceptions import BadRequest

from api.context import seen_version
from api.hall import SAFE_METHODS
from api.idempotency import answer_once
from archives.domain.errors import InvalidInputError, Problem
from archives.services.paging import Cut, Page

JSON = "application/json"
View = Callable[..., Any]
Door = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Operation:
    """Decorates a view; what is declared comes to the view as a keyword.

    `request` (a shape) as `body`, a dict; `query` as `query`, a dict; `if_match` as `seen`, the version that the
    caller saw; `paged` as `cut`. The view gives a row (with ETag when it has a version), a Page, a sequence, None
    (then 204), or a Response of its own. A write under an Idempotency-Key runs inside the writing transaction;
    operations that consume a stream, or that do slow work, say `once=False`.
    """

    summary: str
    _: KW_ONLY
    request: type[Schema] | None = None
    query: type[Schema] | None = None
    response: type[Schema] | None = None
    status: int = 200
    if_match: bool = False
    paged: bool = False
    listed: bool = False
    once: bool = True
    consumes: str = JSON
    produces: str = JSON

    def __call__(self, view: View) -> Door:
        """Return the view as a door."""

        @wraps(view)
        def door(**path: object) -> Response:
            asked = {**path, **self._asked()}
            if request.method in SAFE_METHODS or not self.once:
                return self._answer(view(**asked))
            return answer_once(lambda: self._answer(view(**asked)))

        door.operation = self  # type: ignore[attr-defined]
        return door

    def _asked(self) -> dict[str, object]:
        asked: dict[str, object] = {}
        if self.if_match:
            asked["seen"] = seen_version()
        if self.request is not None:
            asked["body"] = _loaded(self.request())
        if self.query is not None:
            asked["query"] = self.query().load(_flat(self.query), unknown=EXCLUDE)
        if self.paged:
            asked["cut"] = _cut()
        return asked

    def _answer(self, result: Any) -> Response:  # noqa: ANN401 -- whatever the view gave
        if isinstance(result, Response):
            return result
        if result is None:
            return make_response("", 204)
        answer = make_response(jsonify(self._dumped(result)), self.status)
        if isinstance(result, Page) and result.next_key:
            answer.headers["Link"] = f'<{_next_page(result.next_key)}>; rel="next"'
        if (version := _of(result, "version")) is not None:
            answer.headers["ETag"] = f'"{version}"'
        if self.status == 201 and (made := _of(result, "id")) is not None:  # noqa: PLR2004 -- Created
            answer.headers["Location"] = f"{request.path}/{made}"
        return answer

    def _dumped(self, result: Any) -> object:  # noqa: ANN401 -- whatever the view gave
        if isinstance(result, Page):
            return {"items": self._dump(result.rows, many=True), "next": result.next_key}
        if isinstance(result, Sequence):
            return {"items": self._dump(result, many=True)}
        return self._dump(result)

    def _dump(self, result: Any, *, many: bool = False) -> object:  # noqa: ANN401 -- whatever the view gave
        return result if self.response is None else self.response(many=many).dump(result)


def _loaded(shape: Schema) -> object:
    """Return the body as the shape reads it; a nesting that no reader follows is refused."""
    try:
        return shape.load(request.get_json())
    except RecursionError as fault:
        raise BadRequest("The JSON is nested too deeply.") from fault


def _flat(shape: type[Schema]) -> dict[str, object]:
    """Return the query string as the shape wants it: a list only where the field is one."""
    fields = shape().fields
    lists = {name for name, field in fields.items() if type(field).__name__ == "List"}
    return {
        name: request.args.getlist(name) if name in lists else request.args[name]
        for name in fields
        if name in request.args
    }


def _cut() -> Cut:
    limit = request.args.get("limit", "50")
    if not (limit.isascii() and limit.isdigit() and len(limit) < 6):  # noqa: PLR2004 -- digits
        raise InvalidInputError([Problem("not_a_number", "limit", (("value", limit[:64]),))])
    return Cut(request.args.get("after", ""), int(limit))


def _next_page(key: str) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    return f"{request.path}?{urlencode([*kept, ('after', key)])}"


def _of(result: Any, name: str) -> object:  # noqa: ANN401 -- a row or a dict
    return result.get(name) if isinstance(result, Mapping) else getattr(result, name, None)
