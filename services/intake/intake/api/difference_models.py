"""What clients see of a difference between two versions, and of what was asked."""

from typing import Any

from common.http.validation import StrictModel
from intake.domain.act import Act
from intake.domain.difference import answers, differences
from intake.domain.version import Version


class ChangeShown(StrictModel):
    """One place that differs: its JSON pointer in either version, and both values."""

    change: str
    pointer: str | None
    was_pointer: str | None
    was: Any
    now: Any


class AnswerShown(StrictModel):
    """One thing that was asked to be corrected, and where under it something changed."""

    asked_in: int
    by: str
    pointer: str
    reason: str
    clause: str
    changed: list[str]


class LineChange(StrictModel):
    """A criterion whose outcome in the pre-check differs."""

    criterion_id: str
    was: str
    now: str


class DifferenceShown(StrictModel):
    """What changed since another version, against what was asked in between."""

    against: int
    changes: list[ChangeShown]
    asked: list[AnswerShown]
    criteria: list[LineChange]


def difference_shown(of: Version, against: Version, acts: list[Act]) -> DifferenceShown:
    """The difference between two versions of an application."""
    before, after = against.content, of.content
    changes = differences(before, after)
    kinds = {row["id"]: row["kind"] for row in (*before["documents"], *after["documents"])}
    asked = answers(acts, changes, kinds, since=against.number, to=of.number)
    return DifferenceShown(
        against=against.number,
        changes=[_shown(change, ChangeShown) for change in changes],
        asked=[_shown(answer, AnswerShown) for answer in asked],
        criteria=_lines(of, against),
    )


def _lines(of: Version, against: Version) -> list[LineChange]:
    was = {line["id"]: line["outcome"] for line in against.precheck["criteria"]}
    now = {line["id"]: line["outcome"] for line in of.precheck["criteria"]}
    return [
        LineChange(criterion_id=name, was=was[name], now=now[name])
        for name in now
        if name in was and was[name] != now[name]
    ]


def _shown(of: Any, model: Any) -> Any:
    return model.model_validate({name: getattr(of, name) for name in model.model_fields})
