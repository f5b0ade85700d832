"""The end of March (CHECKS C-34): on time by receipt in Shanghai, under the published calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.clock import SHANGHAI
from common.contracts.round import ReportTerms
from common.ids import new_id
from monitoring.domain.due_days import due_days, roll_explained
from monitoring.domain.obligation import Obligation, days_late, received, with_due_days
from programme import workdays

TERMS = ReportTerms(
    municipal_due_month=3,
    municipal_due_day=31,
    district_due_month=3,
    district_due_day=15,
    roll_forward=True,
    form_version="1",
)
LOADED = workdays.loaded_years()
MOMENT = timedelta(milliseconds=1)
# 31 March by the announcements of the State Council; on rest days the next working day.
KNOWN = {
    2020: date(2020, 3, 31),
    2021: date(2021, 3, 31),
    2022: date(2022, 3, 31),
    2023: date(2023, 3, 31),
    2024: date(2024, 4, 1),
    2025: date(2025, 3, 31),
    2026: date(2026, 3, 31),
}


def owed(year: int) -> Obligation:
    due = due_days(year - 1, TERMS)
    return Obligation(
        id=new_id(),
        cluster_id=new_id(),
        cluster_number="BJ-2024-0001",
        cluster_name="示例",
        district="110108",
        institution_code="91110000101623741K",
        period=str(year - 1),
        opens_on=date(year, 1, 1),
        district_due_on=due.district_due_on,
        due_on=due.due_on,
    )


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def test_the_years_that_are_tried_are_those_that_are_loaded() -> None:
    assert tuple(KNOWN) == LOADED


@pytest.mark.parametrize(("year", "last"), KNOWN.items())
def test_the_last_millisecond_is_on_time_and_midnight_is_not(year: Any, last: Any) -> None:
    midnight = end_of(last)
    late = [received(owed(year), at).late_days for at in (midnight - MOMENT, midnight)]
    assert (*late, received(owed(year), midnight + MOMENT).late_days) == (0, 1, 1)


@pytest.mark.parametrize("year", range(LOADED[-1] + 1, 2035))
def test_beyond_the_loaded_calendar_nobody_is_judged_until_it_is_loaded(year: Any) -> None:
    midnight = end_of(date(year, 3, 31))
    came = [received(owed(year), midnight + step) for step in (-MOMENT, 0 * MOMENT, MOMENT)]
    assert [each.late_days for each in came] == [None, None, None]
    known = due_days(year - 1, replace(TERMS, roll_forward=False))
    assert [with_due_days(each, known).late_days for each in came] == [0, 1, 1]


@given(
    year=st.sampled_from(LOADED),
    offset=st.integers(-(10**9), 10**9),
    zone=st.sampled_from([UTC, SHANGHAI]),
    again=st.lists(st.integers(0, 7 * 86_400_000), max_size=3),
)
def test_the_answer_hangs_on_the_first_receipt_alone(
    year: Any, offset: Any, zone: Any, again: Any
) -> None:
    at = (end_of(KNOWN[year]) + offset * MOMENT).astimezone(zone)
    first = received(owed(year), at)
    assert (first.late_days == 0) == (offset < 0)
    after = first
    for later in again:  # replayed, corrected, judged anew a week later: nothing moves
        after = received(after, at + later * MOMENT)
        after = with_due_days(after, due_days(year - 1, TERMS))
    assert after == first
    assert days_late(first.deadline, at) == first.late_days


@given(day=st.dates(date(LOADED[0], 1, 1), date(LOADED[-1], 12, 1)))
def test_the_days_that_were_passed_over_are_rest_days_and_the_last_is_not(day: Any) -> None:
    *passed, last = roll_explained(day, roll_forward=True)
    assert not any(each.counted for each in passed)
    assert last.counted
    assert last.day == workdays.roll_forward(day)
