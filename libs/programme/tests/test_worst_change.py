"""The worst yearly step while a year is missing: bounds that hold, and as near as they can be."""

from fractions import Fraction
from itertools import combinations, product

from programme.kernel.enclosure import enclose, refs_of
from programme.kernel.facts import Facts
from programme.kernel.interval import Enclosure
from programme.standards import measures, registry

_STANDARD = registry.load("beijing-2023")
_NAME = "industrial_software_rate_pct"
_THREE = measures.WorstChange(_NAME, None, (-2, -1, 0), "up", Fraction(1))
_FOUR = measures.WorstChange(_NAME, None, (-3, -2, -1, 0), "up", Fraction(1))


def _enclosure(measure: measures.WorstChange, *years: int | None) -> Enclosure:
    refs = refs_of(measure)
    known = {ref: Fraction(year) for ref, year in zip(refs, years, strict=True) if year is not None}
    return enclose(measure, Facts(2026, 2025, known, {}, {}), _STANDARD)


def test_every_completion_lies_within_the_bounds() -> None:
    for years in product((90, 96, 99, 100), repeat=3):
        for count in (1, 2):
            for gap in combinations(range(3), count):
                given = [None if n in gap else year for n, year in enumerate(years)]
                bounds, full = _enclosure(_THREE, *given), _enclosure(_THREE, *years)
                if bounds.undefined or full.exempt:
                    continue
                assert bounds.low <= full.low <= bounds.high, (given, years)


def test_two_falls_have_the_worse_of_them_as_their_value() -> None:
    assert _enclosure(_THREE, 50, 45, 42).exact == Fraction(-5, 100)


def test_a_fall_across_a_gap_is_at_least_its_mean_in_one_of_the_steps() -> None:
    assert _enclosure(_THREE, 50, None, 42).high == Fraction(-4, 100)
    assert _enclosure(_FOUR, 10, 10, None, 6).high == Fraction(-2, 100)


def test_a_rise_across_a_gap_may_be_a_single_step() -> None:
    assert _enclosure(_THREE, 90, None, 100).high == Fraction(10, 100)


def test_a_year_below_the_best_bounds_the_step_after_it() -> None:
    assert _enclosure(_THREE, 50, None, None).high == Fraction(50, 100)
    assert _enclosure(_THREE, None, None, None).undefined


def test_what_stands_at_the_best_value_is_left_out() -> None:
    assert _enclosure(_THREE, 100, 100, 100).exempt
    assert _enclosure(_THREE, 90, 100, 100).exact == Fraction(10, 100)
    assert _enclosure(_THREE, 100, 90, 90).exact == Fraction(-10, 100)
