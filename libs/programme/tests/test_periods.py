"""Validity as it is printed, and the legal day of an instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.periods import (
    Period,
    ValidityStyle,
    covers,
    end_of_day,
    following,
    shanghai_day,
    start_of_day,
    validity,
)

_STYLES: st.SearchStrategy[ValidityStyle] = st.sampled_from(("calendar_years", "date_to_date"))


@pytest.mark.parametrize(
    ("style", "first_day", "expected"),
    [
        ("calendar_years", date(2025, 7, 14), Period(date(2025, 1, 1), date(2027, 12, 31))),
        ("date_to_date", date(2024, 7, 10), Period(date(2024, 7, 10), date(2027, 7, 9))),
        ("date_to_date", date(2023, 7, 1), Period(date(2023, 7, 1), date(2026, 6, 30))),
        ("date_to_date", date(2024, 2, 29), Period(date(2024, 2, 29), date(2027, 2, 28))),
        ("date_to_date", date(2025, 3, 1), Period(date(2025, 3, 1), date(2028, 2, 29))),
        ("date_to_date", date(2025, 1, 1), Period(date(2025, 1, 1), date(2027, 12, 31))),
    ],
)
def test_validity_is_as_printed(style: ValidityStyle, first_day: date, expected: Period) -> None:
    assert validity(style, first_day=first_day, years=3) == expected


@given(_STYLES, st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 5))
def test_a_renewed_period_joins_on_without_a_gap(
    style: ValidityStyle, first_day: date, years: int
) -> None:
    period = validity(style, first_day=first_day, years=years)
    renewed = following(period, style=style, years=years)
    assert renewed.first_day == period.last_day + timedelta(1)
    assert covers(period, period.first_day)
    assert covers(period, period.last_day)
    assert not covers(period, renewed.first_day)
    assert not covers(renewed, period.last_day)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="end before"):
        Period(date(2024, 1, 2), date(2024, 1, 1))


def test_validity_is_at_least_a_year() -> None:
    with pytest.raises(ValueError, match="at least"):
        validity("date_to_date", first_day=date(2024, 1, 1), years=0)


def test_the_legal_day_changes_at_midnight_in_shanghai() -> None:
    assert shanghai_day(datetime(2024, 3, 31, 15, 59, 59, tzinfo=UTC)) == date(2024, 3, 31)
    assert shanghai_day(datetime(2024, 3, 31, 16, 0, tzinfo=UTC)) == date(2024, 4, 1)


def test_a_day_ends_where_the_next_begins() -> None:
    assert end_of_day(date(2024, 3, 31)) == datetime(2024, 3, 31, 16, 0, tzinfo=UTC)
    assert start_of_day(date(2024, 4, 1)) == end_of_day(date(2024, 3, 31))


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        shanghai_day(datetime(2024, 3, 31))  # noqa: DTZ001
