"""Working days: real notices, make-up days, and no guess beyond the loaded years."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.workdays import (
    BeyondCalendar,
    add_working_days,
    is_working_day,
    loaded_years,
    roll_forward,
    window,
)

_CSV = (Path(__file__).parent / "data" / "notice-periods.csv").read_text(encoding="utf-8")
_NOTICES = list(csv.DictReader(_CSV.splitlines()))
_DAYS = st.dates(date(2020, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize("notice", _NOTICES, ids=lambda notice: notice["notice"])
def test_a_real_notice_ends_on_its_printed_day(notice: dict[str, str]) -> None:
    first, last = date.fromisoformat(notice["first_day"]), date.fromisoformat(notice["last_day"])
    assert add_working_days(first, int(notice["working_days"]), True) == last


def test_there_are_thirteen_notices() -> None:
    assert len(_NOTICES) == 13


def test_a_window_explains_each_of_its_days() -> None:
    found = window(date(2025, 9, 26), 5)
    assert (found.first, found.last) == (date(2025, 9, 26), date(2025, 10, 9))
    explained = {day.day: (day.counted, day.reason.zh) for day in found.days}
    assert explained[date(2025, 9, 27)] == (False, "周末休息")
    assert explained[date(2025, 9, 28)] == (True, "国庆节调休上班")
    assert explained[date(2025, 10, 1)] == (False, "国庆节放假")
    assert sum(day.counted for day in found.days) == 5
    assert found.covers(date(2025, 10, 1))
    assert not found.covers(date(2025, 10, 10))


def test_a_period_that_excludes_its_first_day_starts_on_the_next() -> None:
    assert add_working_days(date(2024, 3, 4), 5, False) == date(2024, 3, 11)
    assert add_working_days(date(2024, 3, 4), 5, True) == date(2024, 3, 8)


def test_a_first_day_on_a_weekend_does_not_count() -> None:
    assert add_working_days(date(2024, 3, 2), 1, True) == date(2024, 3, 4)


def test_a_due_day_on_a_rest_day_rolls_to_the_next_working_day() -> None:
    assert roll_forward(date(2024, 3, 31)) == date(2024, 4, 1)
    assert roll_forward(date(2025, 3, 31)) == date(2025, 3, 31)


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2027, 1, 1)])
def test_a_day_beyond_the_loaded_years_is_refused(day: date) -> None:
    with pytest.raises(BeyondCalendar) as refused:
        is_working_day(day)
    assert refused.value.year == day.year
    assert refused.value.loaded == loaded_years() == tuple(range(2020, 2027))


def test_a_window_that_runs_beyond_the_loaded_years_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        window(date(2026, 12, 30), 5)


def test_a_window_of_no_days_is_no_window() -> None:
    with pytest.raises(ValueError, match="at least one"):
        window(date(2024, 3, 4), 0)


def test_the_spring_festival_of_2020_was_prolonged() -> None:
    assert not is_working_day(date(2020, 1, 31))
    assert not is_working_day(date(2020, 2, 2))
    assert is_working_day(date(2020, 2, 3))


@given(_DAYS, st.integers(1, 15), st.booleans())
def test_a_window_counts_exactly_its_working_days(first: date, count: int, counts: bool) -> None:
    found = window(first, count, first_counts=counts)
    span = [first + timedelta(n) for n in range((found.last - first).days + 1)]
    working = [day for day in span if is_working_day(day) and (counts or day != first)]
    assert [day.day for day in found.days] == span
    assert [day.day for day in found.days if day.counted] == working
    assert len(working) == count
    assert working[-1] == found.last


@given(_DAYS, st.integers(1, 15))
def test_more_working_days_never_end_sooner(first: date, count: int) -> None:
    assert add_working_days(first, count, True) < add_working_days(first, count + 1, True)
