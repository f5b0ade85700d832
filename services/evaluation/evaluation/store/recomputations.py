"""Recomputations in the database: only ever appended."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, select

from common.contracts.case import StandardPin
from common.database import Source, Transaction
from common.rows import add_row
from evaluation.domain.recomputation import Recomputation
from evaluation.tables.recomputations import recomputations

_PIN: Final = TypeAdapter(StandardPin)


async def add(tx: Transaction, new: Recomputation) -> None:
    """Write a recomputation."""
    columns = {column.name: getattr(new, column.name) for column in recomputations.columns}
    columns["standard"] = _PIN.dump_python(new.standard, mode="json")
    columns["problems"] = list(new.problems)
    await add_row(tx, recomputations, columns)


async def of_evaluation(source: Source, evaluation_id: UUID) -> tuple[Recomputation, ...]:
    """The recomputations of a case, oldest first."""
    own = select(recomputations).where(recomputations.c.evaluation_id == evaluation_id)
    rows = await source.rows(own.order_by(recomputations.c.id))
    return tuple(_recomputation_of(row) for row in rows)


def _recomputation_of(row: Row[Any]) -> Recomputation:
    columns = dict(row._mapping)
    columns["standard"] = _PIN.validate_python(columns["standard"])
    columns["problems"] = tuple(columns["problems"])
    return Recomputation(**columns)
