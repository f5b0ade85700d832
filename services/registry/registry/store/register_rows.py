"""Every cluster of the register, batch by batch out of one snapshot."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from common.sql import Connection, compiled
from registry.store.clusters import published
from registry.store.register import standing_of
from registry.tables.clusters import clusters

BATCH: Final = 500
_NOT_TOLD: Final = {"id", "version", "renewals"}


async def batches(
    connection: Connection, day: date, *, size: int = BATCH
) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """The published facts of all clusters with their standing on a day, in order of number.

    Through a cursor of the server, so that no more than a batch is ever in memory.
    """
    told = [column for column in published().selected_columns if column.key not in _NOT_TOLD]
    every = published().with_only_columns(*told, standing_of(day).label("standing"))
    sql, arguments, _ = compiled(every.order_by(clusters.c.number), {})
    cursor = await connection.driver.cursor(sql, *arguments)
    while rows := await cursor.fetch(size):
        yield [dict(row) for row in rows]
