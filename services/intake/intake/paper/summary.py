"""The district's summary table (汇总表) of what it recommends in a round."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from common.canonical import sha256_hex
from common.clock import told
from common.paper.values import NOTHING
from intake.domain.recommended import Recommended
from intake.domain.round import Round
from intake.paper.values import name_of


def summary_data(
    in_round: Round, district: str, listed: Sequence[Recommended], *, at: datetime
) -> dict[str, Any]:
    """The data of `summary.typ`; `sha256` is of the rows, so two prints can be compared."""
    rows = [_row(each, in_round) for each in listed]
    issuer = f"{name_of(district)}中小企业主管部门"
    return {
        "title": "北京市中小企业特色产业集群推荐汇总表",
        "issuer": issuer,
        "notice_number": in_round.notice_number,
        "year": str(in_round.year),
        "base_year": str(in_round.base_year),
        "as_of": told(at),
        "rows": rows,
        "sha256": sha256_hex({"round": in_round.number, "issuer": issuer, "rows": rows}),
    }


def _row(each: Recommended, in_round: Round) -> list[str]:
    sections = each.version.content["sections"]
    year = _figures_of(sections, in_round.base_year)
    return [
        str(each.case.rank),
        each.case.cluster_name,
        sections["industry"]["leading_industry_name"],
        sections["applicant"]["operating_institution_name"],
        _told(sections["territory"].get("land_area_km2")),
        *(_told(year.get(name)) for name in ("total_output", "enterprise_count", "sme_count")),
        f"{each.case.number} 第 {each.version.number} 版",
        each.version.sha256,
        each.quota_reason or NOTHING,
    ]


def _figures_of(sections: Mapping[str, Any], year: int) -> Mapping[str, Any]:
    return next((row for row in sections["series"] if row.get("year") == year), {})


def _told(value: Any) -> str:
    return NOTHING if value is None else str(value)
