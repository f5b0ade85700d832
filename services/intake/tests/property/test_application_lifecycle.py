"""The lifecycle table, walked as a graph."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from common.lifecycle import Arc
from intake.domain.application_lifecycle import APPLICATION, AT_BUREAU, CONCLUDED, status_of

FINAL = {"rejected", "not_recommended", "withdrawn"} | {
    f"{status}{CONCLUDED}" for status in AT_BUREAU
}


def leaving(place: str) -> list[Arc]:
    return [arc for arc in APPLICATION.arcs if place in arc.start and arc.end]


def reached(start: str) -> set[str]:
    seen, ahead = {start}, [start]
    while ahead:
        for arc in leaving(ahead.pop()):
            ahead += [end for end in arc.end if end not in seen]
            seen |= set(arc.end)
    return seen


def test_every_place_is_reached_from_a_draft() -> None:
    assert reached("draft") == APPLICATION.statuses()


def test_from_every_place_there_is_a_way_to_an_end() -> None:
    for place in APPLICATION.statuses():
        assert reached(place) & FINAL, place


def test_only_the_ends_have_nobody_to_move_next() -> None:
    assert {p for p, who in APPLICATION.moves_next.items() if who is None} == FINAL
    assert set(APPLICATION.moves_next) == APPLICATION.statuses()


def test_who_moves_next_has_an_act_to_do_there() -> None:
    for place, who in APPLICATION.moves_next.items():
        acts = {arc.act for arc in APPLICATION.arcs if place in arc.start and who in arc.who}
        # The bureau decides in the evaluation, not here.
        assert acts or who in {None, "municipal_bureau"}, place


def test_every_act_leads_from_a_place_to_one_place() -> None:
    for place in APPLICATION.statuses():
        acts = [arc.act for arc in APPLICATION.arcs if place in arc.start]
        assert len(acts) == len(set(acts)), place
        assert all(len(arc.end) <= 1 for arc in APPLICATION.arcs)


@given(st.data())
def test_no_walk_meets_a_status_that_nobody_knows(data: st.DataObject) -> None:
    known = {status_of(place) for place in APPLICATION.statuses()}
    for place in walk(data):
        assert status_of(place) in known


def walk(data: st.DataObject) -> Iterator[str]:
    place = "draft"
    for _step in range(20):
        yield place
        arcs = leaving(place)
        if not arcs:
            return
        place = data.draw(st.sampled_from(arcs)).end[0]
