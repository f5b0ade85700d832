"""A verdict as JSON: numbers as strings, exact beside shown; a test in the words of the law."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

from programme.kernel.deciding import line_of
from programme.kernel.facts import Years
from programme.kernel.formula import formula_of, measure_text
from programme.kernel.interval import Enclosure
from programme.kernel.points import total
from programme.kernel.shown import (
    RATE_GRID,
    exact,
    exact_quotient,
    truncated,
    truncated_quotient,
    yearly_rate,
)
from programme.kernel.verdict import (
    AlternativeResult,
    Change,
    CriterionResult,
    FiledFigure,
    PointsResult,
    TestResult,
    Verdict,
)
from programme.standards.measures import CompoundGrowth, Measure
from programme.standards.standard import Criterion, Test, Unit


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The answer: standard, outcome, each criterion with its tests, and the notice."""
    standard = verdict.standard
    rendering = _Rendering(verdict)
    points = {"points": rendering.points(verdict.points)} if verdict.points else {}
    return {
        "standard": {"id": standard.id, "sha256": standard.sha256},
        "outcome": verdict.outcome,
        "criteria": [rendering.criterion(result) for result in verdict.criteria],
        **points,
        "notice": standard.notice.zh,
    }


class _Rendering:
    """One verdict's years and inputs, at hand while its parts are put into words."""

    def __init__(self, verdict: Verdict) -> None:
        self.inputs = verdict.standard.inputs
        self.years = Years(verdict.application_year, verdict.base_year)

    def criterion(self, result: CriterionResult) -> dict[str, Any]:
        body = _heading(result.criterion).copy()
        body["outcome"] = result.outcome
        body["tests"] = [self.test(test) for test in result.tests] if result.tests else []
        changes = [self.change(change) for change in result.to_pass] if result.to_pass else []
        body["to_pass"] = changes
        if result.criterion.unheld:
            body["unheld"] = True
        if result.missing_flag is not None:
            body["missing"] = [{"name": result.missing_flag}]
        return body

    def test(self, result: TestResult) -> dict[str, Any]:
        test, value = result.test, result.enclosure.exact
        margin = None if value is None else _distance(result, value)
        shown = _shown(result.enclosure, test.measure, test.unit)
        return {
            "outcome": result.outcome,
            "formula": formula_of(test, result.comparator, self.years),
            "inputs": [self.figure(item) for item in result.figures if item.filed is not None],
            "value": None if value is None else exact(value),
            "value_shown": shown,
            "comparator": result.comparator,
            "word": test.word,
            **_line(test),
            "margin": None if margin is None else exact_quotient(*margin),
            "margin_shown": None if margin is None else _margin_shown(result, margin),
            "missing": self._missing(result),
            "method_sensitive": result.method_sensitive,
            "alternatives": [self.alternative(item, test) for item in result.alternatives],
        }

    def figure(self, item: FiledFigure) -> dict[str, Any]:
        name, year, value = item.ref.name, item.year, item.filed
        label, unit = self.inputs[name].label.zh, item.unit
        if year is not None and value is not None:
            shown = exact(value)
            return {"name": name, "label": label, "year": year, "value": shown, "unit": unit}
        body: dict[str, Any] = {"name": name, "label": label}
        if year is not None:
            body["year"] = year
        if value is not None:
            body["value"] = exact(value)
        body["unit"] = unit
        return body

    def alternative(self, result: AlternativeResult, test: Test) -> dict[str, Any]:
        of, value = result.alternative, result.enclosure.exact
        return {
            "method": of.name,
            "title": of.title.zh,
            "formula": measure_text(of.measure, self.years),
            "value": None if value is None else exact(value),
            "value_shown": _shown(result.enclosure, of.measure, test.unit),
            "outcome": result.outcome,
        }

    def change(self, change: Change) -> dict[str, Any]:
        assert change.figure.filed is not None
        difference = change.needed - change.figure.filed
        return {
            **self.figure(change.figure),
            "change": f"+{exact(difference)}" if difference > 0 else exact(difference),
            "needed": exact(change.needed),
            "would_break": list(change.would_break),
        }

    def points(self, results: tuple[PointsResult, ...]) -> dict[str, Any]:
        low, high = total(results)
        return {
            "total": {"low": exact(low), "high": exact(high)},
            "tables": [self._points(result) for result in results],
            "only_ranks": True,
        }

    def _points(self, result: PointsResult) -> dict[str, Any]:
        table, value = result.table, result.enclosure.exact
        return {
            "id": table.id,
            "title": table.title.zh,
            "formula": measure_text(table.measure, self.years),
            "value": None if value is None else exact(value),
            "value_shown": _shown(result.enclosure, table.measure, table.unit),
            "low": exact(result.low),
            "high": exact(result.high),
        }

    def _missing(self, result: TestResult) -> list[dict[str, Any]]:
        figures = [self.figure(item) for item in result.figures if item.filed is None]
        return [*figures, *[{"name": name} for name in result.missing_words]]


@lru_cache(maxsize=4096)
def _heading(of: Criterion) -> dict[str, Any]:
    """What is said of a criterion whatever its outcome; copied, never handed out."""
    return {
        "id": of.id,
        "force": of.force,
        "clause": of.clause,
        "title": of.title.zh,
        "quote": of.quote,
    }


@lru_cache(maxsize=4096)
def _line(test: Test) -> dict[str, str]:
    return {
        "threshold": exact(line_of(test.measure, test)),
        "threshold_shown": f"{exact(test.threshold)} {test.unit.name}",
    }


def _shown(enclosure: Enclosure, measure: Measure, unit: Unit) -> str | None:
    """The value in the printed unit; where it is not known, what it lies between."""
    if enclosure.undefined or enclosure.exempt:
        return None
    if enclosure.exact is not None:
        return f"{_in_unit(enclosure.low, measure, unit)} {unit.name}"
    low, high = (_in_unit(value, measure, unit) for value in (enclosure.low, enclosure.high))
    return f"[{low}, {high}] {unit.name}"


def _in_unit(value: Fraction, measure: Measure, unit: Unit) -> str:
    factor = unit.factor
    if not isinstance(measure, CompoundGrowth):
        return truncated(value, unit=factor)
    rate, is_exact = yearly_rate(value, measure.intervals)
    shown = truncated_quotient(rate * factor.denominator, RATE_GRID * factor.numerator)
    return _unless_exact(shown, is_exact=is_exact)


def _unless_exact(shown: str, *, is_exact: bool) -> str:
    return shown if is_exact or shown.endswith("…") else f"{shown}…"


def _distance(result: TestResult, value: Fraction) -> tuple[int, int]:
    """How far the value lies on the good side of the line, in its terms, as a quotient."""
    line = result.line
    distance = value.numerator * line.denominator - line.numerator * value.denominator
    if result.comparator in {"lt", "le"}:
        distance = -distance
    elif result.comparator == "eq":
        distance = -abs(distance)
    return distance, value.denominator * line.denominator


def _margin_shown(result: TestResult, margin: tuple[int, int]) -> str:
    test = result.test
    (distance, parts), factor, line = margin, test.unit.factor, test.threshold
    if not isinstance(test.measure, CompoundGrowth):
        shown = truncated_quotient(distance * factor.denominator, parts * factor.numerator)
        return f"{shown} {test.unit.name}"
    rate, is_exact = yearly_rate(result.enclosure.low, test.measure.intervals)
    down = RATE_GRID * factor.numerator
    over = rate * factor.denominator * line.denominator - line.numerator * down
    points = truncated_quotient(over, down * line.denominator)
    return f"{_unless_exact(points, is_exact=is_exact)} 百分点"
