"""Each measure kind: its value, which way it moves, and that integers decide as fractions do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.kernel.compiled import Compiled
from programme.kernel.criteria import decide_criterion
from programme.kernel.enclosure import enclose, refs_of
from programme.kernel.facts import Facts, Ref
from programme.standards import measures, registry
from programme.standards.measures import Measure
from programme.standards.standard import COMPARATORS, Comparator, Directed, Standard, Unit
from programme.standards.standard import Test as Line

F = Fraction
_STANDARD = registry.load("beijing-2023")
# A hundred, or less for each of many mutants.
_TIMES = settings.default.max_examples if settings.default else 100
_ONE = Unit("", "", F(1))
Figures = Sequence[Fraction]


@dataclass(frozen=True)
class Kind:
    """A measure, the law's formula for it, and which way each figure moves it (+, −, or both)."""

    measure: Measure
    formula: Callable[[Figures], Fraction]
    moves: str
    lines: tuple[Fraction, ...]


def _growth(years: Figures) -> Fraction:
    return years[1] / years[0]


def _mean(years: Figures) -> Fraction:
    return sum((b / a - 1 for a, b in pairwise(years)), F(0)) / 3


KINDS = {
    "value": Kind(
        measures.Value("quality_enterprise_count"), lambda f: f[0], "+", (F(10), F(1, 3))
    ),
    "sum": Kind(
        measures.Total(("leading_champion_count", "leading_little_giant_count")),
        sum,  # type: ignore[arg-type]
        "++",
        (F(1), F(5, 2)),
    ),
    "least_over": Kind(
        measures.LeastOver("total_output", (-2, -1, 0)), min, "+++", (F(3), F(7, 100))
    ),
    "least_over two years": Kind(
        measures.LeastOver("total_output", (-1, 0)), min, "++", (F(3), F(1, 100))
    ),
    "most_over one year": Kind(measures.MostOver("violations", (0,)), max, "+", (F(0), F(2))),
    "most_over": Kind(measures.MostOver("violations", (-2, -1, 0, 1)), max, "++++", (F(0), F(2))),
    "share": Kind(
        measures.Share("sme_output", "total_output", (0,)),
        lambda f: f[0] / f[1],
        "+-",
        (F(7, 10), F(1), F(1, 3)),
    ),
    "share in each year": Kind(
        measures.Share("sme_output", "total_output", (-1, 0)),
        lambda f: min(f[0] / f[2], f[1] / f[3]),
        "++--",
        (F(7, 10), F(1)),
    ),
    "ratio": Kind(
        measures.Ratio("co2_emission_t", "total_output", (0,)),
        lambda f: f[0] / f[1],
        "+-",
        (F(1), F(3, 7)),
    ),
    "rate_per": Kind(
        measures.RatePer("valid_invention_patents", "employed_persons", F(10000), (0,)),
        lambda f: f[0] / f[1] * 10000,
        "+-",
        (F(15), F(10000)),
    ),
    "compound_growth": Kind(
        measures.CompoundGrowth("total_output", (-3, 0)), _growth, "-+", (F(1, 10), F(0))
    ),
    "mean_growth": Kind(
        measures.MeanGrowth("total_output", (-3, -2, -1, 0)), _mean, "-??+", (F(1, 10), F(0))
    ),
    "worst_change up": Kind(
        measures.WorstChange("industrial_software_rate_pct", None, (-2, -1, 0), "up", F(1)),
        lambda f: min(f[1] - f[0], f[2] - f[1]),
        "-?+",
        (F(0), F(1, 100)),
    ),
    "worst_change down, per another": Kind(
        measures.WorstChange("co2_emission_t", "total_output", (-1, 0), "down", F(0)),
        lambda f: f[0] / f[2] - f[1] / f[3],
        "+--+",
        (F(0), F(1), F(1, 100)),
    ),
    "worst_change up, per another": Kind(
        measures.WorstChange(
            "industrial_software_rate_pct", "enterprise_count", (-1, 0), "up", F(1, 10000)
        ),
        lambda f: f[1] / f[3] - f[0] / f[2],
        "-++-",
        (F(0),),
    ),
    "against_baseline": Kind(
        measures.AgainstBaseline("energy_use", "energy_baseline", "energy_direction"),
        lambda f: f[0] / f[1],
        "+-",
        (F(1),),
    ),
}
ALL = pytest.mark.parametrize("name", KINDS)


def _steps(ref: Ref) -> st.SearchStrategy[int]:
    """On the grid of filing, small so that ties happen, now and then zero."""
    entry = _STANDARD.inputs[ref.name]
    # A fall of the software rate is filed in per cent, and its line stands at 100 of them.
    return st.sampled_from((0, 1, 2, 3, 7, 10, 11, 20, 100, 10**entry.scale * 100, 12345))


def _figures(draw: st.DrawFn, refs: Sequence[Ref], *, missing: bool) -> dict[Ref, Fraction | None]:
    return {
        ref: None
        if missing and draw(st.booleans()) and draw(st.booleans())
        else draw(_steps(ref)) * _STANDARD.inputs[ref.name].step
        for ref in refs
    }


def _facts(figures: dict[Ref, Fraction | None], *, direction: str | None = None) -> Facts:
    known = {ref: figure for ref, figure in figures.items() if figure is not None}
    words = {"energy_direction": direction} if direction else {}
    return Facts(2026, 2025, known, {}, words)


def _standard_of(kind: Kind, comparator: Comparator | Directed, limit: Fraction) -> Standard:
    line = Line(
        measure=kind.measure,
        comparator=comparator,
        word="",
        threshold=limit,
        unit=_ONE,
        force="computed",
    )
    criterion = replace(_STANDARD.criterion("2.4"), tests=(line,))
    return replace(_STANDARD, criteria=(criterion,))


def _base(ref: Ref, figure: Fraction) -> Fraction:
    return figure * _STANDARD.inputs[ref.name].unit.factor


@ALL
@given(st.data())
@settings(max_examples=_TIMES * 60 // 100, deadline=None)
def test_the_value_is_the_formula(name: str, data: st.DataObject) -> None:
    kind, refs = KINDS[name], refs_of(KINDS[name].measure)
    figures = data.draw(st.composite(_figures)(refs, missing=False))
    value = enclose(kind.measure, _facts(figures), _STANDARD)
    try:
        expected = kind.formula([_base(ref, figure or F(0)) for ref, figure in figures.items()])
    except ZeroDivisionError:
        assert value.undefined
        return
    if not value.exempt and value.exact != expected:
        # A step that stands at the best value is left out, which only worst changes know.
        assert isinstance(kind.measure, measures.WorstChange)
        assert value.exact is not None
        assert value.exact > expected


@ALL
@given(st.data())
@settings(max_examples=_TIMES * 60 // 100, deadline=None)
def test_the_value_moves_the_way_the_law_reads(name: str, data: st.DataObject) -> None:
    kind, refs = KINDS[name], refs_of(KINDS[name].measure)
    figures = data.draw(st.composite(_figures)(refs, missing=False))
    place = data.draw(st.integers(0, len(refs) - 1))
    raised = figures | {refs[place]: (figures[refs[place]] or F(0)) + data.draw(st.integers(1, 9))}
    before, after = (
        enclose(kind.measure, _facts(filed), _STANDARD).exact for filed in (figures, raised)
    )
    if before is None or after is None or kind.moves[place] == "?":
        return
    if isinstance(kind.measure, measures.WorstChange) and _stands(kind.measure, figures, raised):
        return
    assert after >= before if kind.moves[place] == "+" else after <= before


def test_in_each_year_the_smallest_share_is_held_against_the_line() -> None:
    kind = KINDS["share in each year"]
    for comparator, expected in {"eq": "not_met", "le": "met", "ge": "not_met"}.items():
        standard = _standard_of(kind, comparator, F(1))  # type: ignore[arg-type]
        figures = dict(zip(refs_of(kind.measure), map(F, (7, 6, 7, 7)), strict=True))
        compiled = Compiled(standard)
        assert compiled.decide(compiled.row_of(_facts({**figures}))) == (expected,)


def _stands(measure: measures.WorstChange, *filings: dict[Ref, Fraction | None]) -> bool:
    """Whether a figure stands at the best value, where a step may drop out of account."""
    if measure.per is not None and measure.direction == "up":
        return True
    best = measure.stands_at / (F(1, 100) if measure.direction == "up" else 1)
    return any(figure == best for filed in filings for figure in filed.values())


@ALL
@given(st.data())
@settings(max_examples=_TIMES * 250 // 100, deadline=None)
def test_integers_decide_as_fractions_do(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    comparator: Comparator | Directed = data.draw(st.sampled_from(COMPARATORS))
    if isinstance(kind.measure, measures.AgainstBaseline):
        other: Comparator = data.draw(st.sampled_from(COMPARATORS))
        assert not isinstance(comparator, Directed)
        comparator = Directed(comparator, other)
    standard = _standard_of(kind, comparator, data.draw(st.sampled_from(kind.lines)))
    figures = data.draw(st.composite(_figures)(refs_of(kind.measure), missing=True))
    directions = st.sampled_from(("lower_is_better", "higher_is_better", None))
    facts = _facts(figures, direction=data.draw(directions))
    compiled = Compiled(standard)
    row = compiled.row_of(facts)
    (expected,) = (decide_criterion(c, facts, standard).outcome for c in standard.criteria)
    assert compiled.decide(row) == (expected,)
    assert compiled.facts_of(row).figures == facts.figures


@ALL
@pytest.mark.parametrize("comparator", COMPARATORS)
@given(st.data())
@settings(max_examples=_TIMES * 25 // 100, deadline=None)
def test_a_better_value_never_turns_met_into_not_met(
    name: str, comparator: str, data: st.DataObject
) -> None:
    """Where a line asks for more, raising a figure that raises the value keeps it met."""
    kind, refs = KINDS[name], refs_of(KINDS[name].measure)
    if comparator == "eq" or isinstance(
        kind.measure, measures.WorstChange | measures.AgainstBaseline
    ):
        return
    standard = _standard_of(kind, comparator, kind.lines[0])  # type: ignore[arg-type]
    figures = data.draw(st.composite(_figures)(refs, missing=False))
    wished = "+" if comparator in {"gt", "ge"} else "-"
    for place, ref in enumerate(refs):
        if kind.moves[place] != wished:
            continue
        better = figures | {ref: (figures[ref] or F(0)) + 1}
        (criterion,) = standard.criteria
        before, after = (
            decide_criterion(criterion, _facts(filed), standard).outcome
            for filed in (figures, better)
        )
        assert (before, after) != ("met", "not_met")
