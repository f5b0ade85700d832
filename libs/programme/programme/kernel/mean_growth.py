"""The arithmetic mean of yearly growth, enclosed while figures are missing."""

from fractions import Fraction
from itertools import pairwise, product

from programme.kernel import known
from programme.kernel.interval import UNDEFINED, Enclosure


def mean_growth(years: list[Enclosure]) -> Enclosure:
    """The mean of the yearly rates; undefined while a base may be zero.

    It falls with the first year, rises with the last, and bends upwards in every year between, so
    the highest value stands at a corner of the bounds. The lowest stands at a corner only as far
    as the years between are known; where one is missing, each step is taken at its own lowest,
    which is never above the true one.
    """
    if any(not year.low for year in years[:-1]):
        return UNDEFINED
    corners = [_mean(corner) for corner in product(*((year.low, year.high) for year in years))]
    if all(year.exact is not None for year in years[1:-1]):
        return Enclosure(min(corners), max(corners))
    steps = [later.low / earlier.high for earlier, later in pairwise(years)]
    return Enclosure(sum(steps, Fraction(0)) / len(steps) - 1, max(corners))


def _mean(years: tuple[Fraction, ...]) -> Fraction:
    mean = known.mean_growth(years)
    assert mean is not None  # no base is zero
    return mean
