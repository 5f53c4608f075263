"""The OpenAPI 3.1 document, made from the operations themselves, and a page that shows it without foreign scripts."""

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Blueprint, Flask, Response, current_app, jsonify, render_template
from marshmallow import fields
from werkzeug.routing import Rule

from api.errors import STATUS
from api.hall import PUBLIC, SAFE_METHODS
from api.rest.operation import Operation
from api.schemas import Shape

ABOUT = (
    "A program sends its token as `Authorization: Bearer …`. Every write may carry an Idempotency-Key; "
    "every change of a thing names the version it saw (If-Match)."
)

openapi_bp = Blueprint(
    "rest_openapi",
    __name__,
    url_prefix="/api/v1",
    template_folder="templates",
    static_folder="static",
    static_url_path="/docs-static",
)

_KEY: dict[str, Any] = {"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "maxLength": 255}}
_IF_MATCH: dict[str, Any] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "example": '"3"'},
}
_AFTER: dict[str, Any] = {"in": "query", "name": "after", "schema": {"type": "string"}}
_LIMIT: dict[str, Any] = {
    "in": "query",
    "name": "limit",
    "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
}
_PARAMETERS = {"IdempotencyKey": _KEY, "IfMatch": _IF_MATCH, "After": _AFTER, "Limit": _LIMIT}
_PATH_TYPES = {"UUIDConverter": {"type": "string", "format": "uuid"}, "IntegerConverter": {"type": "integer"}}


class ProblemItemSchema(Shape):
    """One thing that is wrong."""

    code = fields.String(required=True)
    where = fields.String(required=True, metadata={"description": "JSON pointer, column or header"})
    facts = fields.Dict(keys=fields.String(), values=fields.String())
    who = fields.String(metadata={"description": "the role that mends it, or ''"})


class ProblemSchema(Shape):
    """Why a request was not done (RFC 9457). Match on `code`; it is stable."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    facts = fields.Dict(keys=fields.String())
    problems = fields.List(fields.Nested(ProblemItemSchema))


@openapi_bp.get("/openapi.json")
@Operation("This document")
def document() -> Response:
    """Give the document."""
    return jsonify(_document(current_app._get_current_object()))  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's way


@openapi_bp.get("/docs")
@Operation("This document, to read", produces="text/html")
def docs() -> Response:
    """Show every operation and every refusal."""
    described = _document(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's way
    refusals = sorted((kind.code, int(status), kind.__doc__) for kind, status in STATUS.items())
    return Response(render_template("api_docs.html", spec=described, refusals=refusals))


@cache
def _document(app: Flask) -> dict[str, Any]:
    spec = APISpec(
        title="Archives",
        version=version("archives"),
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_Names().name)],
        info={"description": ABOUT},
        security=[{"token": []}, {"login": []}],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.security_scheme("login", {"type": "apiKey", "in": "cookie", "name": "archives_login"})
    spec.components.schema("Problem", schema=ProblemSchema)
    for name, parameter in _PARAMETERS.items():
        spec.components.parameter(name, parameter["in"], {**parameter})
    for rule, operation in _operations(app):
        for method in sorted(_methods(rule)):
            described = _described(rule, method, operation)
            spec.path(_path(rule), operations={method.lower(): described}, parameters=_path_parameters(rule))
    return spec.to_dict()


class _Names:
    """Names of shapes in the document: that of the class, with its counter's before it when two are alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, shape: Any) -> str:  # noqa: ANN401 -- a class or an instance
        kind = shape if isinstance(shape, type) else type(shape)
        plain = kind.__name__.removesuffix("Schema")
        counter = kind.__module__.rpartition(".")[2].title().replace("_", "")
        wanted = (plain, f"{counter}{plain}", *(f"{counter}{plain}{number}" for number in range(2, 100)))
        chosen = next(name for name in wanted if name not in self._taken)
        self._taken.add(chosen)
        return chosen


def _operations(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        operation = getattr(app.view_functions[rule.endpoint], "operation", None)
        if operation is not None:
            yield rule, operation


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "in": "path",
            "name": name,
            "required": True,
            "schema": _PATH_TYPES.get(type(converter).__name__, {"type": "string"}),
        }
        for name, converter in rule._converters.items()  # noqa: SLF001 -- werkzeug shows them nowhere else
    ]


def _described(rule: Rule, method: str, operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": operation.summary,
        "tags": [rule.endpoint.partition(".")[0].removeprefix("rest_")],
        "parameters": _parameters(method, operation),
        "responses": {**_answers(operation), "default": _problem()},
    }
    if operation.request is not None:
        described["requestBody"] = {"required": True, "content": {operation.consumes: {"schema": operation.request}}}
    elif operation.consumes != "application/json":
        described["requestBody"] = {"required": True, "content": {operation.consumes: {"schema": {"type": "string"}}}}
    if rule.endpoint in PUBLIC:
        described["security"] = []
    return described


def _parameters(method: str, operation: Operation) -> list[Any]:
    names = ["After", "Limit"] if operation.paged else []
    names += ["IfMatch"] if operation.if_match else []
    names += ["IdempotencyKey"] if operation.once and method not in SAFE_METHODS else []
    query = [{"in": "query", "schema": operation.query}] if operation.query else []
    return [*query, *names]


def _answers(operation: Operation) -> dict[str, Any]:
    if operation.produces != "application/json":
        content = {operation.produces: {"schema": {"type": "string", "format": "binary"}}}
        return {str(operation.status): {"description": HTTPStatus(operation.status).phrase, "content": content}}
    if operation.response is None:
        return {"2XX": {"description": "Done"}}
    schema: Any = operation.response
    if operation.paged or operation.listed:
        properties: dict[str, Any] = {"items": {"type": "array", "items": schema}}
        properties |= {"next": {"type": ["string", "null"]}} if operation.paged else {}
        schema = {"type": "object", "required": ["items"], "properties": properties}
    phrase = HTTPStatus(operation.status).phrase
    return {str(operation.status): {"description": phrase, "content": {"application/json": {"schema": schema}}}}


def _problem() -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": "Not done, and why", "content": content}
