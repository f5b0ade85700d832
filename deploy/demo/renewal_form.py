"""The sections of a renewal: the reported figures, the roster anew, the targets of the plan."""

from typing import Any, Final

from deploy.demo.cast import FIRST_YEAR, Part, figures_of, read
from deploy.demo.roster import roster_of, titles_of

REPORTED: Final = (2024, 2025)
# Of the year before the three only what growth is computed from.
BEFORE: Final = ("year", "total_output", "sme_rd_expense", "valid_invention_patents")
TITLES: Final = {"granted_on": "2025-06-01", "valid_until": "2028-05-31"}


def renewal_sections(of: Part, targets: list[dict[str, Any]]) -> dict[str, Any]:
    """What is filed: the series goes on where the designation's ended."""
    series = series_of(of)
    roster = roster_of(series, district=of.district_code)
    titles = [title | TITLES for title in titles_of(roster)]
    plan = of.sections["plan"] | {"plan_start_year": 2027, "plan_end_year": 2029}
    plan["targets"] = [_next_target(each) for each in plan["targets"]]
    declarations = of.sections["declarations"] | {"signed_on": "2026-08-10"}
    return {
        **{name: of.sections[name] for name in ("header", "applicant", "territory", "narrative")},
        "industry": of.sections["industry"],
        "series": series,
        "roster": roster,
        "titles": titles,
        "plan": plan,
        "declarations": declarations,
        "renewal": _renewal(series, targets),
    }


def series_of(of: Part) -> list[dict[str, Any]]:
    """The figures of the latest three years and, for growth, of the year before them."""
    filed = of.sections["series"]
    last = {**filed[-1], "year": FIRST_YEAR + len(filed) - 1}
    earlier = {name: filed[-2][name] for name in BEFORE}
    later = []
    for year in REPORTED:
        figures = figures_of(of, str(year))
        later.append(last | figures | {"year": year, "smes_briefed_count": figures["sme_count"]})
    return [earlier, last, *later]


def _renewal(series: list[dict[str, Any]], targets: list[dict[str, Any]]) -> dict[str, Any]:
    given, figures = read("renewal")["section"], series[-1]
    named = {each["metric"]: each["figure"] for each in read("filing")["targets"]}
    rows = [
        row | {"actual": str(figures[named[row["metric"]]]), "reason": given["missed"]}
        for row in targets
    ]
    return {
        "target_completion": rows,
        "annual_reports": [{"year": year, "on_time": True} for year in REPORTED],
        "self_assessment": given["self_assessment"],
    }


def _next_target(target: dict[str, Any]) -> dict[str, Any]:
    later = [{"year": each["year"] + 3, "value": each["value"]} for each in target["targets"]]
    return target | {"targets": later}
