"""The enclosure of each measure kind: exact bounds of its value while figures are missing."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from programme.kernel.facts import Facts, Ref
from programme.kernel.interval import UNDEFINED, Enclosure
from programme.kernel.worst_change import worst_change
from programme.standards import measures
from programme.standards.measures import Measure
from programme.standards.standard import Standard


def refs_of(measure: Measure) -> tuple[Ref, ...]:
    """The figures a measure is made of."""
    refs: tuple[Ref, ...]
    match measure:
        case measures.Value():
            refs = (Ref(measure.of),)
        case measures.Total():
            refs = tuple(Ref(name) for name in measure.of)
        case measures.Share():
            refs = _over((measure.part, measure.whole), measure.years)
        case measures.RatePer() | measures.Ratio():
            refs = _over((measure.of, measure.per), measure.years)
        case measures.WorstChange():
            names = (measure.of,) if measure.per is None else (measure.of, measure.per)
            refs = _over(names, measure.years)
        case measures.AgainstBaseline():
            refs = (Ref(measure.of), Ref(measure.baseline))
        case _:
            refs = _over((measure.of,), measure.years)
    return refs


def enclose(measure: Measure, facts: Facts, standard: Standard) -> Enclosure:
    """The enclosure of a measure in base units."""
    box = _Box(facts, standard)
    match measure:
        case measures.Value():
            enclosure = box.of(Ref(measure.of))
        case measures.Total():
            enclosure = _sum([box.of(Ref(name)) for name in measure.of])
        case measures.LeastOver():
            enclosure = _least([box.of(ref) for ref in refs_of(measure)])
        case measures.MostOver():
            enclosure = _most([box.of(ref) for ref in refs_of(measure)])
        case measures.Share():
            enclosure = _least([_ratio(box, measure.part, measure.whole, y) for y in measure.years])
        case measures.Ratio():
            enclosure = _least([_ratio(box, measure.of, measure.per, y) for y in measure.years])
        case measures.RatePer():
            rates = [_ratio(box, measure.of, measure.per, y) for y in measure.years]
            enclosure = _scaled(_least(rates), measure.times)
        case measures.CompoundGrowth():
            first, last = (box.of(ref) for ref in refs_of(measure))
            enclosure = _divided(last, first)
        case measures.MeanGrowth():
            enclosure = _mean_growth([box.of(ref) for ref in refs_of(measure)])
        case measures.WorstChange():
            enclosure = worst_change(measure, _yearly(measure, box))
        case measures.AgainstBaseline():
            enclosure = _ratio(box, measure.of, measure.baseline, None)
    return enclosure


class _Box:
    """Figures as intervals in base units: a known one is a point, a missing one its bounds."""

    def __init__(self, facts: Facts, standard: Standard) -> None:
        self._figures = facts.figures
        self._inputs = standard.inputs

    def of(self, ref: Ref) -> Enclosure:
        entry = self._inputs[ref.name]
        figure = self._figures.get(ref)
        if figure is None:
            return Enclosure(entry.low * entry.unit.factor, entry.high * entry.unit.factor)
        return Enclosure(figure * entry.unit.factor, figure * entry.unit.factor)


def _over(names: Iterable[str], years: tuple[int, ...]) -> tuple[Ref, ...]:
    return tuple(Ref(name, year) for name in names for year in years)


def _sum(parts: list[Enclosure]) -> Enclosure:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return Enclosure(Fraction(low), Fraction(high))


def _least(parts: list[Enclosure]) -> Enclosure:
    if any(part.undefined for part in parts):
        return UNDEFINED
    return Enclosure(min(part.low for part in parts), min(part.high for part in parts))


def _most(parts: list[Enclosure]) -> Enclosure:
    return Enclosure(max(part.low for part in parts), max(part.high for part in parts))


def _scaled(part: Enclosure, times: Fraction) -> Enclosure:
    return part if part.undefined else Enclosure(part.low * times, part.high * times)


def _ratio(box: _Box, part: str, whole: str, year: int | None) -> Enclosure:
    return _divided(box.of(Ref(part, year)), box.of(Ref(whole, year)))


def _divided(over: Enclosure, under: Enclosure) -> Enclosure:
    """Bounds are never negative, so the corners are low ÷ high and high ÷ low."""
    if under.low == 0:
        return UNDEFINED
    return Enclosure(over.low / under.high, over.high / under.low)


def _mean_growth(years: list[Enclosure]) -> Enclosure:
    """Only from known years: a middle year moves it both ways, and it never decides alone."""
    if any(year.low != year.high for year in years) or any(year.low == 0 for year in years[:-1]):
        return UNDEFINED
    rates = [later.low / earlier.low - 1 for earlier, later in pairwise(years)]
    mean = sum(rates, Fraction(0)) / len(rates)
    return Enclosure(mean, mean)


def _yearly(measure: measures.WorstChange, box: _Box) -> list[Enclosure]:
    if measure.per is None:
        return [box.of(Ref(measure.of, year)) for year in measure.years]
    return [_ratio(box, measure.of, measure.per, year) for year in measure.years]
