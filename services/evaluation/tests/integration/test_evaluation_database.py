"""The database as the migrations make it."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from common import migrations
from common.testing.databases import TestDatabases


async def test_the_migrations_make_the_declared_tables_each_behind_a_forced_wall(
    databases: TestDatabases,
) -> None:
    fresh = await databases.fresh("evaluation")
    await asyncio.to_thread(migrations.check, "evaluation", fresh.url("owner"))
    engine = create_async_engine(fresh.url("owner"))
    async with engine.connect() as connection:
        unprotected = await connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = 'public'::regnamespace AND NOT relforcerowsecurity "
                "AND relname <> 'alembic_version'"
            )
        )
        names = [row.relname for row in unprotected]
    await engine.dispose()
    assert names == []
