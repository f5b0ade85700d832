"""Judgments in the database: only ever appended."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select

from common.database import Source, Transaction
from evaluation.domain.judgment import Evidence, Judgment
from evaluation.tables.evaluations import judgments

_EVIDENCE: Final = TypeAdapter(tuple[Evidence, ...])
_SCALARS: Final = (
    "id",
    "evaluation_id",
    "number",
    "check_number",
    "criterion_id",
    "finding",
    "reason",
    "judged_by",
    "judged_at",
)


async def of_evaluation(source: Source, evaluation_id: UUID) -> tuple[Judgment, ...]:
    """All judgments of an evaluation, oldest first."""
    own = judgments.c.evaluation_id == evaluation_id
    rows = await source.rows(select(judgments).where(own).order_by(judgments.c.number))
    return tuple(judgment_of(row) for row in rows)


async def add_all(tx: Transaction, new: Sequence[Judgment]) -> None:
    """Write new judgments."""
    rows = [
        {name: getattr(judgment, name) for name in _SCALARS}
        | {"evidence": _EVIDENCE.dump_python(judgment.evidence, mode="json", exclude_none=True)}
        for judgment in new
    ]
    await tx.connection.execute(insert(judgments), rows)


def judgment_of(row: Row[Any]) -> Judgment:
    """The judgment in a row."""
    return Judgment(
        **{name: getattr(row, name) for name in _SCALARS},
        evidence=_EVIDENCE.validate_python(row.evidence),
    )
