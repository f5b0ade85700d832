"""Each measure kind as one small function over a row of filed integers.

A leaf gives one of two answers: that its line holds, or that it does not. It raises `Open` where a
denominator is zero or missing, and `TypeError` where any other figure is missing: then the
definition in fractions decides.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import itemgetter
from typing import Any

from programme.kernel.deciding import line_of
from programme.kernel.facts import Ref
from programme.kernel.whole import WholeLine, whole_line
from programme.standards import measures
from programme.standards.measures import Measure, Offset
from programme.standards.standard import Comparator, Directed, Input, Test

Row = Sequence[Any]
Leaf = Callable[[Row], Any]
Answers = tuple[Any, Any]
Pick = Callable[[Any], int]


class Open(Exception):
    """The integers alone do not decide it."""


def leaf_of(
    test: Test,
    places: Mapping[Ref | str, int],
    inputs: Mapping[str, Input],
    *,
    answers: Answers,
) -> Leaf:
    """The leaf of a test; `places` says where a figure or a word stands in a row."""
    build = _Builder(test, places, inputs, answers)
    if isinstance(test.comparator, Directed):
        return build.directed(test.comparator)
    return build.leaf(test.comparator)


class _Builder:
    """One test with the places and grids of its figures at hand."""

    def __init__(
        self,
        test: Test,
        places: Mapping[Ref | str, int],
        inputs: Mapping[str, Input],
        answers: Answers,
    ) -> None:
        self.answers = answers
        self.measure: Measure = test.measure
        self.limit = line_of(test.measure, test)
        self._places = places
        self._inputs = inputs

    def leaf(self, comparator: Comparator) -> Leaf:
        one = Fraction(1)
        match self.measure:
            case measures.Value(of=of):
                found = _single(self._place(of, None), self._line((of,), comparator), self.answers)
            case measures.Total(of=names):
                get = self._several([(name, None) for name in names])
                found = _summed(get, self._line(names, comparator), self.answers)
            case measures.LeastOver(of=of, years=years):
                found = self._extreme(min, of, years, comparator)
            case measures.MostOver(of=of, years=years):
                found = self._extreme(max, of, years, comparator)
            case measures.Share(part=over, whole=under, years=years):
                found = self._ratios(over, under, years, comparator, one)
            case measures.Ratio(of=over, per=under, years=years):
                found = self._ratios(over, under, years, comparator, one)
            case measures.RatePer(of=over, per=under, years=years, times=times):
                found = self._ratios(over, under, years, comparator, times)
            case measures.CompoundGrowth(of=of, years=(first, last)):
                found = self._ratio((of, last), (of, first), comparator, one, self.answers)
            case measures.AgainstBaseline(of=of, baseline=baseline):
                found = self._ratio((of, None), (baseline, None), comparator, one, self.answers)
            case measures.WorstChange(per=None) if comparator in {"gt", "ge"}:
                found = self._steps(comparator)
            case measures.WorstChange() if comparator == "gt" and self.limit == 0:
                found = self._ratio_steps()
            case _:
                found = _open
        return found

    def directed(self, comparator: Directed) -> Leaf:
        assert isinstance(self.measure, measures.AgainstBaseline)
        lower = self.leaf(comparator.lower_is_better)
        higher = self.leaf(comparator.higher_is_better)
        word = self._places[self.measure.direction]

        def leaf(row: Row) -> Any:
            direction = row[word]
            if direction is None:
                raise Open
            return (lower if direction == "lower_is_better" else higher)(row)

        return leaf

    def _extreme(
        self, pick: Pick, of: str, years: tuple[Offset, ...], comparator: Comparator
    ) -> Leaf:
        get = self._several([(of, year) for year in years])
        return _picked(pick, get, self._line((of,), comparator), self.answers)

    def _ratios(
        self,
        over: str,
        under: str,
        years: tuple[Offset, ...],
        comparator: Comparator,
        times: Fraction,
    ) -> Leaf:
        """The smallest ratio is above a line if all are, and below it if any is."""
        if len(years) == 1:
            (year,) = years
            return self._ratio((over, year), (under, year), comparator, times, self.answers)
        if comparator == "eq":
            return _open
        truth, (met, missed) = (True, False), self.answers
        leaves = [self._ratio((over, y), (under, y), comparator, times, truth) for y in years]
        # A list, not a generator: every denominator is looked at before the answer.
        join = all if comparator in {"gt", "ge"} else any
        return lambda row: met if join([leaf(row) for leaf in leaves]) else missed

    def _ratio(
        self,
        over: tuple[str, Offset | None],
        under: tuple[str, Offset | None],
        comparator: Comparator,
        times: Fraction,
        answers: Answers,
    ) -> Leaf:
        weights = (self._grid(over[0]) * times, -self._grid(under[0]) * self.limit)
        line = whole_line(weights, comparator, 0)
        return _cross(self._place(*over), self._place(*under), line, answers)

    def _steps(self, comparator: Comparator) -> Leaf:
        measure = self.measure
        assert isinstance(measure, measures.WorstChange)
        grid, sign = self._grid(measure.of), _sign(measure)
        (weight,), bound, _ = whole_line((grid * sign,), comparator, self.limit)
        stands, (met, missed) = _integer(measure.stands_at / grid), self.answers
        get = self._several([(measure.of, year) for year in measure.years])

        def leaf(row: Row) -> Any:
            for earlier, later in _known(get(row)):
                if weight * (later - earlier) <= bound and not earlier == later == stands:
                    return missed
            return met

        return leaf

    def _ratio_steps(self) -> Leaf:
        measure = self.measure
        assert isinstance(measure, measures.WorstChange)
        assert measure.per is not None
        sign = _sign(measure)
        stands = measure.stands_at * self._grid(measure.per) / self._grid(measure.of)
        up, down = stands.numerator, stands.denominator
        met, missed = self.answers
        overs = self._several([(measure.of, year) for year in measure.years])
        unders = self._several([(measure.per, year) for year in measure.years])

        def leaf(row: Row) -> Any:
            under = unders(row)
            if not all(under):
                raise Open
            for (a, c), (b, d) in zip(_known(overs(row)), pairwise(under), strict=True):
                earlier, later = a * d, c * b
                if sign * (later - earlier) <= 0 and not (
                    earlier == later and earlier * down == up * b * d
                ):
                    return missed
            return met

        return leaf

    def _line(self, names: Sequence[str], comparator: Comparator) -> WholeLine:
        return whole_line([self._grid(name) for name in names], comparator, self.limit)

    def _grid(self, name: str) -> Fraction:
        entry = self._inputs[name]
        return entry.step * entry.unit.factor

    def _place(self, name: str, year: Offset | None) -> int:
        return self._places[Ref(name, year)]

    def _several(self, figures: Sequence[tuple[str, Offset | None]]) -> Callable[[Row], Any]:
        places = [self._place(*figure) for figure in figures]
        # `itemgetter` of one place gives the bare item; a slice of one keeps it a sequence.
        return (
            itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))
        )


def _sign(measure: measures.WorstChange) -> int:
    return 1 if measure.direction == "up" else -1


def _integer(value: Fraction) -> int | None:
    """A figure on the grid; a value between its points is never filed."""
    return value.numerator if value.denominator == 1 else None


def _known(figures: Sequence[Any]) -> Any:
    """The pairs of following years; a missing one is not passed over because another decides."""
    if None in figures:
        raise Open
    return pairwise(figures)


def _open(_row: Row) -> Any:
    raise Open


def _single(place: int, line: WholeLine, answers: Answers) -> Leaf:
    (weight,), bound, equal = line
    met, missed = answers
    if equal:
        return lambda row: met if weight * row[place] == bound else missed
    return lambda row: met if weight * row[place] > bound else missed


def _picked(pick: Pick, get: Callable[[Row], Any], line: WholeLine, answers: Answers) -> Leaf:
    (weight,), bound, equal = line
    met, missed = answers
    if equal:
        return lambda row: met if weight * pick(get(row)) == bound else missed
    return lambda row: met if weight * pick(get(row)) > bound else missed


def _summed(get: Callable[[Row], Any], line: WholeLine, answers: Answers) -> Leaf:
    weights, bound, equal = line
    met, missed = answers
    if len(set(weights)) == 1:
        return _picked(sum, get, WholeLine(weights[:1], bound, equal), answers)

    def leaf(row: Row) -> Any:
        total = sum(weight * n for weight, n in zip(weights, get(row), strict=True))
        return met if (total == bound if equal else total > bound) else missed

    return leaf


def _cross(over: int, under: int, line: WholeLine, answers: Answers) -> Leaf:
    """Multiplied crosswise; the denominator is positive, or nothing is decided."""
    (up, down), bound, equal = line
    met, missed = answers

    def at(row: Row) -> Any:
        whole = row[under]
        if not whole:
            raise Open
        return met if up * row[over] + down * whole == bound else missed

    def above(row: Row) -> Any:
        whole = row[under]
        if not whole:
            raise Open
        return met if up * row[over] + down * whole > bound else missed

    return at if equal else above
