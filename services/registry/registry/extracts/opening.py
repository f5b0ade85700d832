"""Opens what was signed: the signature first, then the shape; whatever does not hold is said."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from common.clock import legal_day
from common.errors import Text
from registry.extracts import claims, status_list
from registry.extracts.keys import ALGORITHM

NOT_SIGNED: Final = Text("不是一份签名文本（JWS）", "This is no signed text (JWS)")
OTHER_ALGORITHM: Final = Text(
    "签名算法不是 Ed25519，不予接受", "It is not signed by Ed25519; nothing else is accepted"
)
OTHER_KIND: Final = Text("签名文本的类型不对", "The signed text is of another kind")
UNKNOWN_KEY: Final = Text(
    "签名所用密钥不在已公布的密钥之列", "It is signed by a key that is not among the published ones"
)
ALTERED: Final = Text(
    "签名不符：内容被改动过，或不是由该密钥签发",
    "The signature does not fit: the content was altered, or another key signed it",
)
MISSHAPEN: Final = Text("签名内容残缺", "Something is missing in what was signed")


class Unproven(Exception):
    """What was given does not hold, and why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPeriod:
    """A validity period as the extract states it."""

    first_day: date
    last_day: date
    published_on: date

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in it, and it was published by then (READING 12)."""
        return self.published_on <= day and self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What an extract with a good signature says."""

    issuer: str
    number: str
    as_of: date
    standing: str
    facts: dict[str, Any]
    periods: tuple[PrintedPeriod, ...]
    list_address: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """What a status list with a good signature says."""

    issuer: str
    address: str
    day: date
    encoded: str


def token_in(text: str) -> str:
    """The compact JWS in a text: bare, or as the API's JSON holds it."""
    try:
        return str(json.loads(text)["extract"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "".join(text.split())


def extract_in(token: str, keys: Sequence[OKPKey]) -> Extract:
    """The extract in a compact JWS; raises `Unproven`."""
    said = _opened(token, keys, kind=claims.KIND)
    try:
        entry, facts = said["status"], said["cluster"]
        return Extract(
            issuer=_text(said["iss"]),
            number=_text(facts["number"]),
            as_of=date.fromisoformat(said["as_of"]),
            standing=_text(said["standing"]),
            facts=facts,
            periods=tuple(_period(each) for each in facts["periods"]),
            list_address=_text(entry["statusListCredential"]),
            index=int(entry["statusListIndex"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unproven(MISSHAPEN) from None


def status_list_in(token: str, keys: Sequence[OKPKey]) -> StatusList:
    """The status list in a compact JWS; raises `Unproven`."""
    said = _opened(token, keys, kind=status_list.KIND)
    try:
        subject = said["credentialSubject"]
        if subject["type"] != "BitstringStatusList":
            raise ValueError
        if subject["statusPurpose"] != status_list.PURPOSE:
            raise ValueError
        return StatusList(
            issuer=_text(said["issuer"]),
            address=_text(said["id"]),
            day=legal_day(datetime.fromisoformat(said["validFrom"])),
            encoded=_text(subject["encodedList"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unproven(MISSHAPEN) from None


def _opened(token: str, keys: Sequence[OKPKey], *, kind: str) -> dict[str, Any]:
    header = _header(token)
    if header.get("alg") != ALGORITHM:
        raise Unproven(OTHER_ALGORITHM)
    if header.get("typ") != kind:
        raise Unproven(OTHER_KIND)
    key = next((each for each in keys if each.kid == header.get("kid")), None)
    if key is None:
        raise Unproven(UNKNOWN_KEY)
    try:
        payload = jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload
    except (JoseError, ValueError):
        raise Unproven(ALTERED) from None
    return _object(payload)


def _header(token: str) -> dict[str, Any]:
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError):
        raise Unproven(NOT_SIGNED) from None


def _object(payload: bytes) -> dict[str, Any]:
    try:
        said = json.loads(payload)
    except ValueError:
        raise Unproven(MISSHAPEN) from None
    if not isinstance(said, dict):
        raise Unproven(MISSHAPEN)
    return said


def _period(said: dict[str, Any]) -> PrintedPeriod:
    names = ("first_day", "last_day", "published_on")
    return PrintedPeriod(**{name: date.fromisoformat(said[name]) for name in names})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
