"""The value of each measure kind while every figure is known: one division at most, in integers."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

from programme.standards import measures
from programme.standards.measures import Measure

Figures = Sequence[Fraction]


def value_of(measure: Measure, figures: Figures) -> Fraction | None:
    """The value in base units of figures in the order of `refs_of`; none where it has none.

    A division by zero has no value, nor a worst change whose steps all stand at the best value;
    the enclosure tells the two apart.
    """
    return _VALUES[type(measure)](measure, figures)


def mean_growth(years: Figures) -> Fraction | None:
    """The mean of the yearly rates, brought to lowest terms once."""
    up, down = 0, 1
    for earlier, later in pairwise(years):
        over = later.numerator * earlier.denominator
        under = later.denominator * earlier.numerator
        up, down = up * under + over * down, down * under
    intervals = len(years) - 1
    return Fraction(up - intervals * down, intervals * down) if down else None


def _value(_measure: measures.Value, figures: Figures) -> Fraction:
    return figures[0]


def _total(_measure: measures.Total, figures: Figures) -> Fraction:
    return sum(figures, Fraction(0))


def _least(_measure: Any, figures: Figures) -> Fraction:
    return _extreme(min, figures)


def _most(_measure: Any, figures: Figures) -> Fraction:
    return _extreme(max, figures)


def _extreme(pick: Callable[[Sequence[int]], int], figures: Figures) -> Fraction:
    """Fractions compare slowly one by one; over a common denominator they are integers."""
    if len(figures) == 1:
        return figures[0]
    common = lcm(*[figure.denominator for figure in figures])
    whole = [figure.numerator * (common // figure.denominator) for figure in figures]
    return figures[whole.index(pick(whole))]


def _ratio(over: Fraction, under: Fraction, times: Fraction | None = None) -> Fraction | None:
    up = over.numerator * under.denominator
    down = over.denominator * under.numerator
    if not down:
        return None
    if times is None:
        return Fraction(up, down)
    return Fraction(up * times.numerator, down * times.denominator)


def _smallest(figures: Figures, times: Fraction | None = None) -> Fraction | None:
    """The smallest ratio over years; all numerators come first, then all denominators."""
    half = len(figures) // 2
    pairs = zip(figures[:half], figures[half:], strict=True)
    known = [value for value in (_ratio(*pair, times) for pair in pairs) if value is not None]
    return _extreme(min, known) if len(known) == half else None


def _share(_measure: Any, figures: Figures) -> Fraction | None:
    return _smallest(figures)


def _rate_per(measure: measures.RatePer, figures: Figures) -> Fraction | None:
    return _smallest(figures, measure.times)


def _compound_growth(_measure: measures.CompoundGrowth, figures: Figures) -> Fraction | None:
    first, last = figures
    return _ratio(last, first)


def _mean_growth(_measure: measures.MeanGrowth, figures: Figures) -> Fraction | None:
    return mean_growth(figures)


def _worst_change(measure: measures.WorstChange, figures: Figures) -> Fraction | None:
    years: Sequence[Fraction | None] = figures
    if measure.per is not None:
        half = len(figures) // 2
        years = [_ratio(*pair) for pair in zip(figures[:half], figures[half:], strict=True)]
    known = [year for year in years if year is not None]
    if len(known) < len(years):
        return None
    steps = [
        later - earlier if measure.direction == "up" else earlier - later
        for earlier, later in pairwise(known)
        if not (earlier == measure.stands_at and later == measure.stands_at)
    ]
    return _extreme(min, steps) if steps else None


def _against_baseline(_measure: measures.AgainstBaseline, figures: Figures) -> Fraction | None:
    of, baseline = figures
    return _ratio(of, baseline)


_VALUES: dict[type, Callable[[Any, Figures], Fraction | None]] = {
    measures.Value: _value,
    measures.Total: _total,
    measures.LeastOver: _least,
    measures.MostOver: _most,
    measures.Share: _share,
    measures.Ratio: _share,
    measures.RatePer: _rate_per,
    measures.CompoundGrowth: _compound_growth,
    measures.MeanGrowth: _mean_growth,
    measures.WorstChange: _worst_change,
    measures.AgainstBaseline: _against_baseline,
}
