"""The cases notice every flipped comparator and every shifted number of the standard."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import pytest

from programme.forms.tables import load_form
from programme.kernel.trial import failures
from programme.standards import registry
from programme.standards.cases import Case, read_cases
from programme.standards.loading import load_document
from programme.standards.standard import COMPARATORS, Directed, PointsTable, Standard
from programme.standards.standard import Test as Line
from programme.strict_toml import DataRefused, packaged_text, parsed

T = TypeVar("T")

IDS = [summary.id for summary in registry.available()]
# The smallest amount by which a printed threshold could be mistyped.
_SHIFT = Fraction(1, 100)
# Changes that change nothing, each with the reason.
_EQUIVALENT = {
    "beijing-2023": {
        "1.2[0] le": "a count is never below zero",
        "1.2[1] le": "a count is never below zero",
        "1.2[2] le": "a count is never below zero",
        "1.2[3] le": "a count is never below zero",
        "3.1[0] -1/100": "a count is whole",
        "3.1[1] -1/100": "a count is whole",
        "9.5[0] ge": "briefed SMEs above all SMEs are refused as contradictory",
    },
    "example-points": {
        "quality edge 0 -1/100": "a count is whole",
        "quality edge 1 -1/100": "a count is whole",
    },
    "national-2022": {},
}

# Factors that may be anything, each with the reason.
_BOTH_SIDES = "figure and line are both in this unit, so its factor cancels out"
_AT_ZERO = "the only line in this unit is zero"
_FACTORS_WITHOUT_EFFECT = {
    "beijing-2023": {
        "units/平方公里/factor": _BOTH_SIDES,
        "units/家/factor": _BOTH_SIDES,
        "units/百分点/factor": _AT_ZERO,
        "units/吨/factor": _AT_ZERO,
        "units/吨/万元/factor": _AT_ZERO,
        "units/起/factor": _AT_ZERO,
        "units/条/factor": _AT_ZERO,
        "units/单位能耗/factor": _BOTH_SIDES,
        "units/单位水耗/factor": _BOTH_SIDES,
    },
    "example-points": {
        "units/平方公里/factor": _BOTH_SIDES,
        "units/家/factor": _BOTH_SIDES,
    },
    "national-2022": {"units/万元/factor": _BOTH_SIDES},
}


def _cases_of(standard: Standard) -> tuple[Case, ...]:
    return read_cases(registry.cases_text(standard.id), place="cases")


def _turned(stated: Directed, side: str, other: str) -> Directed:
    lower, higher = stated.lower_is_better, stated.higher_is_better
    both = {"lower_is_better": lower, "higher_is_better": higher} | {side: other}
    return Directed(*both.values())  # type: ignore[arg-type]


def _flipped(line: Line) -> Iterator[tuple[str, Line]]:
    stated = line.comparator
    for other in COMPARATORS:
        if isinstance(stated, Directed):
            for side in ("lower_is_better", "higher_is_better"):
                if getattr(stated, side) != other:
                    yield (
                        f"{side} {other}",
                        replace(line, comparator=_turned(stated, side, other)),
                    )
        elif stated != other:
            yield other, replace(line, comparator=other)  # type: ignore[arg-type]


def _shifted(line: Line) -> Iterator[tuple[str, Line]]:
    for shift in (_SHIFT, -_SHIFT):
        yield f"{shift}", replace(line, threshold=line.threshold + shift)


def _mutants(standard: Standard) -> Iterator[tuple[str, Standard]]:
    for n, criterion in enumerate(standard.criteria):
        for m, line in enumerate(criterion.tests):
            for name, changed in (*_flipped(line), *_shifted(line)):
                tests = _with(criterion.tests, m, changed)
                criteria = _with(standard.criteria, n, replace(criterion, tests=tests))
                yield f"{criterion.id}[{m}] {name}", replace(standard, criteria=criteria)
    for n, table in enumerate(standard.points):
        for name, shifted in _points(table):
            yield f"{table.id} {name}", replace(standard, points=_with(standard.points, n, shifted))


def _points(table: PointsTable) -> Iterator[tuple[str, PointsTable]]:
    yield "edge turned", replace(table, edge="lower" if table.edge == "upper" else "upper")
    for n, number in enumerate(table.points):
        yield f"points {n}", replace(table, points=_with(table.points, n, number + 1))
    for n, edge in enumerate(table.edges):
        for shift in (_SHIFT, -_SHIFT):
            yield f"edge {n} {shift}", replace(table, edges=_with(table.edges, n, edge + shift))


def _with(items: tuple[T, ...], n: int, item: T) -> tuple[T, ...]:
    return (*items[:n], item, *items[n + 1 :])


@pytest.mark.parametrize("standard_id", IDS)
def test_the_cases_notice_every_change(standard_id: str) -> None:
    standard = registry.load(standard_id)
    cases = _cases_of(standard)
    unnoticed = [name for name, mutant in _mutants(standard) if not any(failures(mutant, cases))]
    assert unnoticed == list(_EQUIVALENT[standard_id]), unnoticed


@pytest.mark.parametrize("part", ["any", "all"])
@pytest.mark.parametrize("standard_id", IDS)
def test_the_cases_notice_an_and_turned_into_an_or(standard_id: str, part: str) -> None:
    standard = registry.load(standard_id)
    for n, criterion in enumerate(standard.criteria):
        if len(criterion.tests) < 2 or criterion.combine == part:
            continue
        turned = replace(criterion, combine=part)  # type: ignore[arg-type]
        criteria = _with(standard.criteria, n, turned)
        mutant = replace(standard, criteria=criteria)
        assert any(failures(mutant, _cases_of(standard))), criterion.id


def _numbers(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every number in a document."""
    members = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in members:
        if isinstance(value, dict | list):
            yield from _numbers(value, (*at, key))
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield (*at, key)


def _shifted_at(document: dict[str, Any], path: tuple[Any, ...], shift: Decimal) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    *way, last = path
    node: Any = changed
    for key in way:
        node = node[key]
    node[last] += shift if isinstance(node[last], Decimal) else 1
    return changed


@pytest.mark.parametrize("standard_id", IDS)
def test_every_number_that_is_shifted_breaks_the_seal(standard_id: str) -> None:
    document = parsed(packaged_text("programme.standards", f"{standard_id}.toml"), place="x")
    seals = {standard_id: registry.load(standard_id).sha256}
    paths = list(_numbers(document))
    assert len(paths) > 10
    for path in paths:
        with pytest.raises(DataRefused):
            load_document(_shifted_at(document, path, Decimal("0.01")), place="x", seals=seals)


@pytest.mark.parametrize("standard_id", IDS)
def test_numbers_beside_the_lines_are_noticed_without_a_seal(standard_id: str) -> None:
    """Factors of units, multipliers, and what stands at the best value."""
    document = parsed(packaged_text("programme.standards", f"{standard_id}.toml"), place="x")
    cases = _cases_of(registry.load(standard_id))
    unnoticed = []
    for path in _numbers(document):
        if path[-1] not in {"factor", "times", "stands_at"}:
            continue
        try:
            mutant = load_document(
                _shifted_at(document, path, Decimal("0.01")), place="x", seals={}
            )
        except DataRefused:
            continue
        if not any(failures(mutant, cases)):
            unnoticed.append("/".join(str(key) for key in path))
    assert unnoticed == list(_FACTORS_WITHOUT_EFFECT[standard_id]), unnoticed


def test_the_bounds_of_the_inputs_are_those_of_the_form() -> None:
    """Written twice, so that a slip in one of them is seen."""
    fields = {
        field.name: field
        for section in load_form("application").sections
        for field in section.fields
        if field.fact and field.type in {"int", "decimal"}
    }
    inputs = registry.load("beijing-2023").inputs
    shared = fields.keys() & inputs.keys()
    assert len(shared) > 15
    for name in shared:
        of, field = inputs[name], fields[name]
        assert (of.scale, of.high) == (field.scale, field.maximum), name
