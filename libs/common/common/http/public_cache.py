"""Public answers kept as bytes for some seconds: what anybody may read is made once for all."""

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEPT_AT_MOST: Final = 500
LARGEST_BYTES: Final = 1_048_576
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What an answer depends on besides its address.
_VARIES: Final = (b"accept", b"accept-language", b"accept-encoding")
_VARY: Final = b"Accept, Accept-Encoding, Accept-Language, Authorization"
SMALLEST_PACKED_BYTES: Final = 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, the route it came from, and until when it is given."""

    start: Message
    body: bytes
    route: Any
    until: float


@dataclass(slots=True)
class PublicCache:
    """A layer that answers reads without a token; whatever a person writes here empties it.

    Another process of the service sees a change when the seconds are over. `left_of_day` says how
    long the legal day still lasts: what is true of a day is not told on the next one.
    """

    app: ASGIApp
    paths: re.Pattern[str]
    seconds: float
    left_of_day: Callable[[], float] = lambda: math.inf
    kept: dict[Any, Kept] = field(default_factory=dict)
    packed: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        # Packed once for all who take it so: a page is a fifth on the wire, and holds no secret.
        self.packed = GZipMiddleware(self.app, minimum_size=SMALLEST_PACKED_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] not in READS:
            try:
                await self.app(scope, receive, send)
            finally:
                if _has_token(scope):  # without one, nothing that is public can change
                    self.kept.clear()
        elif (key := self._key(scope)) is None:
            await self.app(scope, receive, send)
        else:
            await self._answer(key, scope, receive, send)

    def _key(self, scope: Scope) -> Any:
        if scope["method"] != "GET" or not self.paths.fullmatch(scope["path"]):
            return None
        if _has_token(scope):
            return None
        varies = [(name, value) for name, value in scope["headers"] if name in _VARIES]
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
        await send({**kept.start, "headers": _told(kept)})
        await send({"type": "http.response.body", "body": kept.body})

    async def _made(self, scope: Scope, receive: Receive) -> Kept:
        messages: list[Message] = []
        # From before it is made: what it tells may change while it is.
        until = time.monotonic() + min(self.seconds, self.left_of_day())

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.packed(scope, receive, keep)
        start, *pieces = messages
        if start["status"] == 200:
            own = (b"vary", b"cache-control")
            plain = [(name, value) for name, value in start["headers"] if name not in own]
            start["headers"] = [*plain, (b"vary", _VARY)]
        body = b"".join(piece.get("body", b"") for piece in pieces)
        return Kept(start, body, scope.get("route"), until)


def _told(kept: Kept) -> list[tuple[bytes, bytes]]:
    headers = list(kept.start["headers"])
    if kept.start["status"] == 200:
        # What is left, not what it had: who keeps it after us must not keep it for longer.
        left = max(0, int(kept.until - time.monotonic()))
        headers.append((b"cache-control", f"public, max-age={left}".encode()))
    return headers


def _has_token(scope: Scope) -> bool:
    return any(name == b"authorization" for name, _ in scope["headers"])
