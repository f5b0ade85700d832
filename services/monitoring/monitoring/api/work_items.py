"""Work items of monitoring: what waits for the caller, by due day, with counts and colours."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import orjson
from fastapi import Query, Request, Response
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.sql.selectable import Subquery

from common.clock import legal_day
from common.errors import Text
from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.field_types import Day
from common.http.pagination import PageQuery, listed
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from monitoring.domain import access
from monitoring.domain.supervision_terms import SupervisionTerms
from monitoring.store.work_items import counted, waiting_for
from monitoring.terms.supervising import supervision

routes = router(tag="work items")

Task = Literal[
    "file_report",
    "mend_report",
    "review_report",
    "confirm_report",
    "remind",
    "answer_task",
    "see_to_task",
    "find_on_incident",
    "decide_on_breach",
]
TASKS: Final[Mapping[Task, Text]] = {
    "file_report": Text("填报年度培育情况信息表", "file the annual report"),
    "mend_report": Text("按退回意见修改后再报送", "mend the report and submit it again"),
    "review_report": Text("审核报告", "review the report"),
    "confirm_report": Text("确认报告", "confirm the report"),
    "remind": Text("书面催报", "serve a written reminder"),
    "answer_task": Text("答复监督事项", "answer the supervision task"),
    "see_to_task": Text("办理监督事项", "see to the supervision task"),
    "find_on_incident": Text("认定事项是否达到条款程度", "find whether the matter has the weight"),
    "decide_on_breach": Text("决定是否提出线索", "decide whether a breach is proposed"),
}


class MonitoringWorkQuery(PageQuery):
    """Filters of the work items."""

    task: Task | None = None
    due_before: Day | None = None


class MonitoringWorkItem(StrictModel):
    """Something that waits for the caller: what to do, on what, by when, and how near that is."""

    task: Task
    resource: Literal["obligations", "supervision_tasks", "incidents"]
    id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    about: str
    zh: str
    en: str
    due_on: date | None
    colour: str


class MonitoringColourCount(StrictModel):
    """How many items have a colour."""

    colour: str
    zh: str
    en: str
    count: int


class MonitoringCounts(StrictModel):
    """How many items wait in all, by task and by colour, whatever page is shown."""

    total: int
    by_task: dict[str, int]
    by_colour: list[MonitoringColourCount]


class MonitoringWorkItems(StrictModel):
    """A page of work items, the most pressing first, and the counts of all of them."""

    items: list[MonitoringWorkItem]
    next: str | None
    counts: MonitoringCounts


@routes.get(
    "/monitoring/work-items",
    response_model=MonitoringWorkItems,
    responses=documented(READS),
    name="list_monitoring_work_items",
)
async def list_work_items(
    request: Request, query: Annotated[MonitoringWorkQuery, Query()], reading: Reading
) -> Response:
    """What waits for the caller, the most pressing first."""
    access.require_reader(reading.actor)
    terms, today = supervision(), legal_day(reading.at)
    waiting = waiting_for(reading.actor, today, escalates_after_days=terms.escalates_after_days)
    conditions = _conditions(query, waiting)
    page = await listed(
        request,
        reading,
        select(waiting).where(*conditions),
        query,
        key=[waiting.c.sort_on, waiting.c.task, waiting.c.id],
        item=lambda row: _item(row, terms, today=today),
    )
    rows = await reading.rows(counted(waiting, *conditions))
    counts = _counts(rows, terms, today=today)
    answer = shown(MonitoringWorkItems(**orjson.loads(page.body), counts=counts))
    if "Link" in page.headers:
        answer.headers["Link"] = page.headers["Link"]
    return answer


def _conditions(query: MonitoringWorkQuery, waiting: Subquery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.task is not None:
        conditions.append(waiting.c.task == query.task)
    if query.due_before is not None:
        conditions.append(waiting.c.due_on < query.due_before)
    return conditions


def _item(row: Row[Any], terms: SupervisionTerms, *, today: date) -> MonitoringWorkItem:
    words = TASKS[row.task]
    return MonitoringWorkItem(
        task=row.task,
        resource=row.resource,
        id=row.id,
        cluster_number=row.cluster_number,
        cluster_name=row.cluster_name,
        district=row.district,
        about=row.about,
        zh=words.zh,
        en=words.en,
        due_on=row.due_on,
        colour=terms.colour_of(row.due_on, today=today).name,
    )


def _counts(rows: Sequence[Row[Any]], terms: SupervisionTerms, *, today: date) -> MonitoringCounts:
    by_task: dict[str, int] = {}
    by_colour = {colour.name: 0 for colour in terms.colours}
    for row in rows:
        by_task[row.task] = by_task.get(row.task, 0) + row.waiting
        by_colour[terms.colour_of(row.due_on, today=today).name] += row.waiting
    colours = [
        MonitoringColourCount(colour=each.name, zh=each.zh, en=each.en, count=by_colour[each.name])
        for each in terms.colours
    ]
    return MonitoringCounts(total=sum(by_task.values()), by_task=by_task, by_colour=colours)
