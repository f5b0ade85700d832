"""A renewal under way: filed in time and not decided yet, on a day and as known at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from common.clock import legal_day

State = Literal["pending", "ended"]
Cause = Literal["submitted", "withdrawn", "not_passed", "released"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalStep:
    """A step by which a renewal became pending, or ceased to be; steps are only added."""

    application_id: UUID
    state: State
    at: datetime
    recorded_at: datetime | None = None


def pending_on(day: date, steps: Iterable[RenewalStep]) -> bool:
    """Whether an application for renewal is filed and undecided on a day (READING 13)."""
    last: dict[UUID, RenewalStep] = {}
    for step in sorted(steps, key=lambda step: step.at):
        if legal_day(step.at) <= day:
            last[step.application_id] = step
    return any(step.state == "pending" for step in last.values())
