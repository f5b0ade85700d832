"""Sealed fields: AES-256-GCM under a named key, bound to their objection and field."""

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_KID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


class SealBroken(RuntimeError):
    """A sealed field does not open: its key is gone, or it was changed or moved."""


class Sealer:
    """Seals with the newest key and opens with any; the secret of a receipt follows from a key.

    Each use has a key of its own, made from the named one.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)
        self.newest = next(iter(self._keys))

    def seal(self, about: UUID, field: str, content: Any) -> str:
        """The content as `kid.nonce.ciphertext`; only the same objection and field open it."""
        kid, nonce = self.newest, os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._derived(kid, "seal")).encrypt(
            nonce, orjson.dumps(content), _bound_to(kid, about, field)
        )
        return ".".join((kid, _plain(nonce), _plain(sealed)))

    def opened(self, about: UUID, field: str, sealed: str) -> Any:
        """The content again; raises `SealBroken`."""
        try:
            kid, nonce, content = sealed.split(".")
            cipher = AESGCM(self._derived(kid, "seal"))
            plain = cipher.decrypt(_bytes(nonce), _bytes(content), _bound_to(kid, about, field))
        except (InvalidTag, KeyError, ValueError) as error:
            raise SealBroken(f"{about}/{field}") from error
        return orjson.loads(plain)

    def secret(self, receipt: str, *, kid: str) -> str:
        """The one-time secret of a receipt under a key: it is told again, and never stored."""
        try:
            key = self._derived(kid, "secret")
        except KeyError as error:
            raise SealBroken(kid) from error
        return _plain(hmac.digest(key, receipt.encode(), "sha256"))

    def _derived(self, kid: str, use: str) -> bytes:
        return hmac.digest(self._keys[kid], f"jiqun/objection/{use}".encode(), "sha256")


def secret_sha256(secret: str) -> str:
    """What is stored of a secret; it has 256 random bits, so a plain hash keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keys_from(text: str) -> dict[str, bytes]:
    """The keys in a setting, `kid:base64url,…`, newest first; raises ValueError without them."""
    keys: dict[str, bytes] = {}
    for each in text.split(","):
        kid, _, encoded = each.strip().partition(":")
        key = _bytes(encoded)
        if not _KID.fullmatch(kid) or len(key) != KEY_BYTES or kid in keys:
            raise ValueError(f"sealing keys are kid:base64url of {KEY_BYTES} bytes, each kid once")
        keys[kid] = key
    return keys


def _bound_to(kid: str, about: UUID, field: str) -> bytes:
    return f"{kid}/objection/{about}/{field}".encode()


def _plain(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
