"""The certificate of a designation, arranged for the page; it never says more than holds today."""

from datetime import date
from typing import Any, Final
from urllib.parse import quote

import segno

from registry.domain.cluster import Cluster, Standing
from registry.domain.ending import ending_revocation
from registry.domain.places import district_name

TITLE: Final = "北京市中小企业特色产业集群"
ISSUER: Final = "北京市经济和信息化局"
# What the certificate says of the day it was made.
_SAID: Final[dict[Standing, str]] = {
    "valid": "认定有效",
    "not_yet_valid": "尚未生效",
    "expired": "有效期届满",
    "expired_renewal_pending": "有效期届满，复核中",
    "revoked": "认定已撤销",
}
_UNPROVEN: Final = "本件不证明认定有效。"


def certificate_data(cluster: Cluster, *, day: date, address: str) -> dict[str, Any]:
    """The data of `certificate.typ` for a certificate made on a legal day."""
    standing = cluster.standing_on(day)
    link = f"{address}/verify?number={quote(cluster.number)}&printed={day.isoformat()}"
    return {
        "title": TITLE,
        "number": cluster.number,
        "name": cluster.name,
        "facts": [
            ["所在区", district_name(cluster.district)],
            ["主导产业", cluster.leading_industry],
            ["运营管理机构", cluster.institution_name],
            ["统一社会信用代码", cluster.institution_code],
            ["有效期", _validity(cluster, day)],
        ],
        "basis": cluster.notice_number,
        "issuer": ISSUER,
        "made_on": said(day),
        "standing": _SAID[standing],
        "warning": _warning(cluster, standing, day),
        "qr": segno.make(link, error="m", micro=False).svg_inline(border=0, omitsize=True),
        "link": link,
        "address": f"{address}/verify",
    }


def said(day: date) -> str:
    """A day as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _validity(cluster: Cluster, day: date) -> str:
    begun = [each for each in cluster.periods if each.published_on <= day]
    periods = begun or list(cluster.periods)
    if not periods:
        return "—"
    last = max(periods, key=lambda each: each.last_day)
    return f"{said(last.first_day)}至{said(last.last_day)}"


def _warning(cluster: Cluster, standing: Standing, day: date) -> str:
    if standing == "valid":
        return ""
    ended = ending_revocation(cluster, day)
    if ended is None:
        return f"{_SAID[standing]}，{_UNPROVEN}"
    ground = f"自{said(ended.effective_on)}起，{ended.clause}，{ended.case_number}"
    return f"{_SAID[standing]}（{ground}），{_UNPROVEN}"
