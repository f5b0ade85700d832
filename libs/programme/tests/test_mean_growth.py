"""The mean of yearly growth while a year is missing: bounds that hold, reached if they can be."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

import pytest

from programme.kernel.interval import Enclosure, point
from programme.kernel.mean_growth import mean_growth

Bounds = tuple[int, int]
_ZERO: Bounds = (0, 5)


def _enclosure(*years: int | Bounds) -> Enclosure:
    return mean_growth([_year(year) for year in years])


def _year(year: int | Bounds) -> Enclosure:
    if isinstance(year, int):
        return point(Fraction(year))
    return Enclosure(Fraction(year[0]), Fraction(year[1]))


def _completions(*years: int | Bounds) -> Iterator[Fraction]:
    """The mean of every completion, written here a second time."""
    wholes = [[year] if isinstance(year, int) else range(year[0], year[1] + 1) for year in years]
    for filled in product(*wholes):
        rates = [Fraction(later, earlier) - 1 for earlier, later in pairwise(filled)]
        yield sum(rates, Fraction(0)) / len(rates)


def test_a_mean_of_known_years_is_one_number() -> None:
    assert _enclosure(10, 11, 22, 11).exact == Fraction(1, 5)


@pytest.mark.parametrize(
    "years", [((2, 8), 4, 5, 10), (4, 5, 10, (2, 8)), ((2, 8), 4, 5, (1, 9)), ((2, 8), (1, 9))]
)
def test_a_missing_end_gives_bounds_that_are_reached(years: tuple[int | Bounds, ...]) -> None:
    means = list(_completions(*years))
    assert _enclosure(*years)[:2] == (min(means), max(means))


@pytest.mark.parametrize(
    ("years", "lowest_steps"),
    [
        ((4, (2, 8), 5, 10), (Fraction(2, 4), Fraction(5, 8), Fraction(10, 5))),
        ((4, 10, (5, 40), 20), (Fraction(10, 4), Fraction(5, 10), Fraction(20, 40))),
        (((3, 6), (2, 8), 4, 8), (Fraction(2, 6), Fraction(4, 8), Fraction(8, 4))),
        ((4, (2, 8), (2, 8), 8), (Fraction(2, 4), Fraction(2, 8), Fraction(8, 8))),
    ],
)
def test_a_missing_year_between_has_a_highest_mean_that_is_reached_and_a_lowest_below_all(
    years: tuple[int | Bounds, ...], lowest_steps: tuple[Fraction, ...]
) -> None:
    bounds, means = _enclosure(*years), list(_completions(*years))
    assert bounds.high == max(means)
    assert bounds.low == sum(lowest_steps, Fraction(0)) / 3 - 1
    assert bounds.low < min(means)


@pytest.mark.parametrize("place", range(3))
def test_a_base_that_may_be_zero_leaves_the_mean_undefined(place: int) -> None:
    years: list[int | Bounds] = [4, 5, 6, 7]
    years[place] = _ZERO
    assert _enclosure(*years).undefined


def test_a_last_year_that_may_be_zero_is_no_base() -> None:
    assert _enclosure(5, 5, _ZERO)[:2] == (Fraction(-1, 2), Fraction(0))
