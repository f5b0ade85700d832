"""Packaged standards with the acts of their publication."""

from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.case import StandardPin
from common.database import Database, Source, Transaction
from common.errors import NotFound
from common.rows import write_one
from evaluation.domain.standard import StandardAct, StandardRecord
from evaluation.tables.standards import standard_acts
from programme.standards import registry

_ORDER: Final = (standard_acts.c.standard_id, standard_acts.c.number)


async def load(source: Source, standard_id: str) -> StandardRecord:
    """The standard with an id and its acts; raises `NotFound`."""
    try:
        standard = registry.load(standard_id)
    except registry.UnknownStandard as error:
        raise NotFound() from error
    own = (standard_acts.c.standard_id == standard.id) & (
        standard_acts.c.revision == standard.revision
    )
    rows = await source.rows(select(standard_acts).where(own).order_by(*_ORDER))
    return StandardRecord(standard=standard, acts=tuple(_act_of(row) for row in rows))


async def with_acts(database: Database) -> frozenset[str]:
    """The ids of the standards whose publication has begun."""
    rows = await database.plain_rows(select(standard_acts.c.standard_id).distinct())
    return frozenset(row.standard_id for row in rows)


async def append(tx: Transaction, act: StandardAct) -> None:
    """Write the next act; raises `Stale` when another writer was first."""
    values = {
        "id": act.id,
        "standard_id": act.standard.id,
        "revision": act.standard.revision,
        "sha256": act.standard.sha256,
        "number": act.number,
        "act": act.act,
        "effective_from": act.effective_from,
        "actor": act.actor,
        "at": act.at,
    }
    await write_one(tx, insert(standard_acts).values(values).on_conflict_do_nothing())


def _act_of(row: Row[Any]) -> StandardAct:
    return StandardAct(
        id=row.id,
        standard=StandardPin(id=row.standard_id, revision=row.revision, sha256=row.sha256),
        number=row.number,
        act=row.act,
        effective_from=row.effective_from,
        actor=row.actor,
        at=row.at,
    )
