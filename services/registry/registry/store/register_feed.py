"""The feed of the register: changes in the order of their commits, none left out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from common.rows import Rows
from common.sql import Connection
from registry.tables.register_changes import feed_head, register_changes


async def last_number(source: Rows) -> int:
    """The number of the latest change; 0 while there is none."""
    [head] = await source.rows(select(feed_head.c.last))
    return int(head.last)


async def last_number_in(connection: Connection) -> int:
    """The same inside a snapshot."""
    return int((await connection.execute(select(feed_head.c.last))).scalar_one())


async def changes_after(source: Rows, number: int, *, limit: int) -> Sequence[Row[Any]]:
    """Up to `limit` changes with greater numbers, in order."""
    table = register_changes.c
    shown = select(table.number, table.kind, table.recorded_at, table.facts)
    return await source.rows(shown.where(table.number > number).order_by(table.number).limit(limit))
