"""One test decided: the measure's enclosure against the line, exact and three-valued."""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from programme.kernel.enclosure import enclose, refs_of
from programme.kernel.facts import Facts, Ref, Years
from programme.kernel.interval import UNDEFINED, Enclosure
from programme.kernel.verdict import AlternativeResult, FiledFigure, TestOutcome, TestResult
from programme.standards.measures import AgainstBaseline, CompoundGrowth, Measure
from programme.standards.standard import Alternative, Comparator, Directed, Standard, Test

_COMPARE: Final[Mapping[Comparator, Callable[[int, int], bool]]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
}


def decide_test(test: Test, facts: Facts, standard: Standard) -> TestResult:
    """The result of one test; alternative readings are evaluated beside it."""
    comparator, missing_words = _comparator(test, facts)
    line = line_of(test.measure, test)
    enclosure = enclose(test.measure, facts, standard)
    decided = enclosure if comparator is not None else UNDEFINED
    return TestResult(
        test=test,
        outcome=outcome_of(comparator or "eq", decided, line),
        comparator=comparator,
        enclosure=enclosure,
        line=line,
        figures=_filed(_filings(test.measure, standard, facts.years), facts),
        missing_words=missing_words,
        alternatives=tuple(
            [_alternative(item, test, facts, standard) for item in test.alternatives]
        ),
    )


@lru_cache(maxsize=4096)
def line_of(measure: Measure, test: Test) -> Fraction:
    """What the value of a test, or of another reading of it, is held against."""
    return line_at(measure, test.limit)


def line_at(measure: Measure, limit: Fraction) -> Fraction:
    """A limit in the terms of the value; growth over n intervals against (1 + rate) to the n."""
    if isinstance(measure, CompoundGrowth):
        return (1 + limit) ** measure.intervals
    return limit


def outcome_of(comparator: Comparator, value: Enclosure, line: Fraction) -> TestOutcome:
    """Decided only if every completion agrees; a division by zero decides nothing."""
    if value.exempt:
        return "met"
    if value.undefined:
        return "unknown"
    if value.low is value.high:
        return "met" if _holds(comparator, value.low, line) else "not_met"
    if _always(comparator, value, line):
        return "met"
    return "unknown" if _sometimes(comparator, value, line) else "not_met"


def _holds(comparator: Comparator, value: Fraction, line: Fraction) -> bool:
    """Two known numbers compared crosswise, in integers."""
    left, right = value.numerator * line.denominator, line.numerator * value.denominator
    return _COMPARE[comparator](left, right)


def _always(comparator: Comparator, value: Enclosure, line: Fraction) -> bool:
    match comparator:
        case "gt":
            return value.low > line
        case "ge":
            return value.low >= line
        case "lt":
            return value.high < line
        case "le":
            return value.high <= line
        case "eq":
            return value.low == line == value.high


def _sometimes(comparator: Comparator, value: Enclosure, line: Fraction) -> bool:
    match comparator:
        case "gt":
            return value.high > line
        case "ge":
            return value.high >= line
        case "lt":
            return value.low < line
        case "le":
            return value.low <= line
        case "eq":
            return value.low <= line <= value.high


def _comparator(test: Test, facts: Facts) -> tuple[Comparator | None, tuple[str, ...]]:
    """The comparator in force; that of a baseline follows the stated direction of the figure."""
    if not isinstance(test.comparator, Directed):
        return test.comparator, ()
    assert isinstance(test.measure, AgainstBaseline)
    direction = facts.words.get(test.measure.direction)
    if direction is None:
        return None, (test.measure.direction,)
    lower = direction == "lower_is_better"
    return (test.comparator.lower_is_better if lower else test.comparator.higher_is_better), ()


def filed_figure(ref: Ref, facts: Facts, standard: Standard) -> FiledFigure:
    """A figure with its calendar year and the unit it is filed in."""
    (figure,) = _filed((_filing(ref, standard, facts.years),), facts)
    return figure


class _Filing(NamedTuple):
    ref: Ref
    year: int | None
    unit: str
    unit_from: str | None


def _filed(filings: tuple[_Filing, ...], facts: Facts) -> tuple[FiledFigure, ...]:
    figure, words = facts.figures.get, facts.words
    return tuple(
        [
            FiledFigure(ref, year, words.get(unit_from, "") if unit_from else unit, figure(ref))
            for ref, year, unit, unit_from in filings
        ]
    )


@lru_cache(maxsize=4096)
def _filings(measure: Measure, standard: Standard, years: Years) -> tuple[_Filing, ...]:
    return tuple(_filing(ref, standard, years) for ref in refs_of(measure))


def _filing(ref: Ref, standard: Standard, years: Years) -> _Filing:
    entry = standard.inputs[ref.name]
    year = None if ref.offset is None else years.of(ref.offset)
    return _Filing(ref, year, entry.unit.name, entry.unit_from)


def _alternative(
    alternative: Alternative, test: Test, facts: Facts, standard: Standard
) -> AlternativeResult:
    assert not isinstance(test.comparator, Directed)
    enclosure = enclose(alternative.measure, facts, standard)
    line = line_of(alternative.measure, test)
    return AlternativeResult(alternative, enclosure, outcome_of(test.comparator, enclosure, line))
