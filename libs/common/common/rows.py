"""What every store does with rows: find one by id or number, write one, change one by version."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    Table,
    bindparam,
    insert,
    select,
    update,
)

from common.database import Transaction
from common.errors import NotFound, Stale
from common.ids import as_id

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_OWN_ID, _OWN_VERSION = "own_id", "own_version"


class Rows(Protocol):
    """Whatever reads rows: a reader, a transaction, the public register."""

    async def rows(self, statement: Select[Any], /, **values: Any) -> Sequence[Row[Any]]:
        """The rows of a statement with named values."""
        ...


def named(
    ref: str | UUID, by_id: ColumnElement[Any], by_number: ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition that a row is of the thing a reference names, by its id or its number."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    return by_id == known if known else by_number == str(ref)


async def named_row(source: Rows, table: Table, ref: str | UUID) -> Row[Any]:
    """The row of the thing a reference names, by its id or its number; raises `NotFound`."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    return await one(source, _by(table, "id" if known else "number"), ref=known or str(ref))


async def one(source: Rows, statement: Select[Any], **values: Any) -> Row[Any]:
    """The first row of a statement; raises `NotFound`, also for what is invisible."""
    found = await source.rows(statement, **values)
    if not found:
        raise NotFound()
    return found[0]


def columns_of(table: Table, thing: object) -> dict[str, Any]:
    """The values of a table's columns, from the attributes of the same names."""
    return {column.name: getattr(thing, column.name) for column in table.columns}


async def write_one(
    tx: Transaction, statement: Executable, values: Mapping[str, Any] = NOTHING
) -> None:
    """Run a statement that writes one row; raises `Stale` when another writer was first."""
    if (await tx.connection.execute(statement, values)).rowcount != 1:
        raise Stale()


async def add_row(tx: Transaction, table: Table, values: Mapping[str, Any]) -> None:
    """Write a new row of these columns."""
    await tx.connection.execute(_insertion(table), values)


async def save_version(tx: Transaction, table: Table, values: Mapping[str, Any]) -> None:
    """Change the row of an id to its next version; raises `Stale` when another was first."""
    changing = {name: value for name, value in values.items() if name != "id"}
    own = {_OWN_ID: values["id"], _OWN_VERSION: values["version"] - 1}
    await write_one(tx, _change(table), changing | own)


# Made once a table: values that are arguments cost nothing, those put into a statement have it
# built and looked up anew each time, for longer than PostgreSQL takes to run it.
@cache
def _by(table: Table, column: str) -> Select[Any]:
    return select(table).where(table.c[column] == bindparam("ref"))


@cache
def _insertion(table: Table) -> Executable:
    return insert(table)


@cache
def _change(table: Table) -> Executable:
    own = table.c.id == bindparam(_OWN_ID), table.c.version == bindparam(_OWN_VERSION)
    return update(table).where(*own)
