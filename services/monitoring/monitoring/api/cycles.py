"""Reporting cycles: the bureau drafts and opens them, officials and institutions read them."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from monitoring.api.cycle_models import CycleGiven, CycleQuery, CycleShown, cycle_shown
from monitoring.domain import access
from monitoring.domain.cycle import ReportingCycle
from monitoring.store import cycles as store
from monitoring.tables.cycles import reporting_cycles
from monitoring.usecases.draft_cycle import draft_cycle
from monitoring.usecases.open_cycle import open_cycle

routes = router(tag="reporting cycles")


@routes.post(
    "/reporting-cycles",
    status_code=201,
    response_model=CycleShown,
    responses=documented(WRITES),
    name="draft_reporting_cycle",
)
async def post_cycle(body: Later[CycleGiven], tx: Creating) -> Response:
    """Draft the cycle of a period: its due days, form version and bands, by which notice."""
    return await _answered(tx, await draft_cycle(tx, lambda: body.checked().as_order()))


@routes.post(
    "/reporting-cycles/{ref}/opening",
    status_code=201,
    response_model=CycleShown,
    responses=documented(WRITES),
    name="open_reporting_cycle",
)
async def post_opening(ref: str, tx: Writing, if_match: IfMatch = None) -> Response:
    """Open a cycle: whoever owes its period owes it by its days, but for what was received."""
    return await _answered(tx, await open_cycle(tx, ref, if_match=if_match))


@routes.get(
    "/reporting-cycles/{ref}",
    response_model=CycleShown,
    responses=documented(READS),
    name="read_reporting_cycle",
)
async def read_cycle(ref: str, reading: Reading) -> Response:
    """One cycle; a draft is the bureau's."""
    access.require_reader(reading.actor)
    cycle = await store.load(reading, ref)
    return shown(cycle_shown(cycle, reading.actor), version=cycle.version)


@routes.get(
    "/reporting-cycles",
    response_model=page_of(CycleShown),
    responses=documented(READS),
    name="list_reporting_cycles",
)
async def list_cycles(
    request: Request, query: Annotated[CycleQuery, Query()], reading: Reading
) -> Response:
    """The cycles, oldest first."""
    access.require_reader(reading.actor)
    statement, table = select(reporting_cycles), reporting_cycles.c
    if query.period is not None:
        statement = statement.where(table.period == query.period)
    if query.status is not None:
        statement = statement.where(table.status == query.status)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: cycle_shown(store.cycle_of(row), reading.actor),
    )


async def _answered(tx: Transaction, cycle: ReportingCycle) -> Response:
    location = f"/v1/reporting-cycles/{cycle.id}"
    body = cycle_shown(cycle, tx.actor)
    return await created(tx, body, location=location, version=cycle.version)
