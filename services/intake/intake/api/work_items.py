"""Work items: the cases in which the caller moves next, by due day, with counts and colours."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import orjson
from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.sql.selectable import Subquery

from common.clock import legal_day
from common.errors import Forbidden, Text
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.field_types import Day
from common.http.pagination import PageQuery, listed
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from intake.domain import access
from intake.domain.application_lifecycle import IN_REVIEW
from intake.domain.deadline import start_of
from intake.domain.review_terms import ReviewTerms
from intake.store.work_items import counted, waiting_for
from intake.terms.reviewing import review_terms

routes = router(tag="work items")

TASKS: Final[Mapping[str, Text]] = {
    "draft": Text("填报并提交", "fill in and submit"),
    "returned": Text("补正并再次提交", "correct and submit again"),
    "returned_in_review": Text("补正并再次提交", "correct and submit again"),
    "submitted": Text("决定是否受理", "decide on acceptance"),
    "resubmitted": Text("核对补正，决定是否受理", "check the correction, decide on acceptance"),
    "accepted": Text("初审", "preliminary review"),
    "resubmitted_in_review": Text("核对补正，继续初审", "check the correction, go on reviewing"),
}


class WorkQuery(PageQuery):
    """Filters of the work items."""

    status: Literal["draft", "submitted", "returned", "resubmitted", "accepted"] | None = None
    assignee: Annotated[str, Field(max_length=200)] | None = None
    due_before: Day | None = None


class WorkItem(StrictModel):
    """A case that waits for the caller: what to do, by when, and how near that is."""

    application_id: UUID
    number: str
    cluster_name: str
    district: str
    status: str
    zh: str
    en: str
    due_on: date
    due_at: datetime
    colour: str
    assignee: str | None
    changed_at: datetime


class ColourCount(StrictModel):
    """How many items have a colour."""

    colour: str
    zh: str
    en: str
    count: int


class Counts(StrictModel):
    """How many items wait in all, by status and by colour, whatever page is shown."""

    total: int
    by_status: dict[str, int]
    by_colour: list[ColourCount]


class WorkItems(StrictModel):
    """A page of work items, the most pressing first, and the counts of all of them."""

    items: list[WorkItem]
    next: str | None
    counts: Counts


@routes.get(
    "/intake/work-items",
    response_model=WorkItems,
    responses=documented(READS),
    name="list_intake_work_items",
)
async def list_work_items(
    request: Request, query: Annotated[WorkQuery, Query()], reading: Reading
) -> Response:
    """The cases in which the caller moves next, the most pressing first."""
    if not access.reads_cases(reading.actor):
        raise Forbidden()
    terms, today = review_terms(), legal_day(reading.at)
    waiting = waiting_for(reading.actor)
    conditions = _conditions(query, waiting)
    page = await listed(
        request,
        reading,
        select(waiting).where(*conditions),
        query,
        key=[waiting.c.due_at, waiting.c.id],
        item=lambda row: _item(row, terms, today=today),
    )
    rows = await reading.rows(counted(waiting, *conditions))
    counts = _counts(rows, terms, today=today)
    answer = shown(WorkItems(**orjson.loads(page.body), counts=counts))
    if "Link" in page.headers:
        answer.headers["Link"] = page.headers["Link"]
    return answer


def _conditions(query: WorkQuery, waiting: Subquery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.status is not None:
        conditions.append(waiting.c.status == query.status)
    if query.assignee is not None:
        conditions.append(waiting.c.assignee == query.assignee)
    if query.due_before is not None:
        conditions.append(waiting.c.due_at < start_of(query.due_before))
    return conditions


def _item(row: Row[Any], terms: ReviewTerms, *, today: date) -> WorkItem:
    in_review = row.status in {"returned", "resubmitted"} and row.accepted_at is not None
    task = TASKS[f"{row.status}{IN_REVIEW}" if in_review else row.status]
    due_on = legal_day(row.due_at)
    return WorkItem(
        application_id=row.id,
        number=row.number,
        cluster_name=row.cluster_name,
        district=row.district,
        status=row.status,
        zh=task.zh,
        en=task.en,
        due_on=due_on,
        due_at=row.due_at,
        colour=terms.colour_of(due_on, today=today).name,
        assignee=row.assignee,
        changed_at=row.changed_at,
    )


def _counts(rows: Sequence[Row[Any]], terms: ReviewTerms, *, today: date) -> Counts:
    by_status: dict[str, int] = {}
    by_colour = {colour.name: 0 for colour in terms.colours}
    for row in rows:
        by_status[row.status] = by_status.get(row.status, 0) + row.waiting
        by_colour[terms.colour_of(row.due_on, today=today).name] += row.waiting
    colours = [
        ColourCount(colour=each.name, zh=each.zh, en=each.en, count=by_colour[each.name])
        for each in terms.colours
    ]
    return Counts(total=sum(by_status.values()), by_status=by_status, by_colour=colours)
