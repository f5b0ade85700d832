"""A verdict as JSON: numbers as strings, exact beside shown; a test in the words of the law."""

from fractions import Fraction
from typing import Any

from programme.kernel.formula import formula_of, measure_text
from programme.kernel.interval import Enclosure
from programme.kernel.shown import exact, truncated, yearly_rate
from programme.kernel.verdict import (
    AlternativeResult,
    Change,
    CriterionResult,
    FiledFigure,
    TestResult,
    Verdict,
)
from programme.standards.measures import CompoundGrowth, Measure
from programme.standards.standard import Test


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The answer: standard, outcome, each criterion with its tests, and the notice."""
    standard = verdict.standard
    return {
        "standard": {"id": standard.id, "sha256": standard.sha256},
        "outcome": verdict.outcome,
        "criteria": [_Rendering(verdict).criterion(result) for result in verdict.criteria],
        "notice": standard.notice.zh,
    }


class _Rendering:
    """One verdict's years and inputs, at hand while its parts are put into words."""

    def __init__(self, verdict: Verdict) -> None:
        self.inputs = verdict.standard.inputs
        self._verdict = verdict

    def year_of(self, offset: int) -> int:
        verdict = self._verdict
        return verdict.application_year if offset > 0 else verdict.base_year + offset

    def criterion(self, result: CriterionResult) -> dict[str, Any]:
        body = {
            "id": result.id,
            "outcome": result.outcome,
            "force": result.force,
            "clause": result.clause,
            "title": result.criterion.title.zh,
            "quote": result.criterion.quote,
            "tests": [self.test(test) for test in result.tests],
            "to_pass": [self.change(change) for change in result.to_pass],
        }
        if result.missing_flag is not None:
            body["missing"] = [{"name": result.missing_flag}]
        return body

    def test(self, result: TestResult) -> dict[str, Any]:
        test, value = result.test, result.enclosure.exact
        return {
            "outcome": result.outcome,
            "formula": formula_of(result, self.year_of),
            "inputs": [self.figure(item) for item in result.figures if item.filed is not None],
            "value": None if value is None else exact(value),
            "value_shown": _shown(result.enclosure, test.measure, test),
            "comparator": result.comparator,
            "word": test.word,
            "threshold": exact(result.line),
            "threshold_shown": f"{exact(test.threshold)} {test.unit.name}",
            "margin": None if value is None else exact(_margin(result, value)),
            "margin_shown": None if value is None else _margin_shown(result, value),
            "missing": [*self._missing(result), *({"name": n} for n in result.missing_words)],
            "method_sensitive": result.method_sensitive,
            "alternatives": [self.alternative(item, test) for item in result.alternatives],
        }

    def figure(self, item: FiledFigure) -> dict[str, Any]:
        entry = self.inputs[item.ref.name]
        body: dict[str, Any] = {"name": item.ref.name, "label": entry.label.zh}
        if item.year is not None:
            body["year"] = item.year
        if item.filed is not None:
            body["value"] = exact(item.filed)
        return {**body, "unit": item.unit}

    def alternative(self, result: AlternativeResult, test: Test) -> dict[str, Any]:
        value = result.enclosure.exact
        return {
            "method": result.alternative.name,
            "title": result.alternative.title.zh,
            "formula": measure_text(result.alternative.measure, self.year_of),
            "value": None if value is None else exact(value),
            "value_shown": _shown(result.enclosure, result.alternative.measure, test),
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

    def _missing(self, result: TestResult) -> list[dict[str, Any]]:
        return [self.figure(item) for item in result.figures if item.filed is None]


def _shown(enclosure: Enclosure, measure: Measure, test: Test) -> str | None:
    """The value in the printed unit; where it is not known, what it lies between."""
    if enclosure.undefined or enclosure.exempt:
        return None
    low, high = (_in_unit(value, measure, test) for value in (enclosure.low, enclosure.high))
    if enclosure.exact is not None:
        return f"{low} {test.unit.name}"
    return f"[{low}, {high}] {test.unit.name}"


def _in_unit(value: Fraction, measure: Measure, test: Test) -> str:
    if not isinstance(measure, CompoundGrowth):
        return truncated(value / test.unit.factor)
    rate, is_exact = yearly_rate(value, measure.intervals)
    shown = truncated(rate / test.unit.factor)
    return shown if is_exact or shown.endswith("…") else f"{shown}…"


def _margin(result: TestResult, value: Fraction) -> Fraction:
    """How far the value lies on the good side of the line, in the terms of `value`."""
    if result.comparator in {"lt", "le"}:
        return result.line - value
    distance = value - result.line
    return -abs(distance) if result.comparator == "eq" else distance


def _margin_shown(result: TestResult, value: Fraction) -> str:
    test = result.test
    if not isinstance(test.measure, CompoundGrowth):
        return f"{truncated(_margin(result, value) / test.unit.factor)} {test.unit.name}"
    rate, is_exact = yearly_rate(value, test.measure.intervals)
    shown = truncated(rate / test.unit.factor - test.threshold)
    return f"{shown if is_exact or shown.endswith('…') else f'{shown}…'} 百分点"
