"""The lifecycles as graphs: every status can be reached, and the end is an end."""

import pytest

from common.lifecycle import Lifecycle
from registry.domain.change_filing import CHANGE_FILING
from registry.domain.notice import NOTICE
from registry.domain.objection import OBJECTION
from registry.domain.proposal import PROPOSAL
from registry.domain.revocation import REVOCATION

LIFECYCLES = [
    (NOTICE, "drafted"),
    (PROPOSAL, "waiting"),
    (REVOCATION, "proposed"),
    (CHANGE_FILING, "filed"),
    (OBJECTION, "filed"),
]


def reached_from(lifecycle: Lifecycle, start: str) -> set[str]:
    """Every status that acts lead to from one."""
    reached, fresh = {start}, {start}
    while fresh:
        ends = {end for arc in lifecycle.arcs for end in arc.end if fresh & set(arc.start)}
        fresh = ends - reached
        reached |= fresh
    return reached


@pytest.mark.parametrize(
    ("lifecycle", "start"), LIFECYCLES, ids=["notice", "proposal", "case", "filing", "objection"]
)
def test_every_status_is_reached_and_says_who_moves_next(lifecycle: Lifecycle, start: str) -> None:
    assert reached_from(lifecycle, start) == lifecycle.statuses() == set(lifecycle.moves_next)
    for status, mover in lifecycle.moves_next.items():
        leads_on = [arc for arc in lifecycle.arcs if status in arc.start]
        assert bool(leads_on) == (mover is not None), status
        assert mover is None or any({mover, "service"} & set(arc.who) for arc in leads_on)


def test_nothing_is_released_but_after_closing_and_nothing_closed_but_after_posting() -> None:
    assert [arc.start for arc in NOTICE.arcs if "released" in arc.end] == [("closed",)]
    assert [arc.start for arc in NOTICE.arcs if arc.act == "close"] == [("published",)]


def test_no_objection_is_found_before_it_was_taken_up_and_no_lead_is_found_at_all() -> None:
    assert [arc.start for arc in OBJECTION.arcs if arc.act == "find"] == [("taken_up",)]
    assert OBJECTION.moves_next["kept_as_lead"] is None


def test_no_case_is_decided_before_the_institution_could_answer() -> None:
    [decide] = [arc for arc in REVOCATION.arcs if "revoked" in arc.end]
    assert set(decide.start) == {"answered", "silent"}
    without_service = {arc.act: arc for arc in REVOCATION.arcs if arc.act != "serve"}
    assert all("served" not in arc.end for arc in without_service.values())
