"""Standing and validity against references that go day by day."""

from datetime import date, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from common.contracts.round import ValidityTerms
from common.ids import new_id
from registry.domain.cluster import Revocation, Validity, standing_on, validity_from

DAYS = st.dates(date(2023, 1, 1), date(2031, 12, 31))
LEAP = st.sampled_from([date(2024, 2, 29), date(2028, 2, 29), date(2024, 2, 28), date(2024, 3, 1)])
YEARS = st.integers(1, 6)
Style = Literal["calendar_years", "date_to_date"]


def days_of(first: date, last: date) -> set[date]:
    """Every day from the first to the last."""
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


@st.composite
def validities(draw: st.DrawFn) -> Validity:
    """A period of any style, published on any day near it."""
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 1500)))
    published = first + timedelta(days=draw(st.integers(-200, 400)))
    style: Style = draw(st.sampled_from(["calendar_years", "date_to_date"]))
    return Validity(first_day=first, last_day=last, style=style, published_on=published)


def revocation(on: date) -> Revocation:
    """A revocation with effect from a day."""
    return Revocation(
        case_id=new_id(),
        case_number="BJ-2024-R-0001",
        ground="17(2)",
        clause="管理办法 第十七条（二）",
        effective_on=on,
        published_on=on,
    )


@given(st.lists(validities(), max_size=3), st.lists(DAYS, max_size=2), DAYS, st.booleans())
def test_standing_agrees_with_a_walk_through_the_days(
    periods: list[Validity], revoked_on: list[date], day: date, pending: bool
) -> None:
    revoked = any(d in days_of(on, date(2031, 12, 31)) for on in revoked_on for d in [day])
    known = [p for p in periods if p.published_on <= day]
    covered: set[date] = set().union(*(days_of(p.first_day, p.last_day) for p in known))
    if revoked:
        expected = "revoked"
    elif day in covered:
        expected = "valid"
    elif any(d < day for d in covered) and any(
        max(days_of(p.first_day, p.last_day)) < day for p in known
    ):
        expected = "expired_renewal_pending" if pending else "expired"
    else:
        expected = "not_yet_valid"
    revocations = [revocation(on) for on in revoked_on]
    assert standing_on(day, periods, revocations, renewal_pending=pending) == expected


@given(DAYS | LEAP, YEARS)
def test_date_to_date_ends_on_the_day_before_the_anniversary(first: date, years: int) -> None:
    of = validity_from(first, ValidityTerms(years=years, style="date_to_date"))
    day = first
    while True:  # the reference walks to the first day of the next period
        day += timedelta(days=1)
        anniversary = (day.year - first.year, day.month, day.day) == (years, first.month, first.day)
        # A year without 29 February: the period ends with February (Civil Code 202).
        skipped = (first.month, first.day) == (2, 29) and (day.month, day.day) == (3, 1)
        if anniversary or (skipped and day.year - first.year == years):
            break
    assert (of.first_day, of.last_day) == (first, day - timedelta(days=1))
    assert of.published_on == first


@given(DAYS | LEAP, YEARS)
def test_calendar_years_are_whole_and_as_many_as_the_terms_say(first: date, years: int) -> None:
    of = validity_from(first, ValidityTerms(years=years, style="calendar_years"))
    touched = {day.year for day in days_of(of.first_day, of.last_day)}
    assert touched == set(range(first.year, first.year + years))
    assert (of.first_day - timedelta(days=1)).year == first.year - 1
    assert (of.last_day + timedelta(days=1)).year == first.year + years


@given(DAYS | LEAP, YEARS, st.sampled_from(["calendar_years", "date_to_date"]), DAYS)
def test_a_designation_is_valid_from_its_publication_to_its_last_day(
    published: date, years: int, style: Style, day: date
) -> None:
    of = validity_from(published, ValidityTerms(years=years, style=style))
    expected = "valid" if published <= day <= of.last_day else None
    standing = standing_on(day, [of], [])
    assert (standing == "valid") == (expected == "valid")
    assert (standing == "not_yet_valid") == (day < published)
