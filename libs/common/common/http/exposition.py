"""`/metrics`: what a process counted, and what its database says about lag, asked once a second."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import ColumnElement, Select, Table, func, select

from common import metrics
from common.actor import Actor
from common.database import Database
from common.messaging import inbox as store
from common.tables import audit, inbox, outbox

ASK_AGAIN_S: Final = 1.0
ANSWERS_WITHIN_S: Final = 2.0  # a full pool is a figure to be told, not a reason to wait for it

_GAUGES: Final = {
    "outbox_waiting": metrics.OUTBOX_WAITING,
    "outbox_age": metrics.OUTBOX_AGE,
    "inbox_waiting": metrics.INBOX_WAITING,
    "inbox_age": metrics.INBOX_AGE,
    "inbox_parked": metrics.INBOX_PARKED,
    "unsealed": metrics.UNSEALED,
}


def exposition(service: str, databases: Sequence[Database]) -> APIRouter:
    """The route of one process; the first database is the one asked for its lag."""
    routes = APIRouter(include_in_schema=False)
    # It counts rows and sees none: the walls let these two roles count.
    counting = Actor(f"service:{service}", roles=frozenset({"operator", "auditor"}))
    asked = float("-inf")

    @routes.get("/metrics")
    async def read_metrics() -> Response:
        nonlocal asked
        for database in databases:
            metrics.POOL_IN_USE.labels(database.name).set(database.in_use)
            metrics.POOL_SIZE.labels(database.name).set(database.size)
        if time.monotonic() - asked > ASK_AGAIN_S:
            asked = time.monotonic()
            await _ask(databases[0], counting)
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _ask(database: Database, counting: Actor) -> None:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            (row,) = await database.rows(counting, _lag())
        found = dict(row._mapping)
    except Exception:  # whatever it is, the other figures are told, and these as unknown
        found = {}
    for name, gauge in _GAUGES.items():
        gauge.set(found.get(name, float("nan")))


def _lag() -> Select[Any]:
    unpublished = outbox.c.published_at.is_(None)
    waiting = inbox.c.state == store.WAITING
    return select(
        _count(outbox, unpublished).label("outbox_waiting"),
        _age(outbox.c.recorded_at, unpublished).label("outbox_age"),
        _count(inbox, waiting).label("inbox_waiting"),
        _age(inbox.c.received_at, waiting).label("inbox_age"),
        _count(inbox, inbox.c.state == store.PARKED).label("inbox_parked"),
        _count(audit, audit.c.sealed.is_(False)).label("unsealed"),
    )


def _count(table: Table, condition: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()


def _age(instant: ColumnElement[Any], condition: ColumnElement[bool]) -> Any:
    age = func.extract("epoch", func.now() - func.min(instant))
    return select(func.coalesce(age, 0)).where(condition).scalar_subquery()
