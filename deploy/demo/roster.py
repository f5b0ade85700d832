"""A roster made up so that its sums are the figures of the annual series; no enterprise is real."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, Final

from programme.credit_code import check_digit

CENT: Final = Decimal("0.01")
LARGE: Final = 2
OTHER_INDUSTRY: Final = 30
EMPLOYEES: Final = {"large": 1100, "sme": 33}
QUALITY: Final = ("little_giant", "little_giant", "srdi_sme", "srdi_sme", "innovative_sme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Enterprises that share figures evenly, and what they share, by year."""

    size: str
    leading: bool
    count: int
    output: Mapping[int, Decimal]


def roster_of(series: Sequence[Mapping[str, Any]], *, district: str) -> list[dict[str, Any]]:
    """The enterprises of a cluster with its figures of the three years before the application."""
    years = [row for row in series if "sme_output" in row]
    last, rows = years[-1], []
    patents = {
        row["year"]: _evenly(row["valid_invention_patents"], last["enterprise_count"], 1)
        for row in years
    }
    research = {
        row["year"]: _evenly(row["sme_rd_expense"], last["sme_count"], CENT) for row in years
    }
    for number, (group, output) in enumerate(_members(years)):
        sme = number - LARGE
        figures = [
            {
                "year": year,
                "output": f"{output[year]:.2f}",
                "rd_expense": f"{research[year][sme]:.2f}" if sme >= 0 else "0.00",
                "valid_invention_patents": int(patents[year][number]),
            }
            for year in output
        ]
        uses = number < last["platform_user_count"]
        rows.append(_enterprise(number, group, figures, district=district, uses_platform=uses))
    return rows


def titles_of(roster: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Titles of the first SMEs of the leading industry, valid on the day of the application."""
    holders = roster[LARGE : LARGE + len(QUALITY)]
    return [
        {
            "uscc": holder["uscc"],
            "title_kind": kind,
            "title_level": "national" if kind == "little_giant" else "municipal",
            "granted_on": "2022-08-01",
            "valid_until": "2025-07-31",
        }
        for holder, kind in zip(holders, QUALITY, strict=True)
    ]


def _members(years: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Group, dict[int, Decimal]]]:
    for group in _groups(years):
        shares = {y: _evenly(total, group.count, CENT) for y, total in group.output.items()}
        for place in range(group.count):
            yield group, {year: share[place] for year, share in shares.items()}


def _groups(years: Sequence[Mapping[str, Any]]) -> Iterator[Group]:
    """Large ones, SMEs of the leading industry, other SMEs: so that all three sums agree."""
    total, sme, leading = (
        {row["year"]: Decimal(row[name]) for row in years}
        for name in ("total_output", "sme_output", "leading_industry_output")
    )
    large = {year: total[year] - sme[year] for year in total}
    yield Group(size="large", leading=True, count=LARGE, output=large)
    rest = {year: leading[year] - large[year] for year in total}
    inside = years[-1]["sme_count"] - OTHER_INDUSTRY
    yield Group(size="sme", leading=True, count=inside, output=rest)
    others = {year: total[year] - leading[year] for year in total}
    yield Group(size="sme", leading=False, count=OTHER_INDUSTRY, output=others)


def _enterprise(
    number: int,
    group: Group,
    figures: list[dict[str, Any]],
    *,
    district: str,
    uses_platform: bool,
) -> dict[str, Any]:
    body = f"91{district}DEM{number + 1:06d}"
    row = {
        "enterprise_name": f"演示企业{number + 1:03d}（合成数据）",
        "uscc": body + check_digit(body),
        "industry_code": "6513" if group.leading else "7310",
        "in_leading_industry": group.leading,
        "chain_stage": "midstream" if group.leading else "service",
        "employees": EMPLOYEES[group.size],
        "revenue": figures[-1]["output"],
        "total_assets": figures[-1]["output"],
        "figures": figures,
        "uses_platform": uses_platform,
        "data_source": "declared",
    }
    return row | ({"platform_name": "演示平台"} if uses_platform else {})


def _evenly(total: Any, count: int, step: Decimal | int) -> list[Decimal]:
    """A total in equal parts of whole steps; the last part takes what is left."""
    whole, unit = Decimal(total), Decimal(step)
    part = (whole / count).quantize(unit, rounding=ROUND_DOWN)
    return [part] * (count - 1) + [whole - part * (count - 1)]
