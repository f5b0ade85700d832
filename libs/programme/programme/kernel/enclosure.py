"""The enclosure of each measure kind: exact bounds of its value while figures are missing."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from programme.kernel.facts import Facts, Ref
from programme.kernel.interval import UNDEFINED, Enclosure, point
from programme.kernel.known import value_of
from programme.kernel.mean_growth import mean_growth
from programme.kernel.worst_change import worst_change
from programme.standards import measures
from programme.standards.measures import Measure
from programme.standards.standard import Standard


@lru_cache(maxsize=4096)
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
    """The enclosure of a measure in base units: one point while every figure is known."""
    refs, factors = _plan(measure, standard)
    try:
        figures = [facts.figures[ref] for ref in refs]
    except KeyError:
        return _enclosed(measure, facts, standard)
    if factors is not None:
        figures = [figure * factor for figure, factor in zip(figures, factors, strict=True)]
    value = value_of(measure, figures)
    return point(value) if value is not None else _enclosed(measure, facts, standard)


@lru_cache(maxsize=4096)
def _plan(
    measure: Measure, standard: Standard
) -> tuple[tuple[Ref, ...], tuple[Fraction, ...] | None]:
    """The figures of a measure, with their factors where any unit is not its base unit."""
    refs = refs_of(measure)
    factors = tuple(standard.inputs[ref.name].unit.factor for ref in refs)
    return refs, None if set(factors) == {1} else factors


def _enclosed(measure: Measure, facts: Facts, standard: Standard) -> Enclosure:
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
            enclosure = mean_growth([box.of(ref) for ref in refs_of(measure)])
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
        factor = entry.unit.factor
        if figure is None:
            return Enclosure(entry.low * factor, entry.high * factor)
        return point(figure if factor == 1 else figure * factor)


def _over(names: Iterable[str], years: tuple[int, ...]) -> tuple[Ref, ...]:
    return tuple(Ref(name, year) for name in names for year in years)


def _sum(parts: list[Enclosure]) -> Enclosure:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return Enclosure(Fraction(low), Fraction(high))


def _least(parts: list[Enclosure]) -> Enclosure:
    if any(part.undefined for part in parts):
        return UNDEFINED
    if len(parts) == 1:
        return parts[0]
    return Enclosure(min(part.low for part in parts), min(part.high for part in parts))


def _most(parts: list[Enclosure]) -> Enclosure:
    return Enclosure(max(part.low for part in parts), max(part.high for part in parts))


def _scaled(part: Enclosure, times: Fraction) -> Enclosure:
    if part.undefined:
        return part
    known = part.exact
    if known is not None:
        return point(known * times)
    return Enclosure(part.low * times, part.high * times)


def _ratio(box: _Box, part: str, whole: str, year: int | None) -> Enclosure:
    return _divided(box.of(Ref(part, year)), box.of(Ref(whole, year)))


def _divided(over: Enclosure, under: Enclosure) -> Enclosure:
    """Bounds are never negative, so the corners are low ÷ high and high ÷ low."""
    if not under.low:
        return UNDEFINED
    if over.low is over.high and under.low is under.high:
        return point(over.low / under.low)
    return Enclosure(over.low / under.high, over.high / under.low)


def _yearly(measure: measures.WorstChange, box: _Box) -> list[Enclosure]:
    if measure.per is None:
        return [box.of(Ref(measure.of, year)) for year in measure.years]
    return [_ratio(box, measure.of, measure.per, year) for year in measure.years]
