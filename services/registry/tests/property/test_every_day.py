"""C-33: the validity of a designation on every day of seventeen years, and two renewals of each."""

from calendar import isleap
from datetime import date, timedelta
from typing import Any, Literal

import pytest

from common.contracts.round import ValidityTerms
from common.ids import new_id
from registry.domain.cluster import Cluster, Validity, renewed_validity, validity_from

FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
YEARS = 3
DAY = timedelta(days=1)
Style = Literal["calendar_years", "date_to_date"]
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_day_of(first: tuple[int, int, int], style: Style) -> tuple[int, int, int]:
    """READING 12 in plain arithmetic on year, month, day: both days inclusive, as printed."""
    year, month, day = first
    if style == "calendar_years":
        return year + YEARS - 1, 12, 31
    year += YEARS
    if (month, day) == (2, 29) and not isleap(year):
        return year, 2, 28  # no such day: the last one of the month (Civil Code 202)
    if day > 1:
        return year, month, day - 1
    if month == 1:
        return year - 1, 12, 31
    length = LENGTHS[month - 2] + (month == 3 and isleap(year))
    return year, month - 1, length


def next_day(day: tuple[int, int, int]) -> tuple[int, int, int]:
    year, month, number = day
    if number < LENGTHS[month - 1] + (month == 2 and isleap(year)):
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def cluster_with(*periods: Validity) -> Cluster:
    fields: dict[str, Any] = dict.fromkeys(
        ("name", "district", "leading_industry", "institution_code", "institution_name"), "—"
    )
    return Cluster(
        id=new_id(),
        number="BJ-2024-0001",
        version=1,
        plan_targets=(),
        notice_number="",
        official_address="",
        published_on=periods[0].published_on,
        periods=periods,
        **fields,
    )


def plain(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@pytest.mark.parametrize("style", ["calendar_years", "date_to_date"])
def test_validity_and_two_renewals_agree_with_plain_arithmetic(style: Style) -> None:
    terms, day, days = ValidityTerms(years=YEARS, style=style), FIRST, 0
    while day <= LAST:
        period = validity_from(day, terms)
        first = (day.year, 1, 1) if style == "calendar_years" else plain(day)
        periods = [period]
        for nth in range(3):
            last = last_day_of(first, style)
            assert (plain(periods[-1].first_day), plain(periods[-1].last_day)) == (first, last), day
            if nth < 2:  # decided before or long after the last day, it joins on all the same
                decided = periods[-1].last_day + timedelta(days=90 * nth - 30)
                periods.append(renewed_validity(cluster_with(*periods), decided, terms))
                first = next_day(last)
        day, days = day + DAY, days + 1
    assert days == 6210


def test_a_renewal_printed_in_whole_years_begins_the_day_after_a_period_that_ended_within_one() -> (
    None
):
    old = validity_from(date(2024, 7, 10), ValidityTerms(years=YEARS, style="date_to_date"))
    terms = ValidityTerms(years=YEARS, style="calendar_years")
    new = renewed_validity(cluster_with(old), date(2027, 6, 1), terms)
    assert (old.last_day, new.first_day) == (date(2027, 7, 9), date(2027, 7, 10))
    assert new.last_day == date(2029, 12, 31)
