"""Real notices: every printed last day follows from its first day."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from common.contracts.round import NoticeTerms
from common.errors import BeyondCalendar
from registry.domain.window import answer_due_on, explained, last_day_of
from registry.terms.reading import procedure

PERIODS = Path(__file__).parent.parent / "data" / "notice-periods.csv"
ROWS = list(csv.DictReader(PERIODS.read_text().splitlines()))


def terms(days: int, *, first_counts: bool = True) -> NoticeTerms:
    """The notice terms of a round."""
    return NoticeTerms(
        working_days=days, first_day_counts=first_counts, answer_working_days=5, list_waits=True
    )


def test_all_thirteen_notices_are_here() -> None:
    assert len(ROWS) == 13


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["notice"])
def test_the_printed_window_is_the_computed_one(row: dict[str, str]) -> None:
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    of = terms(int(row["working_days"]))
    assert last_day_of(first, of) == last
    days = explained(first, last, of)
    assert [each.day for each in days] == [
        first + timedelta(days=n) for n in range((last - first).days + 1)
    ]
    assert sum(each.counted for each in days) == of.working_days
    assert all(each.zh and each.en for each in days)


def test_a_first_day_that_does_not_count_moves_the_last_day() -> None:
    monday = date(2024, 3, 4)
    assert last_day_of(monday, terms(5)) == date(2024, 3, 8)
    assert last_day_of(monday, terms(5, first_counts=False)) == date(2024, 3, 11)


def test_the_period_to_answer_runs_from_the_day_after_service_over_a_holiday() -> None:
    assert answer_due_on(date(2024, 9, 27), procedure()) == date(2024, 10, 16)


def test_a_year_that_is_not_loaded_is_refused_by_name() -> None:
    with pytest.raises(BeyondCalendar) as refused:
        last_day_of(date(2026, 12, 31), terms(5))
    assert "2027" in refused.value.explained().zh
