"""Validity periods and legal days: first and last day inclusive, in Asia/Shanghai."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

ValidityStyle = Literal["calendar_years", "date_to_date"]
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day, both inclusive."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("a period does not end before it begins")


def validity(style: ValidityStyle, *, first_day: date, years: int) -> Period:
    """The validity of a designation as it is printed (art. 15).

    `calendar_years`: whole years, that of the first day included ("2025 to 2027");
    `date_to_date`: to the day before the anniversary (2024-07-10 to 2027-07-09).
    """
    if years < 1:
        raise ValueError("validity is at least one year")
    if style == "calendar_years":
        return Period(date(first_day.year, 1, 1), date(first_day.year + years - 1, 12, 31))
    return Period(first_day, _end_before_anniversary(first_day, years))


def following(period: Period, *, style: ValidityStyle, years: int) -> Period:
    """The period after a renewal that passed: it joins on without a gap (art. 15)."""
    return validity(style, first_day=day_after(period), years=years)


def day_after(period: Period) -> date:
    """The first day that a period no longer covers."""
    return period.last_day + _DAY


def covers(period: Period, day: date) -> bool:
    """Whether a day lies in the period."""
    return period.first_day <= day <= period.last_day


def shanghai_day(instant: datetime) -> date:
    """The legal day of an instant; raises `ValueError` for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return instant.astimezone(_SHANGHAI).date()


def start_of_day(day: date) -> datetime:
    """The instant (UTC) at which a legal day begins."""
    return datetime.combine(day, time(), tzinfo=_SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """24:00 of a legal day (UTC): what is received before it is received on that day."""
    return start_of_day(day + _DAY)


def _end_before_anniversary(first_day: date, years: int) -> date:
    year, month = first_day.year + years, first_day.month
    last_of_month = calendar.monthrange(year, month)[1]
    # Without a corresponding day the period ends on the last day of that month (Civil Code 202).
    if first_day.day > last_of_month:
        return date(year, month, last_of_month)
    return date(year, month, first_day.day) - _DAY
