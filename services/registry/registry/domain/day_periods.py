"""Periods counted in days: what stands at the end of one, and when its calendar is not loaded."""

from dataclasses import dataclass
from datetime import date, timedelta

from programme import workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPeriod:
    """A number of days, whether the first counts, whether a rest day moves the end on."""

    days: int
    first_day_counts: bool
    roll_forward: bool

    def last_day(self, first_day: date) -> date | None:
        """The last day of the period; None where its calendar is not loaded: never guessed."""
        counted = self.days - 1 if self.first_day_counts else self.days
        last = first_day + timedelta(days=counted)
        if not self.roll_forward:
            return last
        try:
            return workdays.roll_forward(last)
        except workdays.BeyondCalendar:
            return None
