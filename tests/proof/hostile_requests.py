"""Requests that no honest client sends, made from the OpenAPI document: each value of each field in turn is hostile."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.full_house import address

HOSTILE = (
    *(None, True, -1, 0, 2**31, 2**63, 10**400, 1.5, float("nan"), float("inf")),
    *("", " ", "x" * 200_000, "a\0b", "\ud800", "𠮷😀", "\u202e", "\r\nX-Evil: 1", "%00", "<script>", "'; --"),
    *("9999-12-31", "0001-01-01", "2026-02-30", "-1", "9" * 5000, "１２", "../../etc/passwd"),
    *([], {}, [None], [[]], [{}], {"a": 1}, ["x"] * 1000, "00000000-0000-0000-0000-000000000000"),
)
ENDING = {"rest_session.logout", "rest_session.login", "rest_session.change_password", "rest_accounts.set_password"}
"""Operations that would end the very login that knocks."""
LONGEST_QUERY = 4000  # characters; a server takes no longer line


@dataclass(frozen=True)
class Knock:
    """One request. `path` is the whole address."""

    endpoint: str
    method: str
    path: str
    body: str | None = None
    where: str = ""
    headers: dict[str, str] = field(default_factory=lambda: {"If-Match": '"1"'})

    def by(self, browser):
        """Return the whole answer: one that is a file is read to its end and closed."""
        told = {"data": self.body, "content_type": "application/json", "headers": self.headers}
        return browser.open(self.path, method=self.method, buffered=True, **told)


def knocks(app, document, values):
    """Yield every request: each operation plainly, then with each hostile value at each place."""
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    for item in document["paths"].values():
        for method, operation in item.items():
            endpoint = operation["operationId"].rpartition(".")[0] if method != "parameters" else ""
            if endpoint and endpoint not in ENDING:
                path = address(rules[endpoint], values)
                yield from _of(document, operation, Knock(endpoint, method.upper(), path), values)


def _of(document, operation, plain, values):
    yield plain
    for parameter in operation.get("parameters", ()):
        named = _resolved(document, parameter)
        if named["in"] == "query":
            for value in HOSTILE:
                text = value if isinstance(value, str) else json.dumps(value)
                query = f"{named['name']}={quote(text[:LONGEST_QUERY], errors='surrogatepass')}"
                yield Knock(plain.endpoint, plain.method, f"{plain.path}?{query}", where=named["name"])
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = _plausible(document, content["application/json"]["schema"], values, "")
        yield from _bodies(plain, body)


def _bodies(plain, body):
    for value in (body, *HOSTILE, {}, {"unknown": 1}):
        yield Knock(plain.endpoint, plain.method, plain.path, json.dumps(value), "body")
    for depth in (200, 400, 900, 100_000):
        yield Knock(plain.endpoint, plain.method, plain.path, '{"a":' * depth + "1" + "}" * depth, "body")
    for name in body:
        for value in HOSTILE:
            yield Knock(plain.endpoint, plain.method, plain.path, json.dumps({**body, name: value}), name)


def _resolved(document, described) -> dict[str, Any]:
    while "$ref" in described:
        _, _, kind, name = described["$ref"].split("/")
        described = document["components"][kind][name]
    return described


def _plausible(document, described, values, name):
    """Return a value of that shape, naming rows that are there."""
    schema = _resolved(document, described)
    kind = schema.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object":
        return {each: _plausible(document, inner, values, each) for each, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [_plausible(document, schema["items"], values, name.removesuffix("s"))]
    known = {"uuid": str(values.get(name, values["record_id"])), "date": "2027-01-01"}
    return {"integer": 2026, "boolean": True}.get(kind, known.get(schema.get("format", ""), "文字"))


def is_clear(answer):
    """Tell whether an answer is one of ours: no fault; and a refusal is problem+json with a code, without a trace."""
    if answer.status_code < 400:
        return True
    is_problem = answer.content_type == "application/problem+json" and bool(answer.json["code"])
    return is_problem and answer.status_code < 500 and "Traceback" not in answer.text
