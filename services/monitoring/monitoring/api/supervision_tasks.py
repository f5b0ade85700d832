"""Supervision tasks: what a district sees to at a cluster, and refusals of it (art. 16, 17(3))."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from monitoring.api.supervision_task_models import (
    RefusalRecorded,
    TaskAnswer,
    TaskCompletion,
    TaskEscalation,
    TaskGiven,
    TaskListed,
    TaskQuery,
    TaskShown,
    task_listed,
    task_shown,
)
from monitoring.domain import access
from monitoring.domain.supervision_access import require_visible, visible_to
from monitoring.domain.supervision_task import SupervisionTask
from monitoring.store import supervision as store
from monitoring.tables.supervision import supervision_tasks
from monitoring.usecases.act_on_task import act_on_task
from monitoring.usecases.assign_task import assign_task

routes = router(tag="supervision tasks")
_ACT: dict[str, Any] = {
    "status_code": 201,
    "response_model": TaskShown,
    "responses": documented(WRITES),
}


@routes.post("/supervision-tasks", **_ACT, name="assign_supervision_task")
async def post_task(body: Later[TaskGiven], tx: Creating) -> Response:
    """Assign a task to the district of a cluster."""
    return await _answered(tx, await assign_task(tx, lambda: body.checked().as_assignment()))


@routes.post("/supervision-tasks/{ref}/answer", **_ACT, name="answer_supervision_task")
async def post_answer(
    ref: str, body: Later[TaskAnswer], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Answer as the institution concerned; a further answer stands beside the first."""
    return await _answered(tx, await act_on_task(tx, ref, "answer", body.plain, if_match=if_match))


@routes.post("/supervision-tasks/{ref}/completion", **_ACT, name="complete_supervision_task")
async def post_completion(
    ref: str, body: Later[TaskCompletion], tx: Writing, if_match: IfMatch = None
) -> Response:
    """End a task with what was found."""
    done = await act_on_task(tx, ref, "complete", body.plain, if_match=if_match)
    return await _answered(tx, done)


@routes.post("/supervision-tasks/{ref}/escalation", **_ACT, name="escalate_supervision_task")
async def post_escalation(
    ref: str, body: Later[TaskEscalation], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Hand a task to the bureau; one that is overdue stands on its work list anyway."""
    done = await act_on_task(tx, ref, "escalate", body.plain, if_match=if_match)
    return await _answered(tx, done)


@routes.post("/supervision-tasks/{ref}/refusal", **_ACT, name="record_supervision_refusal")
async def post_refusal(
    ref: str, body: Later[RefusalRecorded], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record that supervision was refused, with the evidence."""
    done = await act_on_task(tx, ref, "record_refusal", body.plain, if_match=if_match)
    return await _answered(tx, done)


@routes.get(
    "/supervision-tasks/{ref}",
    response_model=TaskShown,
    responses=documented(READS),
    name="read_supervision_task",
)
async def read_task(ref: str, reading: Reading) -> Response:
    """One task with its acts."""
    found = require_visible(reading.actor, await store.task(reading, ref))
    acts = await store.acts_of(reading, found.id)
    return shown(task_shown(found, acts, reading.actor), version=found.version)


@routes.get(
    "/supervision-tasks",
    response_model=page_of(TaskListed),
    responses=documented(READS),
    name="list_supervision_tasks",
)
async def list_tasks(
    request: Request, query: Annotated[TaskQuery, Query()], reading: Reading
) -> Response:
    """The tasks the caller may see, oldest first."""
    access.require_reader(reading.actor)
    statement, table = select(supervision_tasks), supervision_tasks.c
    for value, column in (
        (query.district, table.district),
        (query.cluster, table.cluster_number),
        (query.status, table.status),
    ):
        statement = statement if value is None else statement.where(column == value)
    if query.due_before is not None:
        statement = statement.where(table.due_on < query.due_before)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: task_listed(store.task_of(row), reading.actor),
        seen=lambda row: visible_to(reading.actor, store.task_of(row)),
    )


async def _answered(tx: Transaction, done: SupervisionTask) -> Response:
    body = task_shown(done, await store.acts_of(tx, done.id), tx.actor)
    location = f"/v1/supervision-tasks/{done.id}"
    return await created(tx, body, location=location, version=done.version)
