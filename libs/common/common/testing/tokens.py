"""Tokens for tests: a key of the run's own, and the actors the demo knows."""

import time
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from common.actor import Actor
from common.tokens import FixedKeys, TokenVerifier

ISSUER: Final = "https://issuer.jiqun.test"
KEY: Final = ECKey.generate_key("P-256", {"kid": "test", "use": "sig"}, auto_kid=False)

PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "institution": {"roles": ["operating_institution"], "institution": "91110000101623741K"},
    "institution_2": {"roles": ["operating_institution"], "institution": "911101066976941872"},
    "district": {"roles": ["district_authority"], "district": "110108"},
    "district_2": {"roles": ["district_authority"], "district": "110113"},
    "bureau": {"roles": ["municipal_bureau"]},
    "bureau_2": {"roles": ["municipal_bureau"]},
    "expert_1": {"roles": ["expert"]},
    "auditor": {"roles": ["auditor"]},
    "operator": {"roles": ["operator"]},
    "system": {"roles": ["system"], "scope": "register:read reconciliation:read"},
}


def actor(name: str) -> Actor:
    """The actor of one of `PEOPLE`."""
    claims = PEOPLE[name]
    return Actor(
        subject=name,
        roles=frozenset(claims["roles"]),
        district=claims.get("district"),
        institution=claims.get("institution"),
        scopes=frozenset(claims.get("scope", "").split()),
    )


def token(name: str, **changes: Any) -> str:
    """A good token of one of `PEOPLE`, or one with claims changed (None leaves one out)."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": "jiqun", "sub": name, "iat": now, "exp": now + 600}
    claims |= PEOPLE[name] | changes
    claims = {key: value for key, value in claims.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": "test", "typ": "at+jwt"}, claims, KEY)


def bearer(name: str) -> dict[str, str]:
    """The Authorization header of one of `PEOPLE`."""
    return {"Authorization": f"Bearer {token(name)}"}


def verifier() -> TokenVerifier:
    """A verifier that knows the run's key."""
    return TokenVerifier(FixedKeys(KeySet([KEY])), ISSUER, "jiqun", "production")
