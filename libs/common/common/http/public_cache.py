"""Public answers kept as bytes for some seconds: what anybody may read is made once for all."""

import re
import time
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT_AT_MOST: Final = 500
LARGEST_BYTES: Final = 1_048_576
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What an answer depends on besides its address.
_VARIES: Final = (b"accept", b"accept-language")


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, the route it came from, and until when it is given."""

    start: Message
    body: bytes
    route: Any
    until: float


@dataclass(slots=True)
class PublicCache:
    """A layer that answers reads without a token; whatever this process writes empties it.

    Another process of the service sees a change when the seconds are over.
    """

    app: ASGIApp
    paths: re.Pattern[str]
    seconds: float
    kept: dict[Any, Kept] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] not in READS:
            try:
                await self.app(scope, receive, send)
            finally:
                self.kept.clear()
        elif (key := self._key(scope)) is None:
            await self.app(scope, receive, send)
        else:
            await self._answer(key, scope, receive, send)

    def _key(self, scope: Scope) -> Any:
        if scope["method"] != "GET" or not self.paths.fullmatch(scope["path"]):
            return None
        varies = []
        for name, value in scope["headers"]:
            if name == b"authorization":
                return None
            if name in _VARIES:
                varies.append((name, value))
        return (scope["path"], scope["query_string"], *varies)

    async def _answer(self, key: Any, scope: Scope, receive: Receive, send: Send) -> None:
        kept = self.kept.get(key)
        if kept is None or kept.until < time.monotonic():
            kept = await self._made(scope, receive)
            if kept.start["status"] == 200 and len(kept.body) <= LARGEST_BYTES:
                if len(self.kept) >= KEPT_AT_MOST:
                    self.kept.clear()
                self.kept[key] = kept
        if kept.route is not None:
            scope["route"] = kept.route
        await send({**kept.start, "headers": list(kept.start["headers"])})
        await send({"type": "http.response.body", "body": kept.body})

    async def _made(self, scope: Scope, receive: Receive) -> Kept:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        start, *pieces = messages
        if start["status"] == 200:
            told = f"public, max-age={self.seconds:.0f}".encode()
            vary = b"Accept, Accept-Language, Authorization"
            start["headers"] = [*start["headers"], (b"cache-control", told), (b"vary", vary)]
        body = b"".join(piece.get("body", b"") for piece in pieces)
        return Kept(start, body, scope.get("route"), time.monotonic() + self.seconds)
