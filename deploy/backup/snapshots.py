"""One moment in four databases: no effect is in it whose event is not."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import asyncpg

from deploy.local.binaries import Missing
from deploy.local.databases import SERVICES

# Whoever wants to write waits behind us; longer than this and the backup gives way.
WAIT_FOR_OUTBOX: Final = "5s"


@asynccontextmanager
async def one_moment(admin_url: str) -> AsyncIterator[dict[str, str]]:
    """The exported snapshot of each service's database, for as long as the context lasts.

    Every snapshot is taken while all four outboxes are held, so nobody can announce anything
    between the first and the last. What a consumer had taken by then was announced before.
    """
    async with AsyncExitStack() as readers:
        async with AsyncExitStack() as holders:
            for service in SERVICES:
                await _hold_outbox(await _connected(holders, admin_url, service), service)
            snapshots = {
                service: await _exported(await _connected(readers, admin_url, service))
                for service in SERVICES
            }
        yield snapshots


async def _connected(stack: AsyncExitStack, admin_url: str, database: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(admin_url, database=database)
    stack.push_async_callback(connection.close)
    return connection


async def _hold_outbox(connection: asyncpg.Connection, service: str) -> None:
    await connection.execute("BEGIN")
    await connection.execute(f"SET LOCAL lock_timeout = '{WAIT_FOR_OUTBOX}'")
    try:
        await connection.execute("LOCK TABLE outbox IN SHARE MODE")
    except asyncpg.LockNotAvailableError as error:
        raise Missing(f"{service} has a write under way that does not end; try later.") from error


async def _exported(connection: asyncpg.Connection) -> str:
    await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return str(await connection.fetchval("SELECT pg_export_snapshot()"))
