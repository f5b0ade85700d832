"""What clients send and see of a supervision task."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.http.field_types import Day, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.api.supervision_models import Number, Sha256, SupervisionActShown, acts_shown
from monitoring.domain.supervision_task import TASK, Status, SupervisionTask
from monitoring.usecases.assign_task import Assignment


class TaskGiven(StrictModel):
    """What the district sees to at a cluster, by when."""

    cluster_number: Number
    matter: Words
    due_on: Day

    def as_assignment(self) -> Assignment:
        """The task as the use case takes it."""
        return Assignment(
            cluster_number=self.cluster_number, matter=self.matter, due_on=self.due_on
        )


class TaskEvidence(StrictModel):
    """A piece of evidence: what it shows, and its document's hash, if there is a document."""

    description: Words
    sha256: Sha256 | None = None


class TaskAnswer(StrictModel):
    """What the institution answers."""

    answer: Words
    evidence: Annotated[list[TaskEvidence], Field(default_factory=list, max_length=50)]


class TaskCompletion(StrictModel):
    """What the official found; the task ends with it."""

    finding: Words


class TaskEscalation(StrictModel):
    """Why the district hands the task to the bureau."""

    reason: Words


class RefusalRecorded(StrictModel):
    """How supervision was refused, with at least one piece of evidence (art. 17(3))."""

    facts: Words
    evidence: Annotated[list[TaskEvidence], Field(min_length=1, max_length=50)]


class TaskQuery(PageQuery):
    """Filters of the list of tasks."""

    district: District | None = None
    cluster: Number | None = None
    status: Status | None = None
    due_before: Day | None = None


class TaskListed(StrictModel):
    """A task in a list."""

    id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    status: Status
    matter: str
    due_on: date
    assigned_at: datetime
    escalated_at: datetime | None
    ended_at: datetime | None
    moves_next: str | None
    allowed_actions: list[str]


class TaskShown(TaskListed):
    """A task with its acts."""

    acts: list[SupervisionActShown]


def task_listed(of: SupervisionTask, actor: Actor) -> TaskListed:
    """The representation of a task in a list."""
    return TaskListed(**_fields(of, actor))


def task_shown(of: SupervisionTask, acts: Sequence[Row[Any]], actor: Actor) -> TaskShown:
    """The representation of a task with its acts."""
    return TaskShown(**_fields(of, actor), acts=acts_shown(acts, actor))


def _fields(of: SupervisionTask, actor: Actor) -> dict[str, Any]:
    names = TaskListed.model_fields.keys() - {"moves_next", "allowed_actions"}
    return {
        **{name: getattr(of, name) for name in names},
        "moves_next": TASK.moves_next[of.status],
        "allowed_actions": list(TASK.allowed(of.status, actor)),
    }
