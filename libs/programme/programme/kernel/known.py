"""The value of each measure kind while every figure is known: one division at most, in integers."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import lcm
from operator import add
from typing import Any

from programme.standards import measures
from programme.standards.measures import Measure

Figures = Sequence[Fraction]
Quotient = tuple[int, int]


def value_of(measure: Measure, figures: Figures) -> Fraction | None:
    """The value in base units of figures in the order of `refs_of`; none where it has none.

    A division by zero has no value, nor a worst change whose steps all stand at the best value;
    the enclosure tells the two apart.
    """
    return _VALUES[type(measure)](measure, figures)


def mean_growth(years: Figures) -> Fraction | None:
    """The mean of the yearly rates."""
    up, down = 0, 1
    for earlier, later in pairwise(years):
        over, under = _quotient(later, earlier)
        up, down = up * under + over * down, down * under
    intervals = len(years) - 1
    return Fraction(up - intervals * down, intervals * down) if down else None


def _value(_measure: measures.Value, figures: Figures) -> Fraction:
    return figures[0]


def _total(_measure: measures.Total, figures: Figures) -> Fraction:
    return reduce(add, figures)


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


def _quotient(over: Fraction, under: Fraction) -> Quotient:
    return over.numerator * under.denominator, over.denominator * under.numerator


def _ratio(over: Fraction, under: Fraction) -> Fraction | None:
    up, down = _quotient(over, under)
    return Fraction(up, down) if down else None


def _smallest(quotients: Sequence[Quotient]) -> Quotient:
    """Compared crosswise; their lower parts are positive."""
    up, down = quotients[0]
    for other_up, other_down in quotients[1:]:
        if other_up * down < up * other_down:
            up, down = other_up, other_down
    return up, down


def _by_year(figures: Figures) -> Sequence[Quotient]:
    """The ratio of each year; all upper figures come first, then all lower ones."""
    half = len(figures) // 2
    return [_quotient(*pair) for pair in zip(figures[:half], figures[half:], strict=True)]


def _share(_measure: Any, figures: Figures) -> Fraction | None:
    if len(figures) == 2:
        return _ratio(figures[0], figures[1])
    years = _by_year(figures)
    return Fraction(*_smallest(years)) if all(down for _, down in years) else None


def _rate_per(measure: measures.RatePer, figures: Figures) -> Fraction | None:
    rate = _share(measure, figures)
    return None if rate is None else rate * measure.times


def _compound_growth(_measure: measures.CompoundGrowth, figures: Figures) -> Fraction | None:
    first, last = figures
    return _ratio(last, first)


def _mean_growth(_measure: measures.MeanGrowth, figures: Figures) -> Fraction | None:
    return mean_growth(figures)


def _worst_change(measure: measures.WorstChange, figures: Figures) -> Fraction | None:
    if measure.per is None:
        years: Sequence[Quotient] = [(each.numerator, each.denominator) for each in figures]
    else:
        years = _by_year(figures)
    best = measure.stands_at.numerator, measure.stands_at.denominator
    steps = []
    for (up, down), (next_up, next_down) in pairwise(years):
        rise = next_up * down - up * next_down
        # Nothing moves where it stands, so only a step of zero can be left out.
        if rise or up * best[1] != best[0] * down:
            step = rise if measure.direction == "up" else -rise
            steps.append((step, down * next_down))
    if not steps or not all(down for _, down in years):
        return None
    return Fraction(*_smallest(steps))


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
