"""Sealing: a standard in force keeps the hash it was sealed with, or is refused."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from programme.strict_toml import DataRefused

_HASH_LENGTH = hashlib.sha256().digest_size * 2


def canonical_bytes(document: Mapping[str, Any]) -> bytes:
    """Canonical JSON of a TOML document: sorted keys, NFC, decimals and dates as strings."""
    return json.dumps(
        _plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def sha256_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, as 64 hex digits."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def parse_seals(text: str) -> dict[str, str]:
    """The SEALED file: a line `id sha256` for each standard in force."""
    seals = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        standard_id, _, sha256 = line.partition(" ")
        if len(sha256) != _HASH_LENGTH or standard_id in seals:
            raise DataRefused("SEALED", "each line is an id and a hash, each id once")
        seals[standard_id] = sha256
    return seals


def require_seal(standard_id: str, *, sha256: str, seals: Mapping[str, str]) -> bool:
    """Whether the standard is sealed; a sealed one with another hash is refused."""
    sealed = seals.get(standard_id)
    if sealed is not None and sealed != sha256:
        raise DataRefused(standard_id, "was changed after it was sealed; raise its revision")
    return sealed is not None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
