"""For which years a report is owed, and by which day (art. 16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

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

    @property
    def last_period_is_owed(self) -> bool:
        """Whether the last period of validity is owed before any renewal."""
        return self.last_period_owed == "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDays:
    """The due days of one report; None while the working days of that year are not loaded."""

    district_due_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOrigin:
    """Whence the due days come: the days as ordered, and whether a rest day moves them."""

    kind: Literal["round", "cycle"]
    district: date
    municipal: date
    roll_forward: bool
    notice_number: str | None = None

    @property
    def due(self) -> DueDays:
        """The due days, moved on from rest days."""
        return DueDays(
            district_due_on=rolled(self.district, roll_forward=self.roll_forward),
            due_on=rolled(self.municipal, roll_forward=self.roll_forward),
        )


def years_owed(
    periods: Iterable[Period], terms: ReportingTerms, *, pending: bool = False
) -> tuple[int, ...]:
    """The calendar years that validity touches; the last only if renewed or pending (default)."""
    touched = {
        year
        for period in periods
        for year in range(period.first_day.year, period.last_day.year + 1)
    }
    years = tuple(sorted(touched))
    return years if pending or terms.last_period_is_owed else years[:-1]


def opens_on(year: int, terms: ReportingTerms) -> date:
    """The first day on which the report of a year can be filed: after the year has ended."""
    return date(year + 1, terms.request_month, terms.request_day)


def of_round(year: int, terms: ReportTerms) -> DueOrigin:
    """The days that a round's terms give the report of a year, in the year after it."""
    following = year + 1
    return DueOrigin(
        kind="round",
        district=date(following, terms.district_due_month, terms.district_due_day),
        municipal=date(following, terms.municipal_due_month, terms.municipal_due_day),
        roll_forward=terms.roll_forward,
    )


def due_days(year: int, terms: ReportTerms) -> DueDays:
    """The due days of a year's report; one on a rest day moves to the next working day."""
    return of_round(year, terms).due


def rolled(day: date, *, roll_forward: bool) -> date | None:
    """The day itself or the next working day; None while that year is not loaded."""
    if not roll_forward:
        return day
    try:
        return workdays.roll_forward(day)
    except workdays.BeyondCalendar:  # never guessed: the day stays unknown until it is loaded
        return None


def roll_explained(day: date, *, roll_forward: bool) -> tuple[workdays.WindowDay, ...]:
    """Each day from the nominal to the due day, and why it is or is not the one."""
    if not roll_forward or rolled(day, roll_forward=True) is None:
        return ()
    return workdays.window(day, 1).days
