"""The timeline in the database, and which application a cluster came from."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from common.database import Transaction
from common.ids import new_id
from common.rows import add_row
from intake.domain.timeline import Line
from intake.tables.applications import case_clusters, timeline


async def add(tx: Transaction, line: Line) -> None:
    """Append a line; one known by its cluster alone finds its application, or waits for it."""
    application_id = line.application_id
    if application_id is None and line.cluster_number is not None:
        application_id = await _application_of(tx, line.cluster_number)
    # Events of different aggregates are applied side by side; their ids keep the order.
    told_by = tx.cause or new_id()
    values = asdict(line) | {"application_id": application_id, "told_by": told_by}
    await add_row(tx, timeline, values)


async def link_cluster(
    tx: Transaction, *, number: str, cluster_id: UUID, application_id: UUID
) -> None:
    """Remember a cluster's application, and give it the lines that came before."""
    values = {
        "cluster_number": number,
        "cluster_id": cluster_id,
        "application_id": application_id,
    }
    await _lock(tx, number)
    known = upsert(case_clusters).values(values).on_conflict_do_nothing()
    await tx.connection.execute(known)
    waiting = (timeline.c.cluster_number == number) & timeline.c.application_id.is_(None)
    await tx.connection.execute(
        update(timeline).where(waiting).values(application_id=application_id)
    )


def lines_of(application_id: UUID) -> Select[Any]:
    """The lines of an application in the order in which they happened."""
    own = timeline.c.application_id == application_id
    return (
        select(timeline).where(own).order_by(timeline.c.at, timeline.c.told_by, timeline.c.position)
    )


async def _lock(tx: Transaction, cluster_number: str) -> None:
    # A line and the link it needs may be written at once by two consumers; one must see the other.
    await tx.connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(cluster_number))))


async def _application_of(tx: Transaction, cluster_number: str) -> UUID | None:
    await _lock(tx, cluster_number)
    of = select(case_clusters.c.application_id).where(
        case_clusters.c.cluster_number == cluster_number
    )
    found: UUID | None = (await tx.connection.execute(of)).scalar_one_or_none()
    return found
