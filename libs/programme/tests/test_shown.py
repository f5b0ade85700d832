"""Shown numbers: exact where they end, cut off downwards where they do not, never across a line."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from programme.kernel.shown import (
    RATE_GRID,
    exact,
    exact_quotient,
    truncated,
    truncated_quotient,
    yearly_rate,
)

_NUMBERS = st.builds(
    Fraction, st.integers(-(10**12), 10**12), st.sampled_from((1, 2, 3, 4, 5, 7, 8, 10, 40, 10**6))
)


@given(_NUMBERS)
def test_an_exact_number_is_itself(number: Fraction) -> None:
    assert Fraction(exact(number)) == number
    assert ("/" in exact(number)) == bool(10**40 % number.denominator)
    assert exact_quotient(number.numerator * 6, number.denominator * 6) == exact(number)


@given(_NUMBERS, st.sampled_from((Fraction(1), Fraction(1, 100), Fraction(10000))))
def test_a_shown_number_is_cut_off_downwards(number: Fraction, unit: Fraction) -> None:
    text = truncated(number, unit=unit)
    shown, cut = Fraction(text.rstrip("…")), text.endswith("…")
    assert shown <= number / unit < shown + Fraction(1, 10**4)
    assert cut == (shown != number / unit)
    if cut:
        assert len(text.rstrip("…").partition(".")[2]) == 4
    assert truncated_quotient(number.numerator, number.denominator) == truncated(number)


@given(st.fractions(0, 10**6, max_denominator=10**6), st.integers(1, 4))
def test_a_yearly_rate_is_the_largest_on_its_grid(ratio: Fraction, intervals: int) -> None:
    rate, is_exact = yearly_rate(ratio, intervals)
    below, above = (Fraction(rate + n, RATE_GRID) + 1 for n in (0, 1))
    assert below**intervals <= ratio < above**intervals
    assert is_exact == (below**intervals == ratio)
