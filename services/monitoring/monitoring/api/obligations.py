"""Obligations: who owes which report by when, and what officials do about it."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.clock import legal_day
from common.database import Source, Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from monitoring.api.obligation_models import (
    ExtensionGiven,
    ObligationListed,
    ObligationQuery,
    ObligationShown,
    WrittenReminderGiven,
    obligation_listed,
    obligation_shown,
)
from monitoring.api.supervision_models import ReasonGiven
from monitoring.domain import access
from monitoring.domain.obligation import Obligation
from monitoring.store import obligations as store
from monitoring.store import supervision
from monitoring.store.counted import counted_as
from monitoring.tables.obligations import obligations
from monitoring.usecases.extend_obligation import extend_obligation
from monitoring.usecases.remind_in_writing import remind_in_writing
from monitoring.usecases.waive_obligation import Waiver, waive_obligation

routes = router(tag="obligations")


@routes.get(
    "/obligations/{ref}",
    response_model=ObligationShown,
    responses=documented(READS),
    name="read_obligation",
)
async def read_obligation(ref: str, reading: Reading) -> Response:
    """One obligation: its due day explained day by day, extensions, waiver, reminders."""
    found = access.require_visible(reading.actor, await store.load(reading, ref))
    return shown(await _represented(reading, found), version=found.version)


@routes.get(
    "/obligations",
    response_model=page_of(ObligationListed),
    responses=documented(READS),
    name="list_obligations",
)
async def list_obligations(
    request: Request, query: Annotated[ObligationQuery, Query()], reading: Reading
) -> Response:
    """What is owed, oldest first: an official's district or all, an institution's own."""
    access.require_reader(reading.actor)
    today, table = legal_day(reading.at), obligations.c
    statement = select(obligations)
    for value, column in (
        (query.district, table.district),
        (query.period, table.period),
        (query.cluster, table.cluster_number),
        (query.institution, table.institution_code),
    ):
        statement = statement if value is None else statement.where(column == value)
    if query.state is not None:
        statement = statement.where(store.in_state(query.state, today))
    if query.counted is not None:
        statement = statement.where(counted_as(query.counted, today))
    if query.due_before is not None:
        statement = statement.where(store.due_before(query.due_before))
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: obligation_listed(store.obligation_of(row), today),
        seen=lambda row: access.visible_to(reading.actor, store.obligation_of(row)),
    )


@routes.post(
    "/obligations/{ref}/extension",
    status_code=201,
    response_model=ObligationShown,
    responses=documented(WRITES),
    name="extend_obligation",
)
async def post_extension(
    ref: str, body: Later[ExtensionGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Give more time for a report that has not come in."""
    given = body.checked
    owed = await extend_obligation(tx, ref, lambda: given().as_extension(), if_match=if_match)
    return await _answered(tx, owed)


@routes.post(
    "/obligations/{ref}/waiver",
    status_code=201,
    response_model=ObligationShown,
    responses=documented(WRITES),
    name="waive_obligation",
)
async def post_waiver(
    ref: str, body: Later[ReasonGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Waive a report that has not come in."""
    owed = await waive_obligation(tx, ref, lambda: Waiver(**body.plain()), if_match=if_match)
    return await _answered(tx, owed)


@routes.post(
    "/obligations/{ref}/reminder",
    status_code=201,
    response_model=ObligationShown,
    responses=documented(WRITES),
    name="remind_in_writing",
)
async def post_reminder(
    ref: str, body: Later[WrittenReminderGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record the written reminder of an overdue report, without which 17(3) is not relied on."""
    given = body.checked
    owed = await remind_in_writing(tx, ref, lambda: given().as_reminder(), if_match=if_match)
    return await _answered(tx, owed)


async def _represented(source: Source, owed: Obligation) -> ObligationShown:
    origin = await store.origin_of(source, owed)
    acts = await supervision.acts_of(source, owed.id)
    today = legal_day(source.at)
    return obligation_shown(owed, today, origin=origin, acts=acts, actor=source.actor)


async def _answered(tx: Transaction, owed: Obligation) -> Response:
    body = await _represented(tx, owed)
    return await created(tx, body, location=f"/v1/obligations/{owed.id}", version=owed.version)
