"""The worst yearly step: steady rise (稳步提升) and continuous fall (持续下降)."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from programme.kernel.interval import EXEMPT, UNDEFINED, Enclosure
from programme.standards.measures import WorstChange


def worst_change(measure: WorstChange, years: list[Enclosure]) -> Enclosure:
    """The smallest step in the wished direction; steps that stand at the best value are left out.

    A gap between two known years does not hide a fall: what is lost across it is lost in its
    steps, so one of them loses at least the mean. What is gained may be gained in a single step,
    for one that stands at the best value is left out.
    """
    if any(year.undefined for year in years):
        return UNDEFINED
    pairs = list(pairwise(years))
    lows = [_step(measure, *pair, worst=True) for pair in pairs if not _stands(measure, *pair)]
    if not lows:
        return EXEMPT
    highs = [*_across_gaps(measure, years)]
    highs += [
        _step(measure, *pair, worst=False) for pair in pairs if not _may_stand(measure, *pair)
    ]
    # Where every step might yet stand at the best value, nothing bounds the worst one from above.
    return Enclosure(min(lows), min(highs)) if highs else UNDEFINED


def _across_gaps(measure: WorstChange, years: list[Enclosure]) -> Iterator[Fraction]:
    """What the worst step cannot exceed, for each pair of known years."""
    for (first, earlier), (last, later) in combinations(enumerate(years), 2):
        known = earlier.exact is not None and later.exact is not None
        if known and not _stands(measure, earlier, later):
            change = _step(measure, earlier, later, worst=False)
            yield change if change > 0 else change / (last - first)


def _stands(measure: WorstChange, earlier: Enclosure, later: Enclosure) -> bool:
    return earlier.exact == later.exact == measure.stands_at


def _may_stand(measure: WorstChange, earlier: Enclosure, later: Enclosure) -> bool:
    return all(year.low <= measure.stands_at <= year.high for year in (earlier, later))


def _step(measure: WorstChange, earlier: Enclosure, later: Enclosure, *, worst: bool) -> Fraction:
    rising = measure.direction == "up"
    if not rising:
        earlier, later = later, earlier
    return later.low - earlier.high if worst else later.high - earlier.low
