"""Which requests count together when it is asked whether one client asks too often."""

import re
from typing import Final

from common.http.rates import Rate


def _rate(name: str, method: str, pattern: str) -> Rate:
    return Rate(name, method, re.compile(pattern))


RATES: Final = (
    # Paper is printed by a process of its own, so it counts with what is dear.
    _rate(
        "downloads",
        "GET",
        r"/v1/register\.(json|csv|xlsx)|/v1/notices/[^/]+/\w+\.pdf|/v1/clusters/[^/]+/certificate\.pdf",
    ),
    _rate("validations", "POST", r"/v1/validations|/verify"),
    _rate("objections", "POST", r"/v1/notices/[^/]+/objections"),
    # An objection is read by its receipt and a secret, which nobody shall try out.
    _rate(
        "lookups",
        "GET",
        r"/v1/(clusters(/.+)?|changes|objections/[^/]+|status-list)|/(register|notices|verify)(/.+)?",
    ),
)
