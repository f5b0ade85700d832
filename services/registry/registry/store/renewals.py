"""Renewals in the register's database: their steps, and which clusters a round has called."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from common.database import Reader, Transaction
from common.ids import new_id
from common.rows import add_row, columns_of, one
from registry.domain.cluster_renewal import Cause, State
from registry.domain.renewal_call import RenewalCall
from registry.tables.clusters import cluster_renewals, clusters, renewal_calls


async def add_step(
    tx: Transaction,
    application_id: UUID,
    *,
    of: tuple[UUID, UUID],
    state: State,
    cause: Cause,
    at: datetime,
) -> None:
    """Add a step of a renewal; `of` are its cluster and its round."""
    cluster_id, round_id = of
    await add_row(
        tx,
        cluster_renewals,
        {
            "id": new_id(),
            "cluster_id": cluster_id,
            "application_id": application_id,
            "round_id": round_id,
            "state": state,
            "at": at,
            "cause": cause,
            "recorded_at": tx.at,
        },
    )


async def known(tx: Transaction, application_id: UUID) -> tuple[UUID, UUID] | None:
    """The cluster and the round of an application for renewal that was heard of."""
    table = cluster_renewals.c
    found = select(table.cluster_id, table.round_id).where(table.application_id == application_id)
    rows = await tx.rows(found.limit(1))
    return (rows[0].cluster_id, rows[0].round_id) if rows else None


async def applied(tx: Transaction, call: RenewalCall) -> Sequence[UUID]:
    """The applications that stand in a round for a cluster: filed, and not withdrawn."""
    table = cluster_renewals.c
    own = (table.cluster_id == call.cluster_id) & (table.round_id == call.round_id)
    withdrawn = select(table.application_id).where(own, table.cause == "withdrawn")
    filed = select(table.application_id).where(own, table.application_id.not_in(withdrawn))
    return [row.application_id for row in await tx.rows(filed.distinct())]


async def every_cluster(tx: Transaction) -> Sequence[UUID]:
    """The ids of all clusters: a round asks each whether it concerns it."""
    return [row.id for row in await tx.rows(select(clusters.c.id).order_by(clusters.c.number))]


async def add_call(tx: Transaction, new: RenewalCall) -> None:
    """Keep that a round concerns a cluster, which is told in the same transaction."""
    await add_row(tx, renewal_calls, columns_of(renewal_calls, new))


async def move_closing(tx: Transaction, round_id: UUID, closes_at: datetime) -> None:
    """Keep that a round closes later."""
    own = renewal_calls.c.round_id == round_id
    await tx.connection.execute(update(renewal_calls).where(own).values(closes_at=closes_at))


async def past(source: Reader, *, now: datetime, day: date) -> Sequence[RenewalCall]:
    """The calls without a lead whose window and period have both ended."""
    table = renewal_calls.c
    ended = (table.closes_at < now) & (table.last_day < day) & table.lead_id.is_(None)
    rows = await source.rows(select(renewal_calls).where(ended))
    return [call_of(row) for row in rows]


async def held(tx: Transaction, call: RenewalCall) -> RenewalCall:
    """The call as it stands, held until the transaction ends: it leads to one case."""
    table = renewal_calls.c
    own = (table.round_id == call.round_id) & (table.cluster_id == call.cluster_id)
    return call_of(await one(tx, select(renewal_calls).where(own).with_for_update()))


async def keep_lead(tx: Transaction, call: RenewalCall, lead_id: UUID) -> None:
    """Keep which lead a call has led to."""
    table = renewal_calls.c
    own = (table.round_id == call.round_id) & (table.cluster_id == call.cluster_id)
    await tx.connection.execute(update(renewal_calls).where(own).values(lead_id=lead_id))


def call_of(row: Row[Any]) -> RenewalCall:
    """The call in a row."""
    return RenewalCall(**row._mapping)
