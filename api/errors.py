"""How each refusal sounds over HTTP: RFC 9457 problem details, with our stable codes."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from archives.domain import errors

STATUS: Mapping[type[errors.ArchivesError], HTTPStatus] = {
    errors.ArchivesError: HTTPStatus.CONFLICT,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.NotPermittedError: HTTPStatus.FORBIDDEN,
    errors.NotAuthenticatedError: HTTPStatus.UNAUTHORIZED,
    errors.WrongLoginError: HTTPStatus.UNAUTHORIZED,
    errors.LockedOutError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.NotVerifiedError: HTTPStatus.NOT_FOUND,
    errors.TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.CrossSiteRequestError: HTTPStatus.FORBIDDEN,
    errors.IllegalTransitionError: HTTPStatus.CONFLICT,
    errors.StaleVersionError: HTTPStatus.CONFLICT,
    errors.VersionRequiredError: HTTPStatus.PRECONDITION_REQUIRED,
    errors.IdempotencyKeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FixityError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.StorageFullError: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.DatabaseUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FrozenError: HTTPStatus.CONFLICT,
    errors.SetAsideError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DuplicateError: HTTPStatus.CONFLICT,
    errors.UnsafeDeploymentError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnreadableInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.BlockedError: HTTPStatus.CONFLICT,
    errors.IndexUnusableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.IndexBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.LogDamagedError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SigningKeyError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SignerUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.MissingFontError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Every class of refusal; a test walks the classes and demands each."""

API_PREFIX = "/api/"
_MARSHMALLOW_CODES = {
    "Missing data for required field.": "required",
    "Field may not be null.": "required",
    "Unknown field.": "unknown_field",
    "Forbidden character.": "forbidden_character",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request was not done. `problems` lists all that is wrong: {code, where, facts, who}."""

    status: int
    code: str
    detail: str
    facts: Mapping[str, Any]
    problems: tuple[Mapping[str, Any], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


FailurePage = Callable[[Failure], ResponseReturnValue]


def init_app(app: Flask, page: FailurePage | None = None) -> None:
    """Teach the app to translate; `page` shows a failure to people, outside API_PREFIX."""

    def answer(error: Exception) -> ResponseReturnValue:
        failure = failure_of(error)
        if page is None or request.path.startswith(API_PREFIX):
            return problem_response(failure)
        return page(failure)

    app.register_error_handler(Exception, answer)


def failure_of(error: Exception) -> Failure:
    """Return the failure that this exception means; one that nobody foresaw is logged and tells nothing."""
    if isinstance(error, errors.ArchivesError):
        return _refusal(error)
    if isinstance(error, ValidationError):
        return _refusal(errors.InvalidInputError(list(problems_of(error))))
    if isinstance(error, HTTPException):
        return _http(error)
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return Failure(500, "internal_error", "Something broke inside. It has been logged; nothing was changed.", {})


def problem_response(failure: Failure) -> Response:
    """Return the failure as application/problem+json."""
    body: dict[str, Any] = {
        "type": f"/api/v1/docs#{failure.code}",
        "title": HTTPStatus(failure.status).phrase,
        "status": failure.status,
        "code": failure.code,
        "detail": failure.detail,
        "facts": failure.facts,
    }
    if failure.problems:
        body["problems"] = failure.problems
    text = json.dumps(body, ensure_ascii=False, default=str)
    return Response(text, failure.status, failure.headers, content_type="application/problem+json")


def problems_of(error: ValidationError) -> Iterator[errors.Problem]:
    """Return marshmallow's messages as problems; `where` is a JSON pointer (RFC 6901)."""
    return _walk(error.messages, "")


def _walk(messages: Any, where: str) -> Iterator[errors.Problem]:  # noqa: ANN401 -- nested dicts and lists of texts
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _walk(inner, where if name == "_schema" else f"{where}/{name}")
        return
    for message in messages if isinstance(messages, list) else [messages]:
        if isinstance(message, dict):
            yield from _walk(message, where)
        else:
            code = _MARSHMALLOW_CODES.get(str(message), "invalid_value")
            yield errors.Problem(code, where, (("message", str(message)),))


def _refusal(error: errors.ArchivesError) -> Failure:
    listed = getattr(error, "problems", ())
    problems = tuple({**asdict(problem), "facts": dict(problem.facts)} for problem in listed)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    headers = (("WWW-Authenticate", "Bearer"),) if status == HTTPStatus.UNAUTHORIZED else ()
    if "retry_after" in error.facts:
        headers = (*headers, ("Retry-After", str(error.facts["retry_after"])))
    return Failure(int(status), error.code, str(error), error.facts, problems, headers)


def _http(error: HTTPException) -> Failure:
    status = error.code or 500
    headers = tuple(
        (name, value) for name, value in error.get_headers() if name not in ("Content-Type", "Content-Length")
    )
    return Failure(status, error.name.lower().replace(" ", "_"), error.description or "", {}, (), headers)
