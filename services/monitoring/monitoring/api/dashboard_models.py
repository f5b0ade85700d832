"""What clients see of the dashboard: every figure with the list behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from common.http.validation import StrictModel
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

Panels = Mapping[str, Sequence[Row[Any]]]


class DesignatedAgainstTarget(StrictModel):
    """Designated in the target's years, beside the target of art. 5; later years have none."""

    first_year: int
    last_year: int
    designated: Figure
    about: int | None
    clause: str | None


class DistrictFigures(StrictModel):
    """A district's clusters."""

    district: str
    designated: Figure
    valid: Figure


class IndustryFigures(StrictModel):
    """The valid clusters of one leading industry, or of all the others (null)."""

    industry: str | None
    valid: Figure


class YearOfReports(StrictModel):
    """What became of the reports of a year."""

    period: str
    owed: Figure
    on_time: Share
    late: Figure
    overdue: Figure


class DashboardReports(StrictModel):
    """What became of the reports of the period."""

    owed: Figure
    on_time: Share
    late: Figure
    overdue: Figure
    returned: Share
    confirmed: Figure
    review: MedianDays
    confirmation: MedianDays


class DashboardWarning(StrictModel):
    """One of the newest early warnings."""

    id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    period: str
    criterion_id: str
    sign: str


class DashboardWarnings(StrictModel):
    """The early warnings that stand, with the newest of them."""

    standing: Figure
    newest: list[DashboardWarning]


class ExpiringCluster(StrictModel):
    """A designation that ends this year."""

    number: str
    name: str
    district: str
    last_day: date


class ExpiringInMonth(StrictModel):
    """The designations that end in one month."""

    month: str
    clusters: Figure


class DashboardExpiring(StrictModel):
    """The designations that end this year, by month, with the next to end."""

    year: int
    clusters: Figure
    by_month: list[ExpiringInMonth]
    next: list[ExpiringCluster]


class SupportsOfKind(StrictModel):
    """The support measures of one kind that were given in the year."""

    kind: str
    supports: SupportFigure


class GradeFigures(StrictModel):
    """The assessments of the period with one grade."""

    grade: str
    assessments: Figure


class DashboardShown(StrictModel):
    """The programme in a period, as far as the caller sees it: `district` is null for all."""

    period: str
    made_on: date
    district: str | None
    against_target: DesignatedAgainstTarget
    valid: Figure
    by_district: list[DistrictFigures]
    by_industry: list[IndustryFigures]
    reports: DashboardReports
    by_year: list[YearOfReports]
    early_warnings: DashboardWarnings
    expiring: DashboardExpiring
    supports: list[SupportsOfKind]
    grades: list[GradeFigures]


def dashboard_shown(scope: Scope, panels: Panels, *, district: str | None) -> DashboardShown:
    """The dashboard of a scope, made of the rows of its panels."""
    clusters = panels["clusters_by_district"]
    return DashboardShown(
        period=scope.period,
        made_on=scope.today,
        district=district,
        against_target=_target(scope, clusters),
        valid=figure(_sum(clusters, "valid"), "monitored-clusters", valid="true"),
        by_district=[_district(row, scope) for row in clusters],
        by_industry=_industries(panels["valid_by_industry"], all_valid=_sum(clusters, "valid")),
        reports=_reports(scope, panels),
        by_year=[_year(row) for row in panels["reports_by_year"]],
        early_warnings=_warnings(panels),
        expiring=_expiring(scope, panels),
        supports=[_supports(row, scope) for row in panels["supports_by_kind"]],
        grades=[_grade(row, scope) for row in panels["assessments_by_grade"]],
    )


def _target(scope: Scope, clusters: Sequence[Row[Any]]) -> DesignatedAgainstTarget:
    first, last = scope.designated_in
    return DesignatedAgainstTarget(
        first_year=first,
        last_year=last,
        designated=figure(
            _sum(clusters, "designated"),
            "monitored-clusters",
            designated_from=first,
            designated_to=last,
        ),
        about=scope.target.about if scope.target else None,
        clause=scope.target.clause if scope.target else None,
    )


def _district(row: Row[Any], scope: Scope) -> DistrictFigures:
    first, last = scope.designated_in
    of, path = {"district": row.district}, "monitored-clusters"
    years = {"designated_from": first, "designated_to": last}
    return DistrictFigures(
        district=row.district,
        designated=figure(row.designated, path, **of, **years),
        valid=figure(row.valid, path, **of, valid="true"),
    )


def _industries(rows: Sequence[Row[Any]], *, all_valid: int) -> list[IndustryFigures]:
    path, names = "monitored-clusters", [row.leading_industry for row in rows]
    found = [
        IndustryFigures(
            industry=row.leading_industry,
            valid=figure(row.valid, path, industry=row.leading_industry, valid="true"),
        )
        for row in rows
    ]
    others = all_valid - _sum(rows, "valid")
    if others:
        behind = figure(others, path, other_than=names, valid="true")
        found.append(IndustryFigures(industry=None, valid=behind))
    return found


def _reports(scope: Scope, panels: Panels) -> DashboardReports:
    (all_of_them,) = (row for row in panels["reports_of_the_period"] if row.district is None)
    names = ("owed", "on_time", "late", "overdue", "judged", "returned", "received")
    of = {
        name: figure(getattr(all_of_them, name), "obligations", period=scope.period, counted=name)
        for name in (*names, "reviewed", "confirmed")
    }
    return DashboardReports(
        owed=of["owed"],
        on_time=share(of["on_time"], of["judged"]),
        late=of["late"],
        overdue=of["overdue"],
        returned=share(of["returned"], of["received"]),
        confirmed=of["confirmed"],
        review=MedianDays(days=all_of_them.review_days, over=of["reviewed"]),
        confirmation=MedianDays(days=all_of_them.confirmation_days, over=of["confirmed"]),
    )


def _year(row: Row[Any]) -> YearOfReports:
    of = {
        name: figure(getattr(row, name), "obligations", period=row.period, counted=name)
        for name in ("owed", "on_time", "judged", "late", "overdue")
    }
    on_time = share(of["on_time"], of["judged"])
    return YearOfReports(
        period=row.period,
        owed=of["owed"],
        on_time=on_time,
        late=of["late"],
        overdue=of["overdue"],
    )


def _warnings(panels: Panels) -> DashboardWarnings:
    names = DashboardWarning.model_fields
    newest = [
        DashboardWarning(**{name: getattr(row, name) for name in names})
        for row in panels["newest_warnings"]
    ]
    number = _sum(panels["warnings_by_district"], "number")
    return DashboardWarnings(standing=figure(number, "early-warnings"), newest=newest)


def _expiring(scope: Scope, panels: Panels) -> DashboardExpiring:
    year = scope.today.year
    number = _sum(panels["clusters_by_district"], "expiring")
    rows = panels["next_to_expire"]
    return DashboardExpiring(
        year=year,
        clusters=figure(number, "monitored-clusters", expires_in=year),
        by_month=[_month(row) for row in panels["expiring_by_month"]],
        next=[_ending(row) for row in rows],
    )


def _month(row: Row[Any]) -> ExpiringInMonth:
    behind = figure(row.number, "monitored-clusters", expires_in=row.month)
    return ExpiringInMonth(month=row.month, clusters=behind)


def _ending(row: Row[Any]) -> ExpiringCluster:
    names = ExpiringCluster.model_fields
    return ExpiringCluster(**{name: getattr(row, name) for name in names})


def _supports(row: Row[Any], scope: Scope) -> SupportsOfKind:
    supports = support_figure(row.number, row.amount, kind=row.kind, year=scope.year)
    return SupportsOfKind(kind=row.kind, supports=supports)


def _grade(row: Row[Any], scope: Scope) -> GradeFigures:
    behind = figure(row.number, "assessments", period=scope.period, grade=row.grade)
    return GradeFigures(grade=row.grade, assessments=behind)


def _sum(rows: Sequence[Row[Any]], name: str) -> int:
    return sum(getattr(row, name) for row in rows)
