"""Breaches: proposed to the register by an official, withdrawn when unfounded (art. 17).

Nothing is revoked by one; the register opens a case or does not. Officials and auditors read them:
the institution learns of a lead by the case.
"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.database import Source, Transaction
from common.errors import Forbidden
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from monitoring.api.breach_models import (
    BreachGiven,
    BreachListed,
    BreachQuery,
    BreachShown,
    WithdrawalGiven,
    breach_listed,
    breach_shown,
)
from monitoring.domain.breach import OFFICIALS, Breach
from monitoring.domain.supervision_access import require_visible, visible_to
from monitoring.store import obligations
from monitoring.store import supervision as store
from monitoring.tables.supervision import breaches
from monitoring.usecases import propose_breach
from monitoring.usecases.withdraw_breach import withdraw_breach

routes = router(tag="breaches")
_ACT: dict[str, Any] = {
    "status_code": 201,
    "response_model": BreachShown,
    "responses": documented(WRITES),
}


@routes.post("/obligations/{ref}/breach", **_ACT, name="propose_report_breach")
async def post_for_report(
    ref: str, body: Later[BreachGiven], tx: Creating, if_match: IfMatch = None
) -> Response:
    """Propose a breach of 17(3) for a report that did not come after a written reminder."""
    given, propose = body.checked, propose_breach.propose_for_report
    return await _answered(
        tx, await propose(tx, ref, lambda: given().as_found(), if_match=if_match)
    )


@routes.post("/supervision-tasks/{ref}/breach", **_ACT, name="propose_supervision_breach")
async def post_for_task(
    ref: str, body: Later[BreachGiven], tx: Creating, if_match: IfMatch = None
) -> Response:
    """Propose a breach of 17(3) for a refusal of supervision that is on record."""
    given, propose = body.checked, propose_breach.propose_for_task
    return await _answered(
        tx, await propose(tx, ref, lambda: given().as_found(), if_match=if_match)
    )


@routes.post("/incidents/{ref}/breach", **_ACT, name="propose_incident_breach")
async def post_for_incident(
    ref: str, body: Later[BreachGiven], tx: Creating, if_match: IfMatch = None
) -> Response:
    """Propose a breach of 17(5) for an incident that the authority determined."""
    given, propose = body.checked, propose_breach.propose_for_incident
    return await _answered(
        tx, await propose(tx, ref, lambda: given().as_found(), if_match=if_match)
    )


@routes.post("/breaches/{ref}/withdrawal", **_ACT, name="withdraw_breach")
async def post_withdrawal(
    ref: str, body: Later[WithdrawalGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Take an unfounded breach back."""
    given = body.checked
    done = await withdraw_breach(tx, ref, lambda: given().reason, if_match=if_match)
    return await _answered(tx, done)


@routes.get(
    "/breaches/{ref}",
    response_model=BreachShown,
    responses=documented(READS),
    name="read_breach",
)
async def read_breach(ref: str, reading: Reading) -> Response:
    """One breach with its acts, and whether the report has come in meanwhile."""
    found = require_visible(reading.actor, await store.breach(reading, ref))
    return shown(await _represented(reading, found), version=found.version)


@routes.get(
    "/breaches",
    response_model=page_of(BreachListed),
    responses=documented(READS),
    name="list_breaches",
)
async def list_breaches(
    request: Request, query: Annotated[BreachQuery, Query()], reading: Reading
) -> Response:
    """The breaches the caller may see, oldest first."""
    if not reading.actor.has(*OFFICIALS, "auditor"):
        raise Forbidden()
    statement, table = select(breaches), breaches.c
    for value, column in (
        (query.district, table.district),
        (query.cluster, table.cluster_number),
        (query.ground, table.ground),
        (query.status, table.status),
    ):
        statement = statement if value is None else statement.where(column == value)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: breach_listed(store.breach_of(row), reading.actor),
        seen=lambda row: visible_to(reading.actor, store.breach_of(row)),
    )


async def _represented(source: Source, of: Breach) -> BreachShown:
    acts = await store.acts_of(source, of.id)
    received_at: datetime | None = None
    if of.about_kind == "obligation":
        received_at = (await obligations.load(source, str(of.about_id))).submitted_at
    return breach_shown(of, acts, source.actor, received_at=received_at)


async def _answered(tx: Transaction, done: Breach) -> Response:
    body = await _represented(tx, done)
    return await created(tx, body, location=f"/v1/breaches/{done.id}", version=done.version)
