"""The routes every service has: probes, parked events, the history of a resource."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import select

from common import audit as trail
from common.actor import Actor
from common.database import Database
from common.errors import Forbidden, NotFound
from common.http.answers import created
from common.http.app import router
from common.http.dependencies import Reading, Writing
from common.http.pagination import Page, PageQuery, listed
from common.http.problems import READS, WRITES, documented
from common.http.validation import StrictModel
from common.messaging import inbox as store
from common.tables import audit, audit_seal, inbox, outbox


class HistoryQuery(PageQuery):
    """Whose history: `kind/id`, for example `application/018f…`."""

    resource: str


class Redriven(StrictModel):
    """A parked event that is back in line."""

    event_id: UUID
    type: str
    reason: str | None


def operating_router(service: str) -> APIRouter:
    """The router of one service's operating routes, under `/v1/{service}`."""
    routes = router(tag=f"{service} operations")
    _add_parking(routes, service)
    _add_records(routes, service)
    return routes


def _add_parking(routes: APIRouter, service: str) -> None:
    prefix = f"/{service}"

    @routes.get(
        f"{prefix}/parked-events",
        response_model=Page,
        responses=documented(READS),
        name=f"list_{service}_parked_events",
    )
    async def parked_events(
        request: Request, query: Annotated[PageQuery, Query()], reading: Reading
    ) -> Response:
        """Events that could not be applied and hold their aggregate, oldest first."""
        _require(reading.actor, "operator")
        parked = select(inbox).where(inbox.c.state == store.PARKED)
        key = [inbox.c.received_at, inbox.c.event_id]
        return await listed(request, reading, parked, query, key=key, item=_parked)

    @routes.post(
        f"{prefix}/parked-events/{{event_id}}/redrive",
        status_code=201,
        response_model=Redriven,
        responses=documented(WRITES),
        name=f"redrive_{service}_parked_event",
    )
    async def redrive(event_id: UUID, tx: Writing) -> Response:
        """Put a parked event back in line; its aggregate goes on from there."""
        _require(tx.actor, "operator")
        row = await store.release(tx, event_id)
        if row is None:
            raise NotFound()
        await trail.record(tx, "parked_event", event_id, act="redrive")
        body = Redriven(event_id=row.event_id, type=row.type, reason=row.reason)
        return await created(tx, body, location=f"/v1{prefix}/parked-events")


def _add_records(routes: APIRouter, service: str) -> None:
    prefix = f"/{service}"

    @routes.get(
        f"{prefix}/history",
        response_model=Page,
        responses=documented(READS),
        name=f"read_{service}_history",
    )
    async def history(
        request: Request, query: Annotated[HistoryQuery, Query()], reading: Reading
    ) -> Response:
        """The audit trail of one resource, in order, for auditors."""
        _require(reading.actor, "auditor")
        kind, _, resource_id = query.resource.partition("/")
        try:
            own = (audit.c.kind == kind) & (audit.c.resource_id == UUID(resource_id))
        except ValueError as error:
            raise NotFound() from error
        trail_of = select(audit).where(own)
        key = [audit.c.number]
        return await listed(request, reading, trail_of, query, key=key, item=_audited)

    @routes.get(
        f"{prefix}/reconciliation",
        response_model=Page,
        responses=documented(READS),
        name=f"list_{service}_events_sent",
    )
    async def reconciliation(
        request: Request, query: Annotated[PageQuery, Query()], reading: Reading
    ) -> Response:
        """Every event this service announced: id, aggregate, sequence, SHA-256."""
        if "reconciliation:read" not in reading.actor.scopes:
            raise Forbidden()
        key = [outbox.c.position]
        return await listed(request, reading, select(outbox), query, key=key, item=_sent)


def probes(database: Database) -> APIRouter:
    """`/livez` looks at the process alone, `/readyz` at the database too; never at NATS."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/livez")
    async def livez() -> dict[str, str]:
        return {"status": "live"}

    @routes.get("/readyz")
    async def readyz() -> Response:
        await database.plain_rows(select(audit_seal.c.number).where(audit_seal.c.number < 0))
        return Response('{"status":"ready"}', media_type="application/json")

    return routes


def _require(actor: Actor, role: str) -> None:
    if not actor.has(role):
        raise Forbidden()


def _parked(row: Any) -> dict[str, Any]:
    return {
        "event_id": str(row.event_id),
        "stream": row.stream,
        "type": row.type,
        "aggregate": f"{row.kind}/{row.aggregate_id}",
        "sequence": row.sequence,
        "reason": row.reason,
        "attempts": row.attempts,
        "received_at": row.received_at.isoformat(),
    }


def _audited(row: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row.content)
    return {"number": row.number, **content, "hash": bytes(row.hash).hex()}


def _sent(row: Any) -> dict[str, Any]:
    return {
        "event_id": str(row.event_id),
        "type": row.type,
        "aggregate": f"{row.kind}/{row.aggregate_id}",
        "sequence": row.sequence,
        "sha256": bytes(row.sha256).hex(),
    }
