"""How often one client may ask: a bucket for each client and class of operation, in this process.

A bucket holds as many requests as are allowed in a minute and fills evenly. Several processes
allow that many each; what matters is that one client cannot take them all.
"""

import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from common.errors import Refusal, TooManyRequests
from common.http.problems import language_of_request, problem
from common.tokens import TokenVerifier

# A client beyond these pushes out the one not seen for longest, who then begins with a full bucket.
KEPT_BUCKETS: Final = 10_000
NETWORK_BITS: Final = 64  # one household or office has a whole IPv6 network of this size


@dataclass(frozen=True, slots=True)
class Rate:
    """A class of operations, and the requests that belong to it."""

    name: str
    method: str
    path: re.Pattern[str]


@dataclass(slots=True)
class Buckets:
    """What is left to each client; memory is bounded."""

    per_minute: Mapping[str, int]
    now: Callable[[], float] = time.monotonic
    # By class and client: how many are left, and at what second.
    left: OrderedDict[tuple[str, str], tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, name: str, client: str) -> float:
        """Take one request out; 0 if there was one, or the seconds until there will be."""
        allowed, now = self.per_minute[name], self.now()
        left, at = self.left.pop((name, client), (float(allowed), now))
        left = min(allowed, left + (now - at) * allowed / 60)
        wait = max(0.0, (1 - left) * 60 / allowed)
        self.left[name, client] = (left if wait else left - 1, now)
        if len(self.left) > KEPT_BUCKETS:
            self.left.popitem(last=False)
        return wait


class RateGuard:
    """A layer that answers 429 with `Retry-After` to a client who asks too often."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        rates: Sequence[Rate],
        buckets: Buckets,
        verifier: TokenVerifier,
    ) -> None:
        self.app = app
        self.rates = [rate for rate in rates if rate.name in buckets.per_minute]
        self.buckets = buckets
        self.verifier = verifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await self._refused(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self.app(scope, receive, send)
            return
        language = language_of_request(Request(scope))
        await problem(refusal, language=language)(scope, receive, send)

    async def _refused(self, scope: Scope) -> Refusal | None:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        for rate in self.rates:
            if rate.method == method and rate.path.fullmatch(scope["path"]):
                wait = self.buckets.take(rate.name, await self._client(scope))
                return self._too_many(rate.name, math.ceil(wait)) if wait else None
        return None

    def _too_many(self, name: str, seconds: int) -> Refusal:
        allowed = self.buckets.per_minute[name]
        return TooManyRequests(per_minute=allowed, seconds=seconds, retry_after_s=seconds)

    async def _client(self, scope: Scope) -> str:
        # Only a token that verifies names anybody: else each request could bring a new name.
        for name, value in scope["headers"]:
            if name == b"authorization" and value[:7].lower() == b"bearer ":
                try:
                    actor = await self.verifier.actor(value[7:].decode("latin-1").strip())
                except Refusal:
                    break
                return f"subject {actor.subject}"
        return network_of((scope.get("client") or ("", 0))[0])


def network_of(address: str) -> str:
    """The network that counts as one client: an IPv4 address, or an IPv6 /64."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, NETWORK_BITS), strict=False))
