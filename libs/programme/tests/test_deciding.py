"""An enclosure against a line: decided only if every value in it agrees."""

import operator
from fractions import Fraction
from itertools import product

import pytest

from programme.kernel.check import overall
from programme.kernel.criteria import combined
from programme.kernel.deciding import outcome_of
from programme.kernel.interval import EXEMPT, UNDEFINED, Enclosure
from programme.kernel.verdict import CriterionResult
from programme.standards import registry
from programme.standards.standard import COMPARATORS

_HOLDS = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
}
_GRAVE = ("not_met", "unknown", "soft_miss", "needs_judgment", "met")
_KIND = ("met", "needs_judgment", "unknown", "soft_miss", "not_met")


@pytest.mark.parametrize("comparator", COMPARATORS)
def test_an_enclosure_decides_what_all_its_values_decide(comparator: str) -> None:
    for low, width, line in product(range(4), range(4), range(-1, 8)):
        # Halves stand for the values between two figures.
        values = [Fraction(2 * low + n, 2) for n in range(2 * width + 1)]
        held = {_HOLDS[comparator](value, line) for value in values}
        expected = "unknown" if len(held) > 1 else "met" if held == {True} else "not_met"
        enclosure = Enclosure(Fraction(low), Fraction(low + width))
        found = outcome_of(comparator, enclosure, Fraction(line))  # type: ignore[arg-type]
        assert found == expected, (comparator, low, low + width, line)


@pytest.mark.parametrize("comparator", COMPARATORS)
def test_what_is_exempt_is_met_and_what_is_undefined_is_unknown(comparator: str) -> None:
    for line in (Fraction(-1), Fraction(0), Fraction(1)):
        assert outcome_of(comparator, EXEMPT, line) == "met"  # type: ignore[arg-type]
        assert outcome_of(comparator, UNDEFINED, line) == "unknown"  # type: ignore[arg-type]


def test_a_value_is_exact_where_nothing_else_is_possible() -> None:
    assert Enclosure(Fraction(1), Fraction(2, 2)).exact == 1
    assert Enclosure(Fraction(1), Fraction(2)).exact is None
    assert UNDEFINED.exact is None
    assert EXEMPT.exact is None


def test_limbs_that_must_all_hold_come_to_the_gravest_and_others_to_the_kindest() -> None:
    for pair in product(_GRAVE, repeat=2):
        assert combined("all", pair) == min(pair, key=_GRAVE.index)  # type: ignore[arg-type]
        assert combined("any", pair) == min(pair, key=_KIND.index)  # type: ignore[arg-type]


def test_the_whole_is_met_only_if_nothing_is_open() -> None:
    computed = registry.load("beijing-2023").criterion("2.4")
    soft = registry.load("beijing-2023").criterion("2.3")

    def whole(*outcomes: str) -> str:
        return overall(tuple(CriterionResult(computed, each) for each in outcomes))  # type: ignore[arg-type]

    assert whole("met", "not_applicable") == "met"
    assert whole("not_applicable") == whole("met") == "met"
    assert whole("met", "unknown", "not_met") == "not_met"
    assert whole("met", "unknown", "needs_judgment") == "unknown"
    assert whole("met", "needs_judgment") == whole("soft_miss") == "needs_judgment"
    assert overall((CriterionResult(soft, "unknown"),)) == "needs_judgment"
