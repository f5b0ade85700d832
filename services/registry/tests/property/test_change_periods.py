"""The end of a period in days, and whether lateness counts, against a walk day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from programme import workdays
from registry.domain.change_period import due_on, period_of
from registry.domain.day_periods import DayPeriod
from registry.domain.ground_check import ANSWERS
from registry.terms.change_terms import filing_terms
from registry.terms.ground_terms import ground_terms

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
LENGTHS = st.integers(1, 200)
ONE = timedelta(days=1)


def walked(first: date, days: int, *, counts: bool, rolls: bool) -> date:
    """The last day, found by walking."""
    day, left = (first, days - 1) if counts else (first, days)
    for _ in range(left):
        day += ONE
    while rolls and not workdays.is_working_day(day):
        day += ONE
    return day


@given(DAYS, LENGTHS, st.booleans(), st.booleans())
def test_a_period_ends_where_a_walk_ends_or_is_not_guessed(
    first: date, days: int, counts: bool, rolls: bool
) -> None:
    last = DayPeriod(days=days, first_day_counts=counts, roll_forward=rolls).last_day(first)
    try:
        expected = walked(first, days, counts=counts, rolls=rolls)
    except workdays.BeyondCalendar:
        assert last is None
        return
    assert last == expected


@given(DAYS, st.none() | LENGTHS)
def test_the_published_period_binds_and_the_default_one_supports_nothing(
    happened_on: date, published: int | None
) -> None:
    terms = filing_terms()
    period = period_of(terms, published_days=published, notice="BJ-2024-N-0001")
    assert period.supports_17_4 == (published is not None)
    assert period.days == (published or 30)
    due = due_on(happened_on, period, terms)
    assert due is None or due >= happened_on + timedelta(days=period.days)


def test_every_question_is_asked_of_some_limb_and_every_opening_needs_what_reading_14_says() -> (
    None
):
    by_limb = ground_terms().questions
    assert {each.id for asked in by_limb.values() for each in asked} == ANSWERS.keys()
    needed = {limb: {each.id for each in asked if each.needed} for limb, asked in by_limb.items()}
    for limb in ("report_not_filed", "supervision_refused"):
        assert needed[limb] == {"written_reminder"}
    for limb in ("leading_industry", "territory", "operating_institution", "other_major_change"):
        assert needed[limb] == {"period_published"}
    assert needed["serious_misconduct"] == {"incident_determined", "weight_found"}
    assert needed["false_filing"] == needed["violation"] == set()
