"""One test decided: the measure's enclosure against the line, exact and three-valued."""

from fractions import Fraction

from programme.kernel.enclosure import enclose, refs_of
from programme.kernel.facts import Facts, Ref
from programme.kernel.interval import UNDEFINED, Enclosure
from programme.kernel.verdict import AlternativeResult, FiledFigure, TestOutcome, TestResult
from programme.standards.measures import AgainstBaseline, CompoundGrowth, Measure
from programme.standards.standard import Alternative, Comparator, Directed, Standard, Test


def decide_test(test: Test, facts: Facts, standard: Standard) -> TestResult:
    """The result of one test; alternative readings are evaluated beside it."""
    comparator, missing_words = _comparator(test, facts)
    line = line_of(test.measure, test.limit)
    enclosure = enclose(test.measure, facts, standard)
    decided = enclosure if comparator is not None else UNDEFINED
    return TestResult(
        test=test,
        outcome=outcome_of(comparator or "eq", decided, line),
        comparator=comparator,
        enclosure=enclosure,
        line=line,
        figures=_figures(test.measure, facts, standard),
        missing_words=missing_words,
        alternatives=tuple(
            _alternative(alternative, test, facts, standard) for alternative in test.alternatives
        ),
    )


def line_of(measure: Measure, limit: Fraction) -> Fraction:
    """What the value is held against; growth over n intervals against (1 + rate) to the n."""
    if isinstance(measure, CompoundGrowth):
        return (1 + limit) ** measure.intervals
    return limit


def outcome_of(comparator: Comparator, value: Enclosure, line: Fraction) -> TestOutcome:
    """Decided only if every completion agrees; a division by zero decides nothing."""
    if value.exempt:
        return "met"
    if value.undefined:
        return "unknown"
    if _always(comparator, value, line):
        return "met"
    return "unknown" if _sometimes(comparator, value, line) else "not_met"


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


def _figures(measure: Measure, facts: Facts, standard: Standard) -> tuple[FiledFigure, ...]:
    return tuple(filed_figure(ref, facts, standard) for ref in refs_of(measure))


def filed_figure(ref: Ref, facts: Facts, standard: Standard) -> FiledFigure:
    """A figure with its calendar year and the unit it is filed in."""
    entry = standard.inputs[ref.name]
    unit = facts.words.get(entry.unit_from, "") if entry.unit_from else entry.unit.name
    year = None if ref.offset is None else facts.year_of(ref.offset)
    return FiledFigure(ref, year, unit, facts.figures.get(ref))


def _alternative(
    alternative: Alternative, test: Test, facts: Facts, standard: Standard
) -> AlternativeResult:
    assert not isinstance(test.comparator, Directed)
    enclosure = enclose(alternative.measure, facts, standard)
    line = line_of(alternative.measure, test.limit)
    return AlternativeResult(alternative, enclosure, outcome_of(test.comparator, enclosure, line))
