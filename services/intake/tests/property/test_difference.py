"""A difference names every place that changed, and no other: it leads from one to the other."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from common.difference import Change
from intake.domain.difference import differences

VALUES = st.none() | st.booleans() | st.integers(0, 9) | st.text("ab", max_size=2)
ROWS = st.lists(
    st.fixed_dictionaries({"uscc": st.sampled_from("ABCDEF"), "n": VALUES}),
    max_size=5,
    unique_by=lambda row: row["uscc"],
)
LOOSE = st.lists(st.fixed_dictionaries({"n": VALUES}), max_size=4)
SECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "header": st.dictionaries(st.sampled_from(["name", "code", "list"]), VALUES, max_size=3),
        "roster": ROWS,
        "plan": st.fixed_dictionaries({"targets": LOOSE}),
        "codes": st.lists(st.sampled_from(["6513", "6531"]), max_size=2),
    },
)


def content(sections: Any) -> dict[str, Any]:
    return {"sections": sections, "documents": []}


def parent_of(root: Any, pointer: str) -> tuple[Any, Any]:
    *way, last = pointer.split("/")[1:]
    for part in way:
        root = root[int(part)] if isinstance(root, list) else root[part]
    return root, int(last) if isinstance(root, list) else last


def at(root: Any, pointer: str) -> Any:
    parent, last = parent_of(root, pointer)
    return parent[last]


def led_on(before: Any, changes: list[Change]) -> Any:
    """Values and members as the changes have them; rows are told apart, not put in order."""
    made = copy.deepcopy(before)
    for change in sorted(changes, key=lambda each: each.was_pointer or "", reverse=True):
        if change.change == "added":
            continue
        parent, last = parent_of(made, str(change.was_pointer))
        if change.change == "changed":
            parent[last] = change.now
        else:
            del parent[last]
    for change in changes:
        if change.change == "added":
            parent, last = parent_of(made, str(change.pointer))
            parent.insert(last, change.now) if isinstance(parent, list) else parent.update(
                {last: change.now}
            )
    return made


def ordered(sections: Any) -> Any:
    rows = sections.get("roster")
    return sections | ({"roster": sorted(rows, key=lambda r: r["uscc"])} if rows else {})


@given(SECTIONS, SECTIONS)
def test_the_changes_lead_from_one_version_to_the_other(before: Any, after: Any) -> None:
    changes = differences(content(before), content(after))
    assert ordered(led_on(before, changes)) == ordered(after)


@given(SECTIONS, SECTIONS)
def test_each_change_shows_what_stands_at_its_place(before: Any, after: Any) -> None:
    for change in differences(content(before), content(after)):
        if change.was_pointer is not None:
            assert at(before, change.was_pointer) == change.was
        if change.pointer is not None:
            assert at(after, change.pointer) == change.now
        assert change.was != change.now or change.change != "changed"


@given(SECTIONS)
def test_nothing_differs_from_itself(sections: Any) -> None:
    assert differences(content(sections), content(copy.deepcopy(sections))) == []


@given(ROWS, st.randoms())
def test_rows_in_another_order_are_the_same_rows(rows: Any, random: Any) -> None:
    moved = random.sample(rows, len(rows))
    assert differences(content({"roster": rows}), content({"roster": moved})) == []
