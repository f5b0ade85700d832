"""Scorecards of districts: every figure opens the list behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import Row

from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from monitoring.api.dashboards import PeriodQuery, scope_for
from monitoring.api.figure_models import (
    Figure,
    MedianDays,
    Share,
    SupportFigure,
    figure,
    share,
    support_figure,
)
from monitoring.domain.dashboard import Scope
from monitoring.store import panels

routes = router(tag="dashboards")

ByDistrict = Mapping[str, Row[Any]]


class DistrictScorecard(StrictModel):
    """How one district does in a period; days are medians of legal days."""

    district: str
    valid: Figure
    expiring: Figure
    owed: Figure
    on_time: Share
    late: Figure
    overdue: Figure
    returned: Share
    confirmed: Figure
    review: MedianDays
    confirmation: MedianDays
    early_warnings: Figure
    tracking_notes: Figure
    supports: SupportFigure
    practice_cases: Figure


class DistrictScorecards(StrictModel):
    """The districts that the caller sees."""

    period: str
    made_on: date
    items: list[DistrictScorecard]


@routes.get(
    "/scorecards/districts",
    response_model=DistrictScorecards,
    responses=documented(READS),
    name="list_district_scorecards",
)
async def list_scorecards(query: Annotated[PeriodQuery, Query()], reading: Reading) -> Response:
    """A scorecard for each district that has clusters; a district sees its own."""
    scope = scope_for(reading, query.period)
    found = {
        "clusters": await reading.rows(panels.clusters_by_district(scope)),
        "reports": await reading.rows(panels.reports_of_the_period(scope)),
        "warnings": await reading.rows(panels.warnings_by_district(scope)),
        "notes": await reading.rows(panels.notes_by_district(scope)),
        "supports": await reading.rows(panels.supports_by_district(scope)),
        "cases": await reading.rows(panels.cases_by_district(scope)),
    }
    rows = {name: _by_district(each) for name, each in found.items()}
    items = [_scorecard(district, rows, scope) for district in sorted(rows["clusters"])]
    return shown(DistrictScorecards(period=scope.period, made_on=scope.today, items=items))


def _scorecard(district: str, rows: Mapping[str, ByDistrict], scope: Scope) -> DistrictScorecard:
    def of(table: str, column: str) -> Any:
        row = rows[table].get(district)
        return None if row is None else getattr(row, column)

    def reports(name: str) -> Figure:
        value, period = of("reports", name), scope.period
        return figure(value, "obligations", district=district, period=period, counted=name)

    def clusters(name: str, **filters: Any) -> Figure:
        return figure(of("clusters", name), "monitored-clusters", district=district, **filters)

    return DistrictScorecard(
        district=district,
        valid=clusters("valid", valid="true"),
        expiring=clusters("expiring", expires_in=scope.today.year),
        owed=reports("owed"),
        on_time=share(reports("on_time"), reports("judged")),
        late=reports("late"),
        overdue=reports("overdue"),
        returned=share(reports("returned"), reports("received")),
        confirmed=reports("confirmed"),
        review=MedianDays(days=of("reports", "review_days"), over=reports("reviewed")),
        confirmation=MedianDays(days=of("reports", "confirmation_days"), over=reports("confirmed")),
        early_warnings=figure(of("warnings", "number"), "early-warnings", district=district),
        tracking_notes=figure(
            of("notes", "number"), "tracking-notes", district=district, year=scope.year
        ),
        supports=support_figure(
            of("supports", "number") or 0,
            of("supports", "amount") or Decimal(),
            district=district,
            year=scope.year,
        ),
        practice_cases=figure(
            of("cases", "number"), "practice-cases", district=district, status="published"
        ),
    )


def _by_district(rows: Sequence[Row[Any]]) -> ByDistrict:
    return {row.district: row for row in rows}
