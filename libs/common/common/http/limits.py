"""The guard in front of an application: how large a body may be and how slowly it may come."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.errors import Malformed, Refusal, TooLarge, TooSlow
from common.http.problems import language_of_request, problem

DEFAULT_BYTES: Final = 1_048_576
GRACE_S: Final = 10.0
MIN_BYTES_PER_S: Final = 1024


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """The limit of one route: method, a pattern of its path, bytes."""

    method: str
    path: re.Pattern[str]
    limit_bytes: int


class BodyGuard:
    """Refuses over-size and trickling bodies before they cost memory or a connection."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: tuple[BodyLimit, ...] = (),
        default_bytes: int = DEFAULT_BYTES,
        grace_s: float = GRACE_S,
    ) -> None:
        self.app = app
        self.limits = limits
        self.default_bytes = default_bytes
        self.grace_s = grace_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit_of(scope)
        refusal = _refused_at_once(scope, limit)
        if refusal is not None:
            language = language_of_request(Request(scope))
            await problem(refusal, language=language)(scope, receive, send)
            return
        await self.app(scope, _Metered(receive, limit, self.grace_s), send)

    def _limit_of(self, scope: Scope) -> int:
        for limit in self.limits:
            if limit.method == scope["method"] and limit.path.fullmatch(scope["path"]):
                return limit.limit_bytes
        return self.default_bytes


def _refused_at_once(scope: Scope, limit: int) -> Refusal | None:
    if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
        return Malformed()
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            return TooLarge(limit_bytes=limit)
    return None


class _Metered:
    """A `receive` that counts the body and holds it to a minimum rate after a grace period."""

    def __init__(self, receive: Receive, limit: int, grace_s: float) -> None:
        self._receive = receive
        self._limit = limit
        self._grace_s = grace_s
        self._began = time.monotonic()
        self._bytes = 0
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:  # from here on it only waits for the client to go away
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), timeout=self._patience_s())
        except TimeoutError as error:
            raise TooSlow() from error
        if message["type"] == "http.request":
            self._bytes += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
            if self._bytes > self._limit:
                raise TooLarge(limit_bytes=self._limit)
        return message

    def _patience_s(self) -> float:
        elapsed = time.monotonic() - self._began
        return max(0.05, self._grace_s + self._bytes / MIN_BYTES_PER_S - elapsed)
