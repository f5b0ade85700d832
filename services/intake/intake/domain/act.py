"""The record of an act on an application: who, when, on which version, with what content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act; it is never changed."""

    id: UUID
    application_id: UUID
    act: str
    actor: str
    at: datetime
    submission: int
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFinding:
    """What the district's officer says to one line of the pre-check."""

    criterion_id: str
    position: str
    reason: str
    actor: str
    at: datetime


def findings_on(acts: Iterable[Act], *, submission: int) -> Mapping[str, LineFinding]:
    """The last finding on each criterion of one submitted version."""
    found: dict[str, LineFinding] = {}
    for act in acts:
        if act.act == "record_findings" and act.submission == submission:
            for item in act.content["items"]:
                found[item["criterion_id"]] = LineFinding(
                    criterion_id=item["criterion_id"],
                    position=item["position"],
                    reason=item["reason"],
                    actor=act.actor,
                    at=act.at,
                )
    return found
