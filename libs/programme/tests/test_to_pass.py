"""What would have to change: enough, no more than enough, and honest about what it breaks."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from programme.kernel.check import check
from programme.kernel.criteria import decide_criterion
from programme.kernel.facts import Facts, Ref, parse_facts, parts_above_wholes
from programme.standards.measures import Measure, Ratio, Share, Value
from programme.standards.standard import Comparator, Criterion, Force, Standard, Unit
from programme.standards.standard import Test as Line
from tests.bench.oracle import facts_at_the_line

Raw = dict[str, Any]
Parse = Callable[[Raw], Facts]
_TURNED = {
    "not_met": {"met", "needs_judgment"},
    "soft_miss": {"met"},
    "needs_judgment": {"met"},
}


def _changes(standard: Standard, facts: Facts, criterion_id: str) -> dict[tuple[str, Any], Any]:
    result = check(standard, facts).criterion(criterion_id)
    return {(c.figure.ref.name, c.figure.year): c for c in result.to_pass}


def _line(
    measure: Measure, comparator: Comparator, threshold: int, *, force: Force = "computed"
) -> Line:
    return Line(
        measure=measure,
        comparator=comparator,
        word="",
        threshold=Fraction(threshold),
        unit=Unit("", "", Fraction(1)),
        force=force,
    )


def _with(standard: Standard, *criteria: Criterion) -> Standard:
    return replace(standard, criteria=criteria)


def _criterion(standard: Standard, criterion_id: str, *tests: Line) -> Criterion:
    return replace(standard.criterion("2.4"), id=criterion_id, tests=tests, combine="any")


def _needed(standard: Standard, raw: Raw, criterion_id: str) -> dict[str, Fraction]:
    found = _changes(standard, parse_facts(raw, standard, 2026), criterion_id)
    return {name: change.needed for (name, _), change in found.items()}


def _outcomes(standard: Standard, facts: Facts) -> dict[str, str]:
    return {c.id: decide_criterion(c, facts, standard).outcome for c in standard.criteria}


def _moved(facts: Facts, ref: Ref, figure: Fraction) -> Facts:
    return replace(facts, figures={**facts.figures, ref: figure})


@pytest.mark.parametrize("seed", range(6))
def test_each_change_turns_its_criterion_and_a_step_less_does_not(
    standard: Standard, seed: int
) -> None:
    """At the line, in fractions, on random facts; and what it breaks is what it breaks."""
    rng, seen = Random(seed), 0
    for _ in range(12):
        facts = parse_facts(facts_at_the_line(rng), standard, 2026)
        before = _outcomes(standard, facts)
        for result in check(standard, facts).criteria:
            for change in result.to_pass:
                seen += 1
                ref = change.figure.ref
                filed, step = facts.figures[ref], standard.inputs[ref.name].step
                less = change.needed - step if change.needed > filed else change.needed + step
                after = _outcomes(standard, _moved(facts, ref, change.needed))
                assert after[result.id] in _TURNED[result.outcome]
                short = _outcomes(standard, _moved(facts, ref, less))[result.id]
                assert short not in _TURNED[result.outcome]
                assert not parts_above_wholes(_moved(facts, ref, change.needed).figures, standard)
                worse = {n for n in after if after[n] != before[n] and before[n] == "met"}
                worse |= {n for n in after if before[n] != after[n] == "not_met"}
                assert set(change.would_break) == worse
    assert seen > 20


def test_a_part_rises_to_its_whole_and_not_beyond(
    standard: Standard, raw: Raw, parse: Parse
) -> None:
    raw["series"][3]["smes_briefed_count"] = 120
    found = _changes(standard, parse(raw), "9.5")
    assert found["smes_briefed_count", 2025].needed == 130
    assert found["sme_count", 2025].needed == 120


def test_a_fall_is_mended_at_either_end_and_not_in_the_middle(
    standard: Standard, raw: Raw, parse: Parse
) -> None:
    raw["series"][3]["industrial_software_rate_pct"] = "44.00"
    found = _changes(standard, parse(raw), "6.5")
    assert {name: change.needed for name, change in found.items()} == {
        ("industrial_software_rate_pct", 2025): Fraction("45.01")
    }


def test_what_is_met_or_left_to_persons_gets_no_proposal(
    standard: Standard, raw: Raw, parse: Parse
) -> None:
    assert all(not result.to_pass for result in check(standard, parse(raw)).criteria)


def test_a_missing_figure_is_not_proposed(standard: Standard, raw: Raw, parse: Parse) -> None:
    raw["series"][1]["total_output"] = "399999.99"
    del raw["series"][1]["sme_output"], raw["series"][2]["total_output"]
    found = _changes(standard, parse(raw), "2.4")
    assert found == {}


def test_a_soft_miss_is_told_what_would_meet_it(standard: Standard, raw: Raw, parse: Parse) -> None:
    raw["land_area_km2"] = "100.01"
    (change,) = _changes(standard, parse(raw), "2.3").values()
    assert (change.needed, change.would_break) == (Fraction(100), ())


@pytest.mark.parametrize(("filed", "needed"), [(7, 5), (8, 10)])
def test_the_nearer_of_two_ways_is_told(standard: Standard, filed: int, needed: int) -> None:
    count = Value("quality_enterprise_count")
    either = _criterion(standard, "x", _line(count, "le", 5), _line(count, "ge", 10))
    raw = {"quality_enterprise_count": filed}
    assert _needed(_with(standard, either), raw, "x") == {"quality_enterprise_count": needed}


def test_a_denominator_falls_to_the_last_step_before_zero(standard: Standard) -> None:
    ratio = Ratio("valid_invention_patents", "platform_user_count", (0,))
    only = _with(standard, _criterion(standard, "x", _line(ratio, "ge", 7)))
    row: Raw = {"year": 2025, "valid_invention_patents": 7, "platform_user_count": 3}
    assert _needed(only, {"series": [row]}, "x") == {
        "valid_invention_patents": 21,
        "platform_user_count": 1,
    }
    row["valid_invention_patents"] = 0
    assert _needed(only, {"series": [row]}, "x") == {"valid_invention_patents": 21}


def test_what_only_a_part_above_its_whole_would_turn_gets_no_proposal(standard: Standard) -> None:
    share = Share("sme_count", "enterprise_count", (0,))
    only = _with(standard, _criterion(standard, "x", _line(share, "gt", 1)))
    row = {"year": 2025, "sme_count": 3, "enterprise_count": 5}
    assert _needed(only, {"series": [row]}, "x") == {}


def test_what_would_be_missed_softly_is_broken_too(standard: Standard) -> None:
    count = Value("quality_enterprise_count")
    more = _criterion(standard, "x", _line(count, "ge", 11))
    fewer = _criterion(standard, "y", _line(count, "le", 10, force="soft"))
    both = _with(standard, more, fewer)
    facts = parse_facts({"quality_enterprise_count": 9}, both, 2026)
    (change,) = _changes(both, facts, "x").values()
    assert (change.needed, change.would_break) == (11, ("y",))
