"""Problem documents (RFC 9457) in the caller's language; the only place that knows statuses."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
import structlog
from fastapi import Request, Response

from common import metrics
from common.errors import FieldError, Kind, Refusal, Text
from common.observability import trace_id

STATUS: Final[Mapping[Kind, int]] = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.METHOD: 405,
    Kind.NOT_ACCEPTABLE: 406,
    Kind.TOO_SLOW: 408,
    Kind.NOT_POSSIBLE: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.CONTENT: 422,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}
MEDIA_TYPE: Final = "application/problem+json"

FAULT: Final = Text("系统内部错误", "Internal error")
FAULT_DETAIL: Final = Text(
    "系统发生错误，您的操作未生效。请记下追踪号并联系运维人员。",
    "Something failed and nothing was changed. Note the trace id and tell the operators.",
)


def language_of(accept: str) -> str:
    """`en` if the caller prefers English to Chinese, else `zh-CN`."""
    weights: dict[str, float] = {}
    for part in accept.split(","):
        name, _, weight = part.partition(";q=")
        try:
            weights.setdefault(name.strip().lower()[:2], float(weight or 1))
        except ValueError:
            continue
    return "en" if weights.get("en", 0.0) > weights.get("zh", 0.0) else "zh-CN"


def in_language(text: Text, language: str) -> str:
    """The sentence in a language."""
    return text.en if language == "en" else text.zh


def problem(refusal: Refusal, *, language: str) -> Response:
    """The problem document of a refusal."""
    _note(refusal.code)
    body: dict[str, Any] = {
        "type": f"/problems/{refusal.code}",
        "title": in_language(refusal.title, language),
        "status": STATUS[refusal.kind],
        "detail": in_language(refusal.explained(), language),
        "code": refusal.code,
        "trace_id": trace_id(),
    }
    if refusal.errors:
        body["errors"] = [_field_error(error, language) for error in refusal.errors]
    if refusal.clause:
        body["clause"] = refusal.clause
    if refusal.kind is Kind.NOT_POSSIBLE:
        body["allowed_actions"] = list(refusal.allowed_actions)
    return _response(body, language=language, headers=_headers(refusal))


def fault_problem(*, language: str) -> Response:
    """The problem document of a fault: what failed is in the log, not in the answer."""
    _note("internal_error")
    body = {
        "type": "/problems/internal_error",
        "title": in_language(FAULT, language),
        "status": 500,
        "detail": in_language(FAULT_DETAIL, language),
        "code": "internal_error",
        "trace_id": trace_id(),
    }
    return _response(body, language=language, headers={})


def _note(code: str) -> None:
    metrics.REFUSALS.labels(code).inc()
    structlog.contextvars.bind_contextvars(code=code)  # for the request's line in the log


def _field_error(error: FieldError, language: str) -> dict[str, str]:
    detail = in_language(error.detail, language)
    return {"pointer": error.pointer, "code": error.code, "detail": detail}


def _headers(refusal: Refusal) -> dict[str, str]:
    headers = {}
    if refusal.kind is Kind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after_s is not None:
        headers["Retry-After"] = str(refusal.retry_after_s)
    if refusal.kind in {Kind.TOO_LARGE, Kind.TOO_SLOW}:
        headers["Connection"] = "close"
    return headers


def _response(body: dict[str, Any], *, language: str, headers: dict[str, str]) -> Response:
    return Response(
        orjson.dumps(body),
        status_code=body["status"],
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Cache-Control": "no-store", **headers},
    )


def language_of_request(request: Request) -> str:
    """The language the request asks for."""
    return language_of(request.headers.get("accept-language", ""))


PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "A problem document (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "trace_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "trace_id": {"type": "string"},
        "clause": {"type": "string"},
        "allowed_actions": {"type": "array", "items": {"type": "string"}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}

_MEANING: Final = {
    400: "Malformed: the request cannot be parsed, or a required header is missing",
    401: "Not authenticated",
    403: "The role may not do this",
    404: "No such thing, or not visible to the caller",
    406: "None of the formats asked for in Accept is offered",
    408: "The body arrived too slowly",
    409: "Not possible in this status",
    412: "It has changed since the version named by If-Match",
    413: "Too large",
    422: "The content is not acceptable",
    428: "If-Match is missing",
    429: "Too many requests of this kind; Retry-After says when to try again",
    500: "Internal error",
    503: "Not available just now",
}

# The schema stands once in a document, where `deploy.contracts` puts it.
_REFERENCE: Final = {"$ref": "#/components/schemas/Problem"}

READS: Final = (400, 401, 403, 404, 408, 413, 422, 500, 503)
WRITES: Final = (400, 401, 403, 404, 408, 409, 412, 413, 422, 428, 500, 503)
PUBLIC: Final = (400, 401, 404, 408, 413, 422, 500, 503)
LIMITED: Final = (*PUBLIC, 429)  # the same, where a client may ask too often


def documented(statuses: Iterable[int]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation that can answer these statuses with a problem document."""
    return {
        status: {"description": _MEANING[status], "content": {MEDIA_TYPE: {"schema": _REFERENCE}}}
        for status in sorted(statuses)
    }
