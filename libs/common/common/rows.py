"""What every store does with rows: find one by id or number, write one, change one by version."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Row, Select, Table, update

from common.database import Transaction
from common.errors import NotFound, Stale
from common.ids import as_id


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


async def one(source: Rows, statement: Select[Any], **values: Any) -> Row[Any]:
    """The first row of a statement; raises `NotFound`, also for what is invisible."""
    found = await source.rows(statement, **values)
    if not found:
        raise NotFound()
    return found[0]


def columns_of(table: Table, thing: object) -> dict[str, Any]:
    """The values of a table's columns, from the attributes of the same names."""
    return {column.name: getattr(thing, column.name) for column in table.columns}


async def write_one(tx: Transaction, statement: Executable) -> None:
    """Run a statement that writes one row; raises `Stale` when another writer was first."""
    if (await tx.connection.execute(statement)).rowcount != 1:
        raise Stale()


async def save_version(tx: Transaction, table: Table, values: Mapping[str, Any]) -> None:
    """Change the row of an id to its next version; raises `Stale` when another was first."""
    row_id, version = values["id"], values["version"]
    own = (table.c.id == row_id) & (table.c.version == version - 1)
    changing = {name: value for name, value in values.items() if name != "id"}
    await write_one(tx, update(table).where(own).values(**changing))
