"""Canonical bytes: RFC 8785 JSON over NFC strings, the form that is hashed and signed."""

import hashlib
import unicodedata
from typing import Any

import rfc8785


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of a value of dicts, lists, strings, integers, booleans and null."""
    return rfc8785.dumps(_nfc(value))


def sha256_hex(value: Any) -> str:
    """SHA-256 of the canonical bytes, as 64 hex digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_nfc(key): _nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(item) for item in value]
    return value
