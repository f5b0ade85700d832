"""The copies of filed cases in the database, and which cluster came of which."""

from dataclasses import asdict, fields
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.case import PlanTarget, StandardPin
from common.database import Source, Transaction
from monitoring.domain.filed_case import FiledCase
from monitoring.tables.filed_cases import cluster_cases, filed_cases

_PLAIN: Final = tuple(
    field.name for field in fields(FiledCase) if field.name not in {"standard", "plan_targets"}
)
_STANDARD: Final = TypeAdapter(StandardPin)
_TARGETS: Final = TypeAdapter(tuple[PlanTarget, ...])


async def keep(tx: Transaction, case: FiledCase) -> None:
    """Write the copy of a case; one that was sent on again replaces the one before."""
    values = asdict(case) | {
        "standard": _STANDARD.dump_python(case.standard, mode="json"),
        "plan_targets": _TARGETS.dump_python(case.plan_targets, mode="json"),
        "facts": dict(case.facts),
    }
    written = insert(filed_cases).values(**values)
    again = written.on_conflict_do_update(index_elements=["application_id"], set_=values)
    await tx.connection.execute(again)


async def link(tx: Transaction, *, cluster_id: UUID, application_id: UUID) -> None:
    """Note which application made or renewed a cluster."""
    written = insert(cluster_cases).values(cluster_id=cluster_id, application_id=application_id)
    await tx.connection.execute(written.on_conflict_do_nothing())


async def of_cluster(source: Source, cluster_id: UUID) -> list[FiledCase]:
    """The cases that made and renewed a cluster, oldest first; those whose facts came in."""
    statement = (
        select(filed_cases)
        .join(cluster_cases, cluster_cases.c.application_id == filed_cases.c.application_id)
        .where(cluster_cases.c.cluster_id == cluster_id)
        .order_by(filed_cases.c.base_year, filed_cases.c.application_id)
    )
    return [case_of(row) for row in await source.rows(statement)]


def case_of(row: Any) -> FiledCase:
    """The case in a row."""
    return FiledCase(
        **{name: getattr(row, name) for name in _PLAIN},
        standard=_STANDARD.validate_python(row.standard),
        plan_targets=_TARGETS.validate_python(row.plan_targets),
    )
