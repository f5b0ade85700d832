"""The panels of the dashboard and of the scorecards: each is one statement, the rest is PostgreSQL.

Every count is by a condition of `counted`, or of the list that its address names, so that the list
behind a figure has as many items as the figure says.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, select
from sqlalchemy.types import Date

from common.clock import SHANGHAI
from monitoring.domain.dashboard import Scope
from monitoring.store import counted
from monitoring.store.entries import in_year, standing
from monitoring.tables.assessments import assessments
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.early_warnings import early_warnings
from monitoring.tables.entries import support_measures, tracking_notes
from monitoring.tables.obligations import obligations
from monitoring.tables.practice_cases import practice_cases
from monitoring.tables.reports import annual_reports, report_acts

WARNING_STANDS = early_warnings.c.cleared_at.is_(None)


def clusters_by_district(scope: Scope) -> Select[Any]:
    """By district: designated in the target's years, valid today, expiring this year."""
    designated = counted.designated_in(*scope.designated_in)
    return _by(
        monitored_clusters.c.district,
        designated=designated,
        valid=counted.valid_on(scope.today),
        expiring=counted.expires_in(str(scope.today.year)),
    )


def valid_by_industry(scope: Scope) -> Select[Any]:
    """The leading industries with the most valid clusters."""
    industry, number = monitored_clusters.c.leading_industry, func.count().label("valid")
    valid = select(industry, number).where(counted.valid_on(scope.today)).group_by(industry)
    return valid.order_by(number.desc(), industry).limit(scope.terms.industries)


def reports_by_district(scope: Scope) -> Select[Any]:
    """By district: what became of the reports that are owed for the period."""
    names = {
        name: counted.counted_as(name, scope.today, period=scope.period) for name in counted.COUNTED
    }
    return _by(obligations.c.district, **names).where(obligations.c.period == scope.period)


def reports_by_year(scope: Scope) -> Select[Any]:
    """By year: owed, on time, late, overdue; the period's own year last."""
    names: tuple[counted.Counted, ...] = ("owed", "on_time", "judged", "late", "overdue")
    period = obligations.c.period
    years = [str(scope.year - back) for back in range(scope.terms.years)]
    numbers = {name: counted.counted_as(name, scope.today) for name in names}
    return _by(period, **numbers).where(period.in_(years)).order_by(period)


def days_by_step(scope: Scope, *, by_district: bool = False) -> Select[Any]:
    """The median of legal days from receipt to the first review, and from there to confirmation."""
    report, owed = annual_reports.c, obligations.c
    first = func.min(report_acts.c.at).label("reviewed_at")
    acts = annual_reports.join(report_acts, report_acts.c.report_id == report.id)
    reviews = (
        select(report.obligation_id, first)
        .select_from(acts)
        .where(report_acts.c.act == "review", report.period == scope.period)
        .group_by(report.obligation_id)
        .subquery()
    )
    reviewed_on = _legal_day(reviews.c.reviewed_at)
    steps = (
        _median(reviewed_on - _legal_day(owed.submitted_at)).label("review_days"),
        _median(_legal_day(owed.confirmed_at) - reviewed_on).label("confirmation_days"),
    )
    joined = obligations.join(reviews, reviews.c.obligation_id == owed.id)
    asked = select(*steps).select_from(joined).where(owed.period == scope.period)
    return asked.add_columns(owed.district).group_by(owed.district) if by_district else asked


def warnings_by_district(_scope: Scope) -> Select[Any]:
    """By district: the early warnings that stand."""
    return _number(early_warnings.c.district).where(WARNING_STANDS)


def newest_warnings(scope: Scope) -> Select[Any]:
    """Some of the early warnings that stand, the newest first."""
    newest = select(early_warnings).where(WARNING_STANDS)
    return newest.order_by(early_warnings.c.raised_at.desc(), early_warnings.c.id).limit(
        scope.terms.rows
    )


def expiring_by_month(scope: Scope) -> Select[Any]:
    """By month: the designations that end this year."""
    month = func.left(counted.last_day(), 7).label("month")
    expiring = counted.expires_in(str(scope.today.year))
    return select(month, func.count().label("number")).where(expiring).group_by(month)


def next_to_expire(scope: Scope) -> Select[Any]:
    """Some of the designations that end this year and have not ended, the first to end first."""
    cluster, ends = monitored_clusters.c, counted.last_day().label("last_day")
    expiring = select(cluster.number, cluster.name, cluster.district, ends)
    ahead = ends >= scope.today.isoformat()
    return (
        expiring.where(counted.expires_in(str(scope.today.year)), ahead)
        .order_by(ends, cluster.number)
        .limit(scope.terms.rows)
    )


def supports_by_kind(scope: Scope) -> Select[Any]:
    """By kind: how many support measures were given in the year, and their exact sum."""
    return _supports(support_measures.c.kind, scope)


def supports_by_district(scope: Scope) -> Select[Any]:
    """By district: how many support measures were given in the year, and their exact sum."""
    return _supports(support_measures.c.district, scope)


def assessments_by_grade(scope: Scope) -> Select[Any]:
    """By grade: the assessments of the period that stand."""
    of = assessments.c
    return _number(of.grade).where(of.period == scope.period, of.status == "standing")


def notes_by_district(scope: Scope) -> Select[Any]:
    """By district: the tracking notes of the year that stand."""
    noted = in_year(tracking_notes.c.noted_on, scope.year)
    return _number(tracking_notes.c.district).where(noted, standing(tracking_notes))


def cases_by_district(_scope: Scope) -> Select[Any]:
    """By district: the practice cases and brands that are published."""
    case = practice_cases.c
    return _number(case.district).where(case.status == "published")


def _by(key: ColumnElement[Any], **conditions: ColumnElement[bool]) -> Select[Any]:
    numbers = [func.count().filter(each).label(name) for name, each in conditions.items()]
    return select(key, *numbers).group_by(key)


def _number(key: ColumnElement[Any]) -> Select[Any]:
    return select(key, func.count().label("number")).group_by(key)


def _supports(key: ColumnElement[Any], scope: Scope) -> Select[Any]:
    given = support_measures.c
    total = func.coalesce(func.sum(given.amount_10k_yuan), 0).label("amount")
    asked = select(key, func.count().label("number"), total).group_by(key)
    return asked.where(standing(support_measures), in_year(given.given_on, scope.year))


def _median(days: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.percentile_disc(0.5).within_group(days)


def _legal_day(instant: ColumnElement[Any]) -> ColumnElement[date]:
    return cast(func.timezone(SHANGHAI.key, instant), Date)
