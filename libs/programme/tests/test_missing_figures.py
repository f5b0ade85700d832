"""A missing figure stands for every value its bounds allow; it decides only if all agree."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from programme.kernel.deciding import decide_test
from programme.kernel.enclosure import refs_of
from programme.kernel.facts import Facts, Ref
from programme.standards import registry
from programme.standards.measures import WorstChange
from programme.standards.standard import Input
from programme.standards.standard import Test as Line

_STANDARD = registry.load("beijing-2023")
# A hundred, or less for each of many mutants.
_TIMES = settings.default.max_examples if settings.default else 100
_TESTS = [test for criterion in _STANDARD.criteria for test in criterion.tests]
_WORDS = {"energy_direction": "lower_is_better", "water_direction": "higher_is_better"}


def _facts(figures: dict[Ref, Fraction]) -> Facts:
    return Facts(2026, 2025, figures, {}, _WORDS)


def _figure(entry: Input) -> st.SearchStrategy[Fraction]:
    """A value on the grid of filing: at the bounds, small, or anywhere."""
    low, high = int(entry.low / entry.step), int(entry.high / entry.step)
    steps = st.one_of(
        st.sampled_from((low, high)),
        st.integers(low, min(high, low + 200)),
        st.integers(low, high),
    )
    return steps.map(lambda number: number * entry.step)


def _ends(entry: Input) -> set[Fraction]:
    return {entry.low, entry.high}


@st.composite
def _filings(draw: st.DrawFn) -> tuple[Line, dict[Ref, Fraction], list[dict[Ref, Fraction]]]:
    test = draw(st.sampled_from(_TESTS))
    refs = refs_of(test.measure)
    drawn = {ref: draw(_figure(_STANDARD.inputs[ref.name])) for ref in refs}
    missing = draw(st.sets(st.sampled_from(refs), min_size=1))
    known = {ref: value for ref, value in drawn.items() if ref not in missing}
    completions = [
        known | {ref: draw(_figure(_STANDARD.inputs[ref.name])) for ref in missing}
        for _ in range(3)
    ]
    return test, known, completions


@given(_filings())
@settings(max_examples=_TIMES * 400 // 100, deadline=None)
def test_a_decided_test_agrees_with_every_completion(
    filing: tuple[Line, dict[Ref, Fraction], list[dict[Ref, Fraction]]],
) -> None:
    test, known, completions = filing
    outcome = decide_test(test, _facts(known), _STANDARD).outcome
    for completion in completions:
        found = decide_test(test, _facts(completion), _STANDARD).outcome
        assert outcome in ("unknown", found)


@given(_filings())
@settings(max_examples=_TIMES * 400 // 100, deadline=None)
def test_an_undecided_test_has_completions_that_disagree(
    filing: tuple[Line, dict[Ref, Fraction], list[dict[Ref, Fraction]]],
) -> None:
    test, known, _ = filing
    if isinstance(test.measure, WorstChange):
        return
    if decide_test(test, _facts(known), _STANDARD).outcome != "unknown":
        return
    missing = [ref for ref in refs_of(test.measure) if ref not in known]
    # The ends of the bounds settle what rises or falls; an equality needs a value in between.
    between = {*known.values(), Fraction(1)}
    ends = [_ends(_STANDARD.inputs[ref.name]) | between for ref in missing]
    found = {
        decide_test(
            test, _facts(known | dict(zip(missing, corner, strict=True))), _STANDARD
        ).outcome
        for corner in product(*ends)
    }
    assert len(found) > 1 or found == {"unknown"}


@given(
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
    st.sets(st.integers(0, 2), min_size=1, max_size=2),
)
def test_a_steady_rise_with_a_gap_is_never_decided_against_a_completion(
    rates: list[int], gap: set[int]
) -> None:
    (test,) = _STANDARD.criterion("6.5").tests
    refs = refs_of(test.measure)
    points = [Fraction(96 + rate) for rate in rates]
    known = {ref: points[n] for n, ref in enumerate(refs) if n not in gap}
    outcome = decide_test(test, _facts(known), _STANDARD).outcome
    for values in product(range(96, 101), repeat=len(gap)):
        filled = dict(zip(sorted(gap), values, strict=True))
        completion = known | {refs[n]: Fraction(value) for n, value in filled.items()}
        assert outcome in ("unknown", decide_test(test, _facts(completion), _STANDARD).outcome)


def test_a_fall_across_a_gap_is_seen() -> None:
    (test,) = _STANDARD.criterion("6.5").tests
    first, _, last = refs_of(test.measure)
    known = {first: Fraction(50), last: Fraction(40)}
    assert decide_test(test, _facts(known), _STANDARD).outcome == "not_met"
