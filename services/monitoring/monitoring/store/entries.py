"""Entries in the database: each kind in a table of its own, with what they share in front."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, func, select

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id
from common.rows import add_row, one, save_version
from monitoring.domain.entry import Entry, Kind
from monitoring.tables.entries import (
    policy_documents,
    service_deliveries,
    service_institutions,
    support_measures,
    tracking_notes,
)

TABLES: Final[Mapping[Kind, Table]] = {
    "tracking_note": tracking_notes,
    "policy_document": policy_documents,
    "support_measure": support_measures,
    "service_institution": service_institutions,
    "service_delivery": service_deliveries,
}
STANDING: Final = ("recorded", "assessed")
_HEAD: Final = (
    "id",
    "status",
    "version",
    "district",
    "recorded_by",
    "recorded_at",
    "supersedes",
    "ended_because",
)


async def load(source: Source, kind: Kind, ref: str | UUID) -> Entry:
    """The entry of a kind with an id; raises `NotFound`."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    if known is None:
        raise NotFound()
    table = TABLES[kind]
    return entry_of(kind, await one(source, select(table).where(table.c.id == known)))


async def add(tx: Transaction, new: Entry) -> None:
    """Write a new entry."""
    await add_row(tx, TABLES[new.kind], _columns(new))


async def save(tx: Transaction, changed: Entry) -> None:
    """Write the next version of an entry; raises `Stale` for the slower of two."""
    await save_version(tx, TABLES[changed.kind], _columns(changed))


def entry_of(kind: Kind, row: Row[Any]) -> Entry:
    """The entry in a row."""
    head = {name: getattr(row, name) for name in _HEAD}
    own = {column.name for column in TABLES[kind].columns} - set(_HEAD)
    content = {name: getattr(row, name) for name in own}
    return Entry(kind=kind, content=content, **head)


def standing(table: Table) -> ColumnElement[bool]:
    """The condition that an entry stands: neither corrected nor withdrawn."""
    return table.c.status.in_(STANDING)


def in_year(column: ColumnElement[date], year: int) -> ColumnElement[bool]:
    """The condition that a day lies in a calendar year."""
    return column.between(func.make_date(year, 1, 1), func.make_date(year, 12, 31))


def _columns(entry: Entry) -> dict[str, Any]:
    own = {column.name for column in TABLES[entry.kind].columns} - set(_HEAD)
    head = {name: getattr(entry, name) for name in _HEAD}
    return {**{name: entry.content.get(name) for name in own}, **head}
