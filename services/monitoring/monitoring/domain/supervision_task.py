"""A supervision task: what is to be seen to at a cluster, by when, and how it ended (art. 16)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

from common.lifecycle import Arc, Lifecycle

INSTITUTION: Final = ("operating_institution",)
DISTRICT: Final = ("district_authority",)
BUREAU: Final = ("municipal_bureau",)
OFFICIALS: Final = (*DISTRICT, *BUREAU)

Status = Literal[
    "assigned",  # the district, with the institution's answer
    "answered",  # the district
    "escalated",  # the bureau
    "completed",  # nobody
    "refused",  # nobody: whether a breach is proposed is a person's decision
]
OPEN: Final = ("assigned", "answered", "escalated")

TASK: Final = Lifecycle(
    name="supervision_task",
    arcs=(
        Arc("answer", who=INSTITUTION, start=("assigned",), end=("answered",)),
        Arc("answer", who=INSTITUTION, start=("answered", "escalated")),
        Arc("complete", who=OFFICIALS, start=OPEN, end=("completed",)),
        Arc("escalate", who=DISTRICT, start=("assigned", "answered"), end=("escalated",)),
        Arc("record_refusal", who=OFFICIALS, start=OPEN, end=("refused",)),
        Arc("propose_breach", who=OFFICIALS, start=("refused",)),
    ),
    moves_next={
        "assigned": "district_authority",
        "answered": "district_authority",
        "escalated": "municipal_bureau",
        "completed": None,
        "refused": "municipal_bureau",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionTask:
    """One task; the cluster's district is the one that it is assigned to."""

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    status: Status
    version: int
    matter: str
    due_on: date
    assigned_by: str
    assigned_at: datetime
    escalated_at: datetime | None = None
    ended_at: datetime | None = None

    def after(self, act: str, *, at: datetime) -> "SupervisionTask":
        """The task after an act of its lifecycle."""
        changes: dict[str, Any] = {}
        if act == "escalate":
            changes["escalated_at"] = at
        if act in {"complete", "record_refusal"}:
            changes["ended_at"] = at
        status = cast(Status, TASK.end_of(act, self.status))
        return replace(self, status=status, version=self.version + 1, **changes)
