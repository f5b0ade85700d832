"""Verdicts against an independent oracle in fractions, most of them at the line: a sample."""

from collections.abc import Callable
from typing import Any

from programme.kernel.criteria import decide_criterion
from programme.standards.standard import Standard
from tests.bench.oracle import judged, outcomes_of

Raw = dict[str, Any]
# `make bench` judges a million.
_SAMPLE = 12_000


def test_no_verdict_differs_from_the_oracle_at_the_line() -> None:
    result = judged(_SAMPLE)
    assert result.wrong_in_fractions == []
    assert result.wrong_in_integers == []
    seen: dict[str, set[str]] = {}
    for name, outcome in result.outcomes:
        seen.setdefault(name, set()).add(outcome)
    # Both sides of every line were visited, or the test proves nothing.
    assert all(len(outcomes) > 1 for outcomes in seen.values())


def test_the_oracle_notices_a_moved_line(
    standard: Standard, raw: Raw, parse: Callable[[Raw], Any]
) -> None:
    raw["series"][3]["sme_output"] = "392000.00"
    expected = outcomes_of(raw | {"energy_intensive": False})["2.5"]
    result = decide_criterion(standard.criterion("2.5"), parse(raw), standard)
    assert result.outcome == expected == "not_met"
