"""Integers at the line and one step off it, each measure kind and grid by itself."""

from dataclasses import replace
from fractions import Fraction

import pytest

from programme.kernel.compiled import Compiled
from programme.kernel.enclosure import refs_of
from programme.kernel.facts import Facts, Ref
from programme.standards import measures, registry
from programme.standards.measures import Measure
from programme.standards.standard import Comparator, Criterion, Unit
from programme.standards.standard import Test as Line

F = Fraction
Figure = int | Fraction
_STANDARD = registry.load("beijing-2023")
_COUNT = measures.Value("quality_enterprise_count")
_SUM = measures.Total(("leading_champion_count", "leading_little_giant_count"))
_TWO_GRIDS = measures.Total(("quality_enterprise_count", "land_area_km2"))
_ONE_YEAR = measures.MostOver("violations", (0,))
_SOFTWARE, _CARBON = "industrial_software_rate_pct", "co2_emission_t"
_RISE = measures.WorstChange(_SOFTWARE, None, (-2, -1, 0), "up", F(1))
_FALL = measures.WorstChange(_SOFTWARE, None, (-1, 0), "down", F(0))
_RISE_PER = measures.WorstChange(_SOFTWARE, "enterprise_count", (-1, 0), "up", F(1, 10000))
_FALL_PER = measures.WorstChange(_CARBON, "total_output", (-1, 0), "down", F(0))


def _criterion(name: str, measure: Measure, comparator: Comparator, limit: Fraction) -> Criterion:
    line = Line(
        measure=measure,
        comparator=comparator,
        word="",
        threshold=limit,
        unit=Unit("", "", F(1)),
        force="computed",
    )
    return replace(_STANDARD.criterion("2.4"), id=name, tests=(line,))


def _decided(figures: dict[Ref, Fraction], *criteria: Criterion) -> tuple[str, ...]:
    compiled = Compiled(replace(_STANDARD, criteria=criteria))
    return compiled.decide(compiled.row_of(Facts(2026, 2025, figures, {}, {})))


@pytest.mark.parametrize(
    ("measure", "comparator", "limit", "filed", "expected"),
    [
        (_COUNT, "eq", F(10), (10,), "met"),
        (_COUNT, "eq", F(10), (9,), "not_met"),
        (_TWO_GRIDS, "ge", F(3), (1, 2), "met"),
        (_TWO_GRIDS, "ge", F(3), (1, F("1.99")), "not_met"),
        (_TWO_GRIDS, "eq", F(3), (1, 2), "met"),
        (_TWO_GRIDS, "eq", F(3), (1, F("2.01")), "not_met"),
        (_TWO_GRIDS, "gt", F(3), (1, F("2.01")), "met"),
        (_TWO_GRIDS, "gt", F(3), (1, 2), "not_met"),
        (_RISE, "ge", F(1, 100), (10, 11, 12), "met"),
        (_RISE, "ge", F(1, 100), (10, 11, F("11.99")), "not_met"),
        (_FALL, "ge", F(1, 100), (11, 10), "met"),
        (_FALL, "ge", F(1, 100), (11, F("10.01")), "not_met"),
        (_FALL_PER, "gt", F(0), (2, 1, F("0.01"), F("0.01")), "met"),
        (_FALL_PER, "gt", F(0), (2, 2, 2, 2), "not_met"),
        (_FALL_PER, "gt", F(1), (2, 1, 2, 2), "not_met"),
        (_RISE_PER, "gt", F(0), (F("0.01"), F("0.01"), 1, 1), "met"),
        (_RISE_PER, "gt", F(0), (F("0.01"), F("0.01"), 2, 2), "not_met"),
    ],
)
def test_a_line_is_met_up_to_its_last_step(
    measure: Measure,
    comparator: Comparator,
    limit: Fraction,
    filed: tuple[Figure, ...],
    expected: str,
) -> None:
    figures = dict(zip(refs_of(measure), map(F, filed), strict=True))
    assert _decided(figures, _criterion("x", measure, comparator, limit)) == (expected,)


def test_one_year_is_found_among_other_figures() -> None:
    criteria = (
        _criterion("x", _SUM, "ge", F(2)),
        _criterion("y", _ONE_YEAR, "ge", F(2)),
        _criterion("z", _COUNT, "ge", F(2)),
    )
    refs = [ref for criterion in criteria for ref in refs_of(criterion.tests[0].measure)]
    figures = dict(zip(refs, map(F, (1, 1, 1, 50)), strict=True))
    assert _decided(figures, *criteria) == ("met", "not_met", "met")


def test_a_row_of_another_length_is_no_row() -> None:
    compiled = Compiled(_STANDARD)
    with pytest.raises(ValueError, match="zip"):
        compiled.facts_of([None] * (len(compiled.columns) - 1))
