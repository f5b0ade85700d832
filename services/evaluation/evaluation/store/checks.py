"""Checks and their criterion lines in the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, insert, select

from common.contracts.case import StandardPin
from common.database import Source, Transaction
from common.rows import add_row
from evaluation.domain.check import Check, CriterionLine, FindingTaken
from evaluation.tables.evaluations import checks, criterion_lines

_PIN: Final = TypeAdapter(StandardPin)
_FINDINGS: Final = TypeAdapter(tuple[FindingTaken, ...])
_SCALARS: Final = (
    "id",
    "evaluation_id",
    "number",
    "purpose",
    "at",
    "application_year",
    "base_year",
    "kernel_version",
    "facts",
    "facts_sha256",
    "verdict",
    "verdict_sha256",
    "outcome",
    "receipt_sha256",
)


async def of_evaluation(source: Source, evaluation_id: UUID) -> tuple[Check, ...]:
    """All checks of an evaluation, oldest first."""
    return await _read(source, checks.c.evaluation_id == evaluation_id)


async def by_id(source: Source, check_ids: Sequence[UUID]) -> Mapping[UUID, Check]:
    """The checks with the given ids."""
    return {check.id: check for check in await _read(source, checks.c.id.in_(check_ids))}


async def _read(source: Source, condition: ColumnElement[bool]) -> tuple[Check, ...]:
    rows = await source.rows(select(checks).where(condition).order_by(checks.c.number))
    wanted = criterion_lines.c.check_id.in_([row.id for row in rows])
    by_check: dict[UUID, list[CriterionLine]] = defaultdict(list)
    ordered = select(criterion_lines).where(wanted).order_by(criterion_lines.c.position)
    for line in await source.rows(ordered):
        by_check[line.check_id].append(
            CriterionLine(id=line.id, clause=line.clause, force=line.force, outcome=line.outcome)
        )
    return tuple(_check_of(row, by_check[row.id]) for row in rows)


async def add(tx: Transaction, new: Check) -> None:
    """Write a check with a row for each criterion."""
    values = {name: getattr(new, name) for name in _SCALARS}
    values["standard"] = _PIN.dump_python(new.standard, mode="json")
    values["findings"] = _FINDINGS.dump_python(new.findings, mode="json")
    await add_row(tx, checks, values)
    lines = [
        {
            "check_id": new.id,
            "id": line.id,
            "position": position,
            "clause": line.clause,
            "force": line.force,
            "outcome": line.outcome,
        }
        for position, line in enumerate(new.lines)
    ]
    await tx.connection.execute(insert(criterion_lines), lines)


def _check_of(row: Row[Any], lines: list[CriterionLine]) -> Check:
    return Check(
        **{name: getattr(row, name) for name in _SCALARS},
        standard=_PIN.validate_python(row.standard),
        lines=tuple(lines),
        findings=_FINDINGS.validate_python(row.findings),
    )
