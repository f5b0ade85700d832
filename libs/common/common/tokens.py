"""Access tokens: RFC 9068 JWTs verified with joserfc, a claims registry and the header's type."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from common.actor import ROLES, Actor
from common.client import HTTPError, http_client
from common.errors import Unauthenticated, Unavailable

ALGORITHMS: Final = ["RS256", "ES256", "Ed25519"]
MAX_TOKEN_CHARACTERS: Final = 8192
REFRESH_S: Final = 300.0
UNKNOWN_KEY_PAUSE_S: Final = 30.0
MAX_LIFETIME_S: Final = {"production": 600, "development": 12 * 3600}
LEEWAY_S: Final = 30
REMEMBERED: Final = 4096


class KeySource(Protocol):
    """Where the issuer's public keys come from."""

    async def keys(self, *, unknown: bool = False) -> KeySet:
        """The current keys; `unknown` asks anew because a token names a key not among them."""
        ...


@dataclass(slots=True)
class FixedKeys:
    """Keys that are known at start."""

    key_set: KeySet

    async def keys(self, *, unknown: bool = False) -> KeySet:  # noqa: ARG002 (the protocol's)
        """The given keys, always."""
        return self.key_set


@dataclass(slots=True)
class PublishedKeys:
    """Keys fetched from the issuer's JWKS address, cached, and kept while it is away."""

    url: str
    _held: KeySet | None = None
    _fetched: float = field(default=float("-inf"))
    _asked: float = field(default=float("-inf"))

    async def keys(self, *, unknown: bool = False) -> KeySet:
        """The issuer's keys; raises `Unavailable` while none were ever fetched."""
        age = time.monotonic() - self._fetched
        pause = time.monotonic() - self._asked
        wanted = self._held is None or age > REFRESH_S or unknown
        # A storm of unknown key ids must not become a storm of fetches.
        if wanted and (self._held is None or pause > UNKNOWN_KEY_PAUSE_S):
            await self._fetch()
        if self._held is None:
            raise Unavailable(retry_after_s=5)
        return self._held

    async def _fetch(self) -> None:
        self._asked = time.monotonic()
        try:
            async with http_client() as client:
                answer = await client.get(self.url)
                answer.raise_for_status()
                self._held = KeySet.import_key_set(answer.json())
                self._fetched = time.monotonic()
        except (HTTPError, ValueError, JoseError, KeyError):
            return  # the last good set stays in use


@dataclass(frozen=True, slots=True)
class Known:
    """The actor of a token that was verified with some keys, and when the token ends."""

    actor: Actor
    ends: int
    keys: KeySet


@dataclass(frozen=True, slots=True)
class TokenVerifier:
    """Turns a bearer token into an actor, or refuses it without saying why."""

    source: KeySource
    issuer: str
    audience: str = "jiqun"
    environment: str = "production"
    known: dict[bytes, Known] = field(default_factory=dict, compare=False)

    async def actor(self, token: str) -> Actor:
        """The actor of a token; raises `Unauthenticated` for any token but a good one.

        A good one is remembered by its hash, until it ends or the issuer's keys are fetched anew.
        """
        if len(token) > MAX_TOKEN_CHARACTERS:
            raise Unauthenticated()
        keys = await self.source.keys()
        digest = sha256(token.encode()).digest()
        known = self.known.get(digest)
        if known and known.keys is keys and time.time() <= known.ends + LEEWAY_S:
            return known.actor
        try:
            verified = jwt.decode(token, await self._keys_for(token, keys), algorithms=ALGORITHMS)
            check_claims(verified.header, verified.claims, self)
            actor = _actor_of(verified.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated() from error
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known[digest] = Known(actor, verified.claims["exp"], keys)
        return actor

    async def _keys_for(self, token: str, keys: KeySet) -> KeySet:
        kid = jwt_header(token).get("kid")
        if kid is None or any(key.kid == kid for key in keys.keys):
            return keys
        return await self.source.keys(unknown=True)


def jwt_header(token: str) -> Mapping[str, Any]:
    """The unverified protected header of a compact token."""
    return extract_compact(token.encode()).headers()


def check_claims(
    header: Mapping[str, Any], claims: Mapping[str, Any], expected: TokenVerifier
) -> None:
    """Refuse a token of another kind, issuer, audience or time; `decode` alone takes them all."""
    if header.get("typ", "").lower() not in {"at+jwt", "application/at+jwt"}:
        raise ValueError("not an access token")
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.audience},
        sub={"essential": True},
        iat={"essential": True},
        exp={"essential": True},
    )
    registry.validate(dict(claims))
    if claims["exp"] - claims["iat"] > MAX_LIFETIME_S[expected.environment] + LEEWAY_S:
        raise ValueError("lives too long")


def _actor_of(claims: Mapping[str, Any]) -> Actor:
    roles = claims.get("roles", [])
    if not isinstance(claims["sub"], str) or not claims["sub"] or not isinstance(roles, list):
        raise ValueError("malformed claims")
    for name in ("sub", "district", "institution", "scope"):
        if not isinstance(claims.get(name, ""), str) or not claims.get(name, "").isprintable():
            raise ValueError("malformed claims")
    return Actor(
        subject=claims["sub"],
        roles=frozenset(roles) & ROLES,
        district=claims.get("district") or None,
        institution=claims.get("institution") or None,
        scopes=frozenset(str(claims.get("scope", "")).split()),
    )
