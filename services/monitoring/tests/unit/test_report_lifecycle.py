"""The lifecycle of a report as a graph."""

from typing import Any

from monitoring.domain.report import REPORT


def steps() -> Any:
    return {(start, end) for arc in REPORT.arcs for start in arc.start for end in arc.end}


def reachable(first: Any) -> Any:
    seen, waiting = set(), {first}
    while waiting:
        status = waiting.pop()
        seen.add(status)
        waiting |= {end for start, end in steps() if start == status} - seen
    return seen


def test_every_status_is_reached_from_the_request() -> None:
    assert reachable("requested") == REPORT.statuses() == frozenset(REPORT.moves_next)


def test_every_status_leads_to_the_confirmation_and_only_a_correction_leads_on() -> None:
    ends = {status for status, role in REPORT.moves_next.items() if role is None}
    assert ends == {"confirmed"}
    assert all("confirmed" in reachable(status) for status in REPORT.statuses())
    on = {arc.act: arc.end for arc in REPORT.arcs if "confirmed" in arc.start and arc.end}
    assert on == {"correct": ("submitted",)}


def test_whoever_moves_next_can_move() -> None:
    for status, role in REPORT.moves_next.items():
        movers = {who for arc in REPORT.arcs if status in arc.start for who in arc.who}
        assert role in movers or role is None
