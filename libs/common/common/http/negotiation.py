"""Which representation a caller wants: the `Accept` header against what there is (RFC 9110)."""

import re
from collections.abc import Sequence
from typing import Final

from fastapi import Request

from common.errors import NotAcceptable

_WEIGHT: Final = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)


def accepted(request: Request, offers: Sequence[str]) -> str:
    """The offer that the caller likes best, the first of equals; raises `NotAcceptable`."""
    wanted = ",".join(request.headers.getlist("accept")) or "*/*"
    found = preferred(wanted, offers)
    if found is None:
        raise NotAcceptable(offers=", ".join(offers))
    return found


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """The best offer by weight; for each offer the most specific range of the header counts."""
    ranges = dict(_range(part) for part in accept.split(","))
    weights = {offer: _weight(offer, ranges) for offer in offers}
    best = max(weights.values(), default=0.0)
    return next((offer for offer in offers if weights[offer] == best > 0), None)


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (text.strip() for text in part.lower().split(";"))
    given = (parameter.partition("=") for parameter in parameters)
    weight = next((value for key, _, value in given if key.strip() == "q"), "1")
    # A weight that is none asks for nothing.
    return name, float(weight) if _WEIGHT.fullmatch(weight.strip()) else 0.0


def _weight(offer: str, ranges: dict[str, float]) -> float:
    kind = offer.partition("/")[0]
    for name in (offer, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
