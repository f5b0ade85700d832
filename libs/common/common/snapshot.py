"""Reads in one snapshot: what a long answer tells is all of one moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from common.database import CONNECTION_LOST, Database
from common.errors import Unavailable
from common.sql import Connection

# The pool plans a statement once for all values; a filter that meets one row in a million or every
# second one needs a plan for its value. And a short answer is not worth starting helpers for.
_BEGIN: Final = """
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL plan_cache_mode = force_custom_plan;
    SET LOCAL max_parallel_workers_per_gather = 0
"""


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[Connection]:
    """A connection that sees one moment, without a caller's context, and writes nothing.

    Raises `Unavailable` when the database cannot be reached.
    """
    try:
        async with _begun(database) as connection:
            try:
                yield connection
            finally:
                await asyncio.shield(_ended(connection))
    except CONNECTION_LOST as error:
        raise Unavailable(retry_after_s=1) from error


@asynccontextmanager
async def _begun(database: Database) -> AsyncIterator[Connection]:
    # Every pooled connection may have died with its server; the last one tried is fresh.
    for attempt in range(database.size + 1):
        async with database.connection() as connection:
            try:
                await connection.driver.execute(_BEGIN)
            except CONNECTION_LOST:
                connection.driver.terminate()
                if attempt == database.size:
                    raise
                continue
            yield connection
            return


async def _ended(connection: Connection) -> None:
    with suppress(*CONNECTION_LOST):
        await connection.driver.execute("ROLLBACK")
