"""The lifecycles as graphs, and what a criterion's standing depends on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from common.ids import new_id
from common.lifecycle import Lifecycle
from evaluation.domain.check import CriterionLine
from evaluation.domain.evaluation import EVALUATION
from evaluation.domain.judgment import Judgment, Standing
from evaluation.domain.standard import STANDARD

FINAL = {"evaluation": {"not_proposed", "returned", "not_passed", "withdrawn", "superseded"}}
FINAL |= {"standard": {"superseded"}}
START = {"evaluation": "opened", "standard": "draft"}


@pytest.mark.parametrize("lifecycle", [EVALUATION, STANDARD], ids=lambda each: each.name)
def test_every_status_is_reached_and_only_final_ones_are_dead_ends(lifecycle: Lifecycle) -> None:
    reached, waiting = set(), [START[lifecycle.name]]
    while waiting:
        status = waiting.pop()
        reached.add(status)
        ends = {e for a in lifecycle.arcs if status in a.start for e in a.end}
        waiting += ends - reached
    assert reached == lifecycle.statuses() == set(lifecycle.moves_next)
    starts = {status for arc in lifecycle.arcs for status in arc.start}
    assert lifecycle.statuses() - starts == FINAL[lifecycle.name]


@pytest.mark.parametrize(
    ("force", "checked", "found", "outcome"),
    [
        ("computed", "met", "not_met", "met"),
        ("computed", "not_met", "met", "not_met"),
        ("computed", "unknown", "met", "unknown"),
        ("computed", "needs_judgment", "met", "met"),
        ("computed", "needs_judgment", "not_met", "not_met"),
        ("computed", "not_applicable", "not_met", "not_applicable"),
        ("indicated", "met", "not_met", "not_met"),
        ("indicated", "needs_judgment", "met", "met"),
        ("soft", "soft_miss", "met", "met"),
        ("soft", "unknown", "met", "met"),
        ("judged", "needs_judgment", "not_met", "not_met"),
    ],
)
def test_a_finding_counts_where_a_person_has_the_say_and_nowhere_else(
    force: str, checked: str, found: str, outcome: str, a_judgment: Judgment
) -> None:
    line = CriterionLine(id="x", clause="一", force=force, outcome=checked)  # type: ignore[arg-type]
    standing = Standing(line=line, judgment=replace(a_judgment, finding=found))  # type: ignore[arg-type]
    assert standing.outcome == outcome
    assert Standing(line=line, judgment=None).outcome == checked


@pytest.fixture
def a_judgment() -> Judgment:
    """A finding to be varied."""
    return Judgment(
        id=new_id(),
        evaluation_id=new_id(),
        number=1,
        check_number=1,
        criterion_id="x",
        finding="met",
        reason="因",
        evidence=(),
        judged_by="bureau",
        judged_at=datetime.now(UTC),
    )
