"""What an extract says of a cluster, and of which day."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from registry.domain.cluster import Cluster, Revocation
from registry.extracts.status_list import PATH, PURPOSE

KIND: Final = "extract+jwt"


def extract_of(
    cluster: Cluster,
    *,
    day: date,
    index: int,
    issuer: str,
    at: datetime,
    district_name: Callable[[str], str],
) -> dict[str, Any]:
    """The claims of the extract of a cluster made at an instant of a legal day.

    `index` is the cluster's place in the status list.
    """
    return {
        "iss": issuer,
        "iat": int(at.timestamp()),
        "sub": cluster.number,
        "as_of": _day(day),
        "standing": cluster.standing_on(day),
        "cluster": _facts(cluster, district_name(cluster.district)),
        "status": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": PURPOSE,
            "statusListIndex": str(index),
            "statusListCredential": f"{issuer}{PATH}",
        },
    }


def _facts(of: Cluster, district: str) -> dict[str, Any]:
    return {
        "number": of.number,
        "name": of.name,
        "district": {"code": of.district, "name": district},
        "leading_industry": of.leading_industry,
        "institution": {"code": of.institution_code, "name": of.institution_name},
        "periods": [
            {
                "first_day": _day(each.first_day),
                "last_day": _day(each.last_day),
                "style": each.style,
                "published_on": _day(each.published_on),
            }
            for each in of.periods
        ],
        "revocations": [
            {
                "case_number": each.case_number,
                "clause": each.clause,
                "effective_on": _day(each.effective_on),
                "set_aside_on": _set_aside_on(of, each),
            }
            for each in of.revocations
        ],
        "notice_number": of.notice_number,
        "official_address": of.official_address,
    }


def _set_aside_on(of: Cluster, revocation: Revocation) -> str | None:
    days = [each.effective_on for each in of.set_asides if each.case_id == revocation.case_id]
    return _day(min(days)) if days else None


def _day(day: date) -> str:
    return day.isoformat()
