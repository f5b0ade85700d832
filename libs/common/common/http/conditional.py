"""Conditional requests: a representation that the caller has already is not sent again."""

from typing import Annotated

from fastapi import Header, Request, Response

IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", max_length=1000)]


def has_already(request: Request, etag: str) -> bool:
    """Whether the caller has what an ETag names."""
    return names(",".join(request.headers.getlist("if-none-match")), etag)


def names(if_none_match: str | None, etag: str) -> bool:
    """Whether `If-None-Match` names this ETag (RFC 9110: weakly compared), or any at all."""
    known = (part.strip().removeprefix("W/") for part in (if_none_match or "").split(","))
    return any(part in {"*", etag.removeprefix("W/")} for part in known)


def not_modified(etag: str, *, cache_control: str) -> Response:
    """304 with what a cache needs to go on."""
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": cache_control})
