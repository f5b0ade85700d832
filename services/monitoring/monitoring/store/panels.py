"""The panels of the dashboard and of the scorecards: each is one statement, the rest is PostgreSQL.

Every count is by a condition of `counted`, or by what the list asks for that its address names, so
that the list behind a figure has as many items as the figure says.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, cast, func, select, tuple_
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


def reports_of_the_period(scope: Scope) -> Select[Any]:
    """By district, and of all (no district): what became of the reports that are owed.

    With the medians of legal days from receipt to the first review, and from there to the
    confirmation. The acts of the period are read once for all of it.
    """
    owed, acts = obligations.c, _acts_of(scope.period)
    reviewed_on = _legal_day(acts.c.reviewed_at)
    conditions: dict[str, ColumnElement[bool]] = {
        **{str(name): counted.counted_as(name, scope.today) for name in counted.OF_THE_OBLIGATION},
        "returned": acts.c.returned,
        "reviewed": acts.c.reviewed_at.is_not(None),
    }
    asked: Select[Any] = select(
        owed.district,
        *_numbers(conditions),
        _median(reviewed_on - _legal_day(owed.submitted_at)).label("review_days"),
        _median(_legal_day(owed.confirmed_at) - reviewed_on).label("confirmation_days"),
    )
    joined = obligations.outerjoin(acts, acts.c.obligation_id == owed.id)
    everywhere_too = func.grouping_sets(tuple_(owed.district), tuple_())
    return asked.select_from(joined).where(owed.period == scope.period).group_by(everywhere_too)


def reports_by_year(scope: Scope) -> Select[Any]:
    """By year: owed, on time, late, overdue; the period's own year last."""
    names: tuple[counted.Counted, ...] = ("owed", "on_time", "judged", "late", "overdue")
    period = obligations.c.period
    years = [str(scope.year - back) for back in range(scope.terms.years)]
    numbers = {name: counted.counted_as(name, scope.today) for name in names}
    return _by(period, **numbers).where(period.in_(years)).order_by(period)


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


def _acts_of(period: str) -> Subquery:
    """By obligation: whether its report was sent back, and when it was first reviewed."""
    report, act = annual_reports.c, report_acts.c
    found = select(
        report.obligation_id,
        func.bool_or(act.act == "return").label("returned"),
        func.min(act.at).filter(act.act == "review").label("reviewed_at"),
    )
    joined = annual_reports.join(report_acts, act.report_id == report.id)
    counted_acts = act.act.in_(("return", "review"))
    return (
        found.select_from(joined)
        .where(report.period == period, counted_acts)
        .group_by(report.obligation_id)
        .subquery("acts")
    )


def _by(key: ColumnElement[Any], **conditions: ColumnElement[bool]) -> Select[Any]:
    return select(key, *_numbers(conditions)).group_by(key)


def _numbers(conditions: Mapping[str, ColumnElement[bool]]) -> list[ColumnElement[int]]:
    return [func.count().filter(each).label(name) for name, each in conditions.items()]


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
