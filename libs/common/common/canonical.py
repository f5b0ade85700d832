"""Canonical bytes: RFC 8785 JSON over NFC strings, the form that is hashed and signed."""

import hashlib
import unicodedata
from typing import Any, Final

import orjson
import rfc8785

# Beyond this a JavaScript reader no longer has the integer (RFC 8785, appendix D).
LARGEST: Final = 2**53 - 1


class _Unusual(Exception):
    """Something of which only rfc8785 knows the canonical form, or that it refuses."""


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of a value of dicts, lists, strings, integers, booleans and null.

    orjson's sorted form is the canonical one as long as names are ASCII and numbers are integers
    of JavaScript's; it is forty times as fast as rfc8785, which does the others.
    """
    try:
        return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)
    except _Unusual:
        return rfc8785.dumps(_nfc(value))


def sha256_hex(value: Any) -> str:
    """SHA-256 of the canonical bytes, as 64 hex digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if kind is dict:
        for name in value:
            if type(name) is not str or not name.isascii():
                raise _Unusual
        return {name: _plain(item) for name, item in value.items()}
    if kind is list or kind is tuple:
        return [_plain(item) for item in value]
    if value is None or kind is bool or (kind is int and -LARGEST <= value <= LARGEST):
        return value
    raise _Unusual


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_nfc(key): _nfc(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_nfc(item) for item in value]
    return value
