"""For which years a report is owed, and by which day (art. 16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from common.contracts.cluster import Period
from common.contracts.round import ReportTerms
from programme import workdays

LAST_PERIOD: Final = ("always", "once_renewed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingTerms:
    """What the measure leaves open about reports, settled as data."""

    clause: str
    last_period_owed: str
    request_month: int
    request_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDays:
    """The due days of one report; None while the working days of that year are not loaded."""

    district_due_on: date | None
    due_on: date | None


def years_owed(periods: Iterable[Period], terms: ReportingTerms) -> tuple[int, ...]:
    """The calendar years that validity touches, without the last one until renewal (default)."""
    touched = {
        year
        for period in periods
        for year in range(period.first_day.year, period.last_day.year + 1)
    }
    years = tuple(sorted(touched))
    return years if terms.last_period_owed == "always" else years[:-1]


def opens_on(year: int, terms: ReportingTerms) -> date:
    """The first day on which the report of a year can be filed: after the year has ended."""
    return date(year + 1, terms.request_month, terms.request_day)


def due_days(year: int, terms: ReportTerms) -> DueDays:
    """The due days of a year's report; one on a rest day moves to the next working day."""
    following = year + 1
    district = date(following, terms.district_due_month, terms.district_due_day)
    municipal = date(following, terms.municipal_due_month, terms.municipal_due_day)
    return DueDays(district_due_on=_rolled(district, terms), due_on=_rolled(municipal, terms))


def _rolled(day: date, terms: ReportTerms) -> date | None:
    if not terms.roll_forward:
        return day
    try:
        return workdays.roll_forward(day)
    except workdays.BeyondCalendar:  # never guessed: the day stays unknown until it is loaded
        return None
