"""Which years are owed and when a report is due."""

from datetime import date
from typing import Any

import pytest

from common.contracts.cluster import Period
from common.contracts.round import ReportTerms
from monitoring.domain.due_days import due_days, opens_on, years_owed
from monitoring.terms.reading import reporting


def terms(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "municipal_due_month": 3,
        "municipal_due_day": 31,
        "district_due_month": 3,
        "district_due_day": 15,
        "roll_forward": True,
        "form_version": "1",
    }
    return ReportTerms(**(values | changes))


def period(first: Any, last: Any) -> Any:
    return Period(first_day=first, last_day=last, style="date_to_date")


def test_every_calendar_year_touched_is_owed_but_the_last() -> None:
    touched = period(date(2024, 7, 10), date(2027, 7, 9))
    assert years_owed([touched], reporting()) == (2024, 2025, 2026)


def test_a_renewal_owes_the_year_in_which_the_periods_meet_once() -> None:
    joined = [
        period(date(2024, 7, 10), date(2027, 7, 9)),
        period(date(2027, 7, 10), date(2030, 7, 9)),
    ]
    assert years_owed(joined, reporting()) == (2024, 2025, 2026, 2027, 2028, 2029)


def test_a_report_can_be_filed_from_the_first_day_after_its_year() -> None:
    assert opens_on(2024, reporting()) == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("year", "due_on"),
    [
        (2019, date(2020, 3, 31)),
        (2023, date(2024, 4, 1)),  # 31 March 2024 is a Sunday
        (2024, date(2025, 3, 31)),
        (2025, date(2026, 3, 31)),
    ],
)
def test_the_end_of_march_moves_to_the_next_working_day(year: Any, due_on: Any) -> None:
    assert due_days(year, terms()).due_on == due_on


def test_it_stays_on_a_rest_day_when_the_round_says_so() -> None:
    assert due_days(2023, terms(roll_forward=False)).due_on == date(2024, 3, 31)


def test_a_year_beyond_the_calendar_is_unknown_and_never_guessed() -> None:
    assert due_days(2026, terms()).due_on is None
    assert due_days(2026, terms(roll_forward=False)).due_on == date(2027, 3, 31)
