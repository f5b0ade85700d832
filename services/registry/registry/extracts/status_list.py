"""The Bitstring Status List (W3C Recommendation of 15 May 2025): a bit for each cluster.

A set bit says: the designation is revoked, with effect by the legal day on which the list was
signed. The list ends with that day, because on the next another revocation may take effect.
"""

import base64
import binascii
import gzip
import hashlib
import zlib
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from common.clock import SHANGHAI, legal_day

KIND: Final = "vc+jwt"
PURPOSE: Final = "revocation"
PATH: Final = "/v1/status-list"
# The least length the Recommendation allows: a short list would tell which cluster is looked up.
LEAST_BITS: Final = 131_072
MOST_BYTES: Final = 16_777_216
TTL_MS: Final = 60_000
_MULTIBASE_BASE64URL: Final = "u"


class UnfitList(ValueError):
    """What is given is no bitstring of a status list."""


def encoded(revoked: Collection[int], *, count: int) -> str:
    """The bitstring with these bits set, long enough for `count` places, compressed as text."""
    places = max(count, max(revoked, default=0) + 1)
    bits = bytearray(LEAST_BITS * -(-places // LEAST_BITS) // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8  # the first bit is the leftmost
    packed = gzip.compress(bytes(bits), mtime=0)
    return _MULTIBASE_BASE64URL + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def is_set(encoded_list: str, index: int) -> bool:
    """Whether the bit of a place is set; raises `UnfitList`."""
    bits = _unpacked(encoded_list)
    if len(bits) * 8 < LEAST_BITS or not 0 <= index < len(bits) * 8:
        raise UnfitList("the place is not on the list")
    return bool(bits[index // 8] & 0x80 >> index % 8)


def credential(encoded_list: str, *, issuer: str, at: datetime) -> dict[str, Any]:
    """The claims of the status list credential signed at an instant."""
    address = f"{issuer}{PATH}"
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": _instant(at),
        "validUntil": _instant(_end_of_day(at)),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "encodedList": encoded_list,
            "ttl": TTL_MS,
        },
    }


def tag_of(encoded_list: str, *, kid: str, at: datetime) -> str:
    """The ETag: it changes with the list, with the key and with the legal day."""
    told = f"{legal_day(at)} {kid} {encoded_list}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()}"'


def _end_of_day(at: datetime) -> datetime:
    return datetime.combine(legal_day(at) + timedelta(days=1), time(), SHANGHAI)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unpacked(encoded_list: str) -> bytes:
    text = encoded_list.removeprefix(_MULTIBASE_BASE64URL)
    if text == encoded_list:
        raise UnfitList("a bitstring begins with u")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(packed, MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise UnfitList("not compressed as it should be") from error
    if not unpacking.eof:
        raise UnfitList("too long, or cut off")
    return bits
