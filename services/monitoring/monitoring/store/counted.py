"""What a figure counts, as one condition: the panel counts by it, and the list behind shows it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Select, and_, or_, select

from monitoring.store import obligations as owed
from monitoring.tables.clusters import monitored_clusters
from monitoring.tables.obligations import obligations
from monitoring.tables.reports import annual_reports, report_acts

Counted = Literal[
    "owed",
    "received",
    "on_time",
    "late",
    "overdue",
    "judged",
    "returned",
    "reviewed",
    "confirmed",
]
# What an obligation says by itself; whether it was reviewed or sent back, its report's acts say.
OF_THE_OBLIGATION: Final[tuple[Counted, ...]] = tuple(
    name for name in get_args(Counted) if name not in {"returned", "reviewed"}
)


def counted_as(name: Counted, today: date) -> ColumnElement[bool]:
    """The condition that an obligation counts under a name on a legal day."""
    c = obligations.c
    conditions: Mapping[Counted, ColumnElement[bool]] = {
        "owed": ~owed.in_state("closed", today),
        "received": c.submitted_at.is_not(None),
        "on_time": c.late_days == 0,
        "late": c.late_days > 0,
        "overdue": owed.in_state("overdue", today),
        "judged": or_(c.late_days.is_not(None), owed.in_state("overdue", today)),
        "returned": c.id.in_(_with_act("return")),
        "reviewed": c.id.in_(_with_act("review")),
        "confirmed": c.confirmed_at.is_not(None),
    }
    return conditions[name]


def first_day() -> ColumnElement[str]:
    """The first day of a cluster's first period, as ISO text, which sorts as days do."""
    day: ColumnElement[str] = monitored_clusters.c.periods[0]["first_day"].astext
    return day


def last_day() -> ColumnElement[str]:
    """The last day of a cluster's last period: a renewal joins on without a gap (art. 15)."""
    day: ColumnElement[str] = monitored_clusters.c.periods[-1]["last_day"].astext
    return day


def designated_in(first_year: int, last_year: int) -> ColumnElement[bool]:
    """The condition that a cluster's validity began in one of some years."""
    return first_day().between(f"{first_year}-01-01", f"{last_year}-12-31")


def valid_on(day: date) -> ColumnElement[bool]:
    """The condition that a designation is valid on a day."""
    revoked = monitored_clusters.c.revoked_on
    within = and_(first_day() <= day.isoformat(), last_day() >= day.isoformat())
    return and_(within, or_(revoked.is_(None), revoked > day))


def expires_in(when: str) -> ColumnElement[bool]:
    """The condition that a designation, not revoked, ends in a year (`2026`) or a month."""
    within = last_day().startswith(when, autoescape=True)
    return and_(within, monitored_clusters.c.revoked_on.is_(None))


def _with_act(act: str) -> Select[Any]:
    joined = annual_reports.join(report_acts, report_acts.c.report_id == annual_reports.c.id)
    found = select(annual_reports.c.obligation_id).select_from(joined)
    return found.where(report_acts.c.act == act)
