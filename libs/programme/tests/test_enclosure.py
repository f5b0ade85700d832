"""Enclosures while a figure is missing: of rates and of shares over several years."""

from fractions import Fraction

from programme.kernel.enclosure import enclose
from programme.kernel.facts import Facts, Ref
from programme.kernel.interval import Enclosure
from programme.standards import measures, registry

_STANDARD = registry.load("beijing-2023")
_RATE = measures.RatePer("valid_invention_patents", "employed_persons", Fraction(10000), (0,))
_SHARE = measures.Share("sme_output", "total_output", (-1, 0))


def _enclosure(measure: measures.Measure, **filed: tuple[int | None, ...]) -> Enclosure:
    """Figures of the last years in their order; `None` is not filed."""
    figures = {
        Ref(name, n - len(years) + 1): Fraction(year)
        for name, years in filed.items()
        for n, year in enumerate(years)
        if year is not None
    }
    return enclose(measure, Facts(2026, 2025, figures, {}, {}), _STANDARD)


def test_a_rate_lies_between_those_of_the_bounds_of_what_is_missing() -> None:
    most = Fraction(10_000_000 * 10_000, 50)
    assert _enclosure(_RATE, employed_persons=(50,))[:2] == (Fraction(0), most)


def test_a_rate_of_nothing_is_nothing_per_any_number() -> None:
    assert _enclosure(_RATE, valid_invention_patents=(0,)).exact == 0


def test_the_smallest_share_is_at_most_that_of_the_year_that_is_known() -> None:
    bounds = Fraction(0), Fraction(1, 4)
    for known in ((1, None), (None, 1)):
        assert _enclosure(_SHARE, sme_output=known, total_output=(4, 4))[:2] == bounds


_VIOLATIONS = measures.MostOver("violations", (-2, -1, 0))
_OUTPUT = measures.LeastOver("total_output", (-2, -1, 0))
_GROWTH = measures.CompoundGrowth("total_output", (-1, 0))


def test_the_most_over_years_lies_between_the_known_most_and_the_bound() -> None:
    high = _STANDARD.inputs["violations"].high
    assert _enclosure(_VIOLATIONS, violations=(2, 1, None))[:2] == (Fraction(2), high)
    assert _enclosure(_VIOLATIONS, violations=(None, 1, 2))[:2] == (Fraction(2), high)


def test_the_least_over_years_lies_between_the_bound_and_the_known_least() -> None:
    low = _STANDARD.inputs["total_output"].low
    assert _enclosure(_OUTPUT, total_output=(2, 1, None))[:2] == (low, Fraction(1))
    assert _enclosure(_OUTPUT, total_output=(None, 2, 3))[:2] == (low, Fraction(2))


def test_growth_to_a_year_that_is_missing_lies_between_its_bounds() -> None:
    high = _STANDARD.inputs["total_output"].high
    assert _enclosure(_GROWTH, total_output=(4, None))[:2] == (Fraction(0), high / 4)
    assert _enclosure(_GROWTH, total_output=(None, 4)).undefined
