"""Many rows into an empty table at once: PostgreSQL builds indexes at the end, not row by row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

_INDEXES: Final = """
    SELECT indexname AS name, indexdef AS again FROM pg_indexes
    WHERE tablename = ANY($1) AND indexname LIKE 'ix\\_%'
"""
_EXCLUSIONS: Final = """
    SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS again
    FROM pg_constraint WHERE contype = 'x' AND conrelid = ANY($1::regclass[])
"""
# Few and large checkpoints, as for any bulk load.
_ROOM: Final = (
    "ALTER SYSTEM SET max_wal_size = '8GB'",
    "SELECT pg_reload_conf()",
    "SET maintenance_work_mem = '512MB'",
)


@asynccontextmanager
async def without_indexes(admin: Any, *tables: str) -> AsyncIterator[None]:
    """Within this, a superuser's connection fills tables that have no index but their keys.

    No trigger runs either, so no foreign key is looked up.
    """
    for statement in _ROOM:
        await admin.execute(statement)
    indexes = await admin.fetch(_INDEXES, list(tables))
    exclusions = await admin.fetch(_EXCLUSIONS, list(tables))
    for each in exclusions:
        await admin.execute(f"ALTER TABLE {each['of']} DROP CONSTRAINT {each['name']}")
    for each in indexes:
        await admin.execute(f"DROP INDEX {each['name']}")
    await admin.execute("SET session_replication_role = replica")
    yield
    await admin.execute("SET session_replication_role = origin")
    for each in indexes:
        await admin.execute(each["again"], timeout=None)
    for each in exclusions:
        added = f"ADD CONSTRAINT {each['name']} {each['again']}"
        await admin.execute(f"ALTER TABLE {each['of']} {added}", timeout=None)
    await admin.execute(f"VACUUM ANALYZE {', '.join(tables)}", timeout=None)
