"""The indicators of one cluster put together, and the warnings that follow from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.contracts.case import PlanTarget, StandardPin
from monitoring.domain.early_warning import Drift, WarningTerms, drift_of
from monitoring.domain.filed_case import FiledCase
from monitoring.domain.held_standard import held
from monitoring.domain.indicators import Series, Year, rate_of, series_of, years_of
from monitoring.domain.stated import Filing, stated_in
from programme.standards.standard import Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """Series by measure, targets planned and reached, and what drifts."""

    standard: StandardPin | None
    standard_held: bool
    years: tuple[Year, ...]
    series: tuple[Series, ...]
    targets: tuple[Mapping[str, Any], ...]
    drifts: tuple[tuple[Series, Drift], ...]


def indicators_of(
    cases: Sequence[FiledCase],
    filings: Sequence[Filing],
    targets: Sequence[PlanTarget],
    *,
    last_day: date,
    terms: WarningTerms,
) -> Indicators:
    """Everything that the filings of a cluster say under the standard it was designated by."""
    case = cases[-1] if cases else None
    standard = held(case.standard) if case else None
    years, series = tuple[Year, ...](), tuple[Series, ...]()
    if case is not None and standard is not None:
        years = years_of(case, stated_in(cases, filings), standard)
        series = series_of(years, standard)
    renewal_year = last_day.year - terms.base_year_before_last_year
    return Indicators(
        standard=case.standard if case else None,
        standard_held=standard is not None,
        years=years,
        series=series,
        targets=tuple(_target(target, filings) for target in targets),
        drifts=_drifts(series, standard, renewal_year=renewal_year, terms=terms),
    )


def _drifts(
    series: Sequence[Series], standard: Standard | None, *, renewal_year: int, terms: WarningTerms
) -> tuple[tuple[Series, Drift], ...]:
    """What drifts; where one of several alternatives is enough, one that holds is enough."""
    found = [
        (each, drift_of(each.margins, renewal_year=renewal_year, terms=terms, strict=each.strict))
        for each in series
    ]
    either = {one.id for one in standard.criteria if one.combine == "any"} if standard else set()
    quiet = {
        each.criterion_id
        for each, drift in found
        if each.criterion_id in either and each.margins and drift is None
    }
    return tuple(
        (each, drift)
        for each, drift in found
        if drift is not None and each.criterion_id not in quiet
    )


def _target(target: PlanTarget, filings: Sequence[Filing]) -> dict[str, Any]:
    """A target of the plan: for each year what was planned, what is reported, and the rate."""
    reached = {str(filing.year): _reported(target, filing) for filing in filings}
    return {
        "metric": target.metric,
        "unit": target.unit,
        "base_value": target.base_value,
        "years": [
            {
                "year": int(year),
                "planned": planned,
                "actual": reached.get(year),
                "rate_pct": rate_of(planned, reached.get(year)),
            }
            for year, planned in sorted(target.targets.items())
        ],
    }


def _reported(target: PlanTarget, filing: Filing) -> str | None:
    for row in filing.version.sections.get("target_progress") or ():
        if (row.get("metric"), row.get("unit")) == (target.metric, target.unit):
            return str(row["actual"])
    return None
