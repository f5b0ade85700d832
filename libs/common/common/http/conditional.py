"""Conditional requests: a representation that the caller has already is not sent again."""

from fastapi import Request, Response


def has_already(request: Request, etag: str) -> bool:
    """Whether `If-None-Match` names this ETag (RFC 9110: weakly compared), or any at all."""
    given = ",".join(request.headers.getlist("if-none-match"))
    known = (part.strip().removeprefix("W/") for part in given.split(","))
    return any(part in {"*", etag.removeprefix("W/")} for part in known)


def not_modified(etag: str, *, cache_control: str) -> Response:
    """304 with what a cache needs to go on."""
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": cache_control})
