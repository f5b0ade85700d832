"""The keys that sign extracts: the newest signs, the older ones stay published (rotation)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from common.canonical import canonical_bytes

ALGORITHM: Final = "Ed25519"


class UnfitKeys(ValueError):
    """The keys given cannot sign; says why and quotes nothing of them."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: the public address that is the issuer's name, and its keys, newest first."""

    address: str
    keys: tuple[OKPKey, ...]

    def signed(self, claims: Mapping[str, Any], *, kind: str) -> str:
        """The compact JWS over the canonical bytes of some claims; `kind` is its `typ`."""
        header = {"alg": ALGORITHM, "kid": self.kid, "typ": kind}
        return jws.serialize_compact(
            header, canonical_bytes(claims), self.keys[0], algorithms=[ALGORITHM]
        )

    @property
    def kid(self) -> str:
        """The id of the key that signs now."""
        return str(self.keys[0].kid)

    def published(self) -> dict[str, Any]:
        """The JWK Set for everybody: all public keys, never a private part."""
        return {"keys": [_public(key) for key in self.keys]}

    def at(self, path: str) -> str:
        """The public address of a path."""
        return f"{self.address}{path}"


def new_key() -> dict[str, Any]:
    """A new private key as a JWK, named by its thumbprint (RFC 7638)."""
    key = OKPKey.generate_key(ALGORITHM, auto_kid=False)
    named = {"kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
    return {**key.as_dict(private=True), **named}


def keys_from(jwks: str) -> tuple[OKPKey, ...]:
    """The keys of a JWK Set as JSON; raises `UnfitKeys` unless the first can sign."""
    keys = published_keys(jwks)
    if not keys or not keys[0].is_private:
        raise UnfitKeys("the first key of the set is the one that signs: it needs its private part")
    return keys


def published_keys(jwks: str) -> tuple[OKPKey, ...]:
    """The Ed25519 keys of a JWK Set as JSON, private or not; raises `UnfitKeys`."""
    try:
        keys = tuple(OKPKey.import_key(each) for each in json.loads(jwks)["keys"])
    except (ValueError, TypeError, KeyError, JoseError):
        raise UnfitKeys("a JWK Set of Ed25519 keys is needed") from None
    kids = [key.kid for key in keys]
    if not all(kids) or len(set(kids)) != len(kids):
        raise UnfitKeys("each key needs a kid of its own")
    if any(key.get("crv") != "Ed25519" for key in keys):
        raise UnfitKeys("every key is of the curve Ed25519")
    return keys


def _public(key: OKPKey) -> dict[str, Any]:
    return {**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM}
