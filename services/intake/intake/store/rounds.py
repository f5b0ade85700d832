"""Rounds in the database."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, select

from common.contracts.case import StandardPin
from common.database import Source, Transaction
from common.rows import add_row, columns_of, named_row, save_version
from intake.domain.extension import Extension
from intake.domain.round import Round, RoundTerms
from intake.tables.rounds import rounds

_TERMS: Final = TypeAdapter(RoundTerms)
_STANDARD: Final = TypeAdapter(StandardPin)
_EXTENSIONS: Final = TypeAdapter(tuple[Extension, ...])
_TAKING: Final = select(rounds).where(rounds.c.status != "draft")


async def load(source: Source, ref: str | UUID) -> Round:
    """The round with an id or number; raises `NotFound`."""
    return round_of(await named_row(source, rounds, ref))


async def of_applications(source: Source) -> Mapping[UUID, Round]:
    """Every round that takes or took applications, by its id: there are a few each year."""
    return {row.id: round_of(row) for row in await source.rows(_TAKING)}


async def add(tx: Transaction, new: Round) -> None:
    """Write a new round."""
    await add_row(tx, rounds, _columns(new))


async def save(tx: Transaction, changed: Round) -> None:
    """Write a changed round; raises `Stale` when another writer was first."""
    await save_version(tx, rounds, _columns(changed))


def round_of(row: Row[Any]) -> Round:
    """The round in a row."""
    return round_of_columns(dict(row._mapping))


def round_of_columns(found: Mapping[str, Any]) -> Round:
    """The round whose columns these are."""
    columns = dict(found)
    columns["standard"] = _STANDARD.validate_python(columns["standard"])
    columns["terms"] = _TERMS.validate_python(columns["terms"])
    columns["extensions"] = _EXTENSIONS.validate_python(columns["extensions"])
    return Round(**columns)


def _columns(of: Round) -> dict[str, Any]:
    columns = columns_of(rounds, of)
    columns["standard"] = _STANDARD.dump_python(of.standard, mode="json")
    columns["terms"] = _TERMS.dump_python(of.terms, mode="json")
    columns["extensions"] = _EXTENSIONS.dump_python(of.extensions, mode="json")
    return columns
