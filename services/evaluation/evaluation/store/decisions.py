"""Decisions in the database: only ever appended."""

from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, select

from common.database import Source, Transaction
from common.rows import add_row, columns_of
from evaluation.domain.decision import Decision
from evaluation.tables.evaluations import decisions
from programme.remedies import Remedies

_REMEDIES: Final = TypeAdapter(Remedies | None)


async def of_evaluation(source: Source, evaluation_id: UUID) -> tuple[Decision, ...]:
    """All decisions on an evaluation, oldest first; the last one stands."""
    own = decisions.c.evaluation_id == evaluation_id
    rows = await source.rows(select(decisions).where(own).order_by(decisions.c.number))
    return tuple(decision_of(row) for row in rows)


async def add(tx: Transaction, new: Decision) -> None:
    """Write a decision."""
    values = columns_of(decisions, new)
    values["clauses"] = list(new.clauses)
    values["remedies"] = _REMEDIES.dump_python(new.remedies, mode="json")
    await add_row(tx, decisions, values)


def decision_of(row: Row[Any]) -> Decision:
    """The decision in a row."""
    columns = dict(row._mapping)
    columns["clauses"] = tuple(columns["clauses"])
    columns["remedies"] = _REMEDIES.validate_python(columns["remedies"])
    return Decision(**columns)
