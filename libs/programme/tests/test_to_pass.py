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
from programme.standards.standard import Standard
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
