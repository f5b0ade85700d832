"""Rounds in the database."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, insert, select, update

from common.contracts.case import StandardPin
from common.database import Source, Transaction
from common.errors import NotFound, Stale
from common.ids import as_id
from intake.domain.round import Round, RoundTerms
from intake.tables.rounds import rounds

_TERMS: Final = TypeAdapter(RoundTerms)
_STANDARD: Final = TypeAdapter(StandardPin)


async def load(source: Source, ref: str | UUID) -> Round:
    """The round with an id or number; raises `NotFound`."""
    found = await source.rows(select(rounds).where(named(ref)))
    if not found:
        raise NotFound()
    return round_of(found[0])


async def add(tx: Transaction, new: Round) -> None:
    """Write a new round."""
    await tx.connection.execute(insert(rounds).values(**_columns(new)))


async def save(tx: Transaction, changed: Round) -> None:
    """Write a changed round; raises `Stale` when another writer was first."""
    saved = await tx.connection.execute(
        update(rounds)
        .where(rounds.c.id == changed.id, rounds.c.version == changed.version - 1)
        .values(**_columns(changed))
    )
    if saved.rowcount != 1:
        raise Stale()


def named(ref: str | UUID) -> ColumnElement[bool]:
    """The condition that a row is the one a reference names, by id or by number."""
    known = ref if isinstance(ref, UUID) else as_id(ref)
    return rounds.c.id == known if known else rounds.c.number == str(ref)


def round_of(row: Row[Any]) -> Round:
    """The round in a row."""
    columns = dict(row._mapping)
    columns["standard"] = _STANDARD.validate_python(columns["standard"])
    columns["terms"] = _TERMS.validate_python(columns["terms"])
    return Round(**columns)


def _columns(of: Round) -> dict[str, Any]:
    columns = {name: getattr(of, name) for name in rounds.c.keys()}  # noqa: SIM118
    columns["standard"] = _STANDARD.dump_python(of.standard, mode="json")
    columns["terms"] = _TERMS.dump_python(of.terms, mode="json")
    return columns
