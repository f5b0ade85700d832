"""What changed from one frozen version to another, by JSON pointer, and against what was asked.

Pointers lead into the sections as those of a request for correction do; a document is named by
its id.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from common.difference import Change, changes_between, within
from intake.domain.act import Act

ASKING: Final = frozenset({"request_correction", "take_back"})

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing that was asked to be corrected, and the places under it that changed."""

    asked_in: int
    by: str
    pointer: str
    reason: str
    clause: str
    changed: tuple[str, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every place where the sections and documents of two frozen contents differ."""
    sections = changes_between(before["sections"], after["sections"])
    return [*sections, *_of_documents(before["documents"], after["documents"])]


def answers(
    acts: Iterable[Act], changes: Sequence[Change], kinds: Mapping[str, str], *, since: int, to: int
) -> list[Answer]:
    """What was asked from version `since` on and before version `to`, each with what changed.

    `kinds` tells the kind of each document by its id: a document is corrected by another of its
    kind.
    """
    return [
        Answer(
            asked_in=act.submission,
            by=act.content["by"],
            pointer=item["pointer"],
            reason=item["reason"],
            clause=item["clause"],
            changed=tuple(_touched(item["pointer"], changes, kinds)),
        )
        for act in acts
        if act.act in ASKING and since <= act.submission < to
        for item in act.content["items"]
    ]


def _touched(asked: str, changes: Iterable[Change], kinds: Mapping[str, str]) -> Iterator[str]:
    if asked.startswith("/documents/"):
        name = asked.rpartition("/")[2]
        wanted = kinds.get(name, name)
        for change in changes:
            place = change.pointer or ""
            if place.startswith("/documents/") and kinds[place.rpartition("/")[2]] == wanted:
                yield place
        return
    for change in changes:
        there = change.was_pointer or change.pointer or ""
        if within(there, asked) or within(asked, there):
            yield change.pointer or there


def _of_documents(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Change]:
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    for name, row in new.items():
        if name not in old:
            place = f"/documents/{name}"
            yield Change(change="added", pointer=place, was_pointer=None, now=row)
