"""The facts of clusters in two times: rows are added, never changed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, select

from common.contracts.case import PlanTarget
from common.database import Source, Transaction
from common.rows import add_row
from registry.domain.cluster_facts import FACTS, Cause, FactRow
from registry.store.register import PublicRegister
from registry.tables.clusters import cluster_facts

TARGETS: Final = TypeAdapter(tuple[PlanTarget, ...])
_CAUSE: Final = ("reference", "reason", "corrects")
# Who recorded a fact is not published; the role `registry_public` has no right to that column.
_PUBLISHED: Final = ("id", "valid_from", "recorded_at", "cause", *_CAUSE, *FACTS)


async def rows_of(source: Source | PublicRegister, cluster_id: UUID) -> Sequence[FactRow]:
    """Every row of a cluster, in the order of recording."""
    table = cluster_facts.c
    found = select(*(table[name] for name in _PUBLISHED)).where(table.cluster_id == cluster_id)
    rows = await source.rows(found.order_by(table.recorded_at, table.id))
    return [fact_of(row) for row in rows]


async def insert_row(tx: Transaction, cluster_id: UUID, new: FactRow) -> None:
    """Add a row that states some facts from a day on."""
    await add_row(
        tx,
        cluster_facts,
        {
            "id": new.id,
            "cluster_id": cluster_id,
            "valid_from": new.valid_from,
            "recorded_at": new.recorded_at,
            "recorded_by": tx.actor.subject,
            "cause": new.cause.kind,
            **{name: getattr(new.cause, name) for name in _CAUSE},
            **as_columns(new.stated),
        },
    )


def as_columns(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the columns that hold them; raises `KeyError` for what is no fact."""
    columns = {name: stated[name] for name in FACTS if name in stated}
    if strange := stated.keys() - columns.keys():
        raise KeyError(*strange)
    if "plan_targets" in columns:
        columns["plan_targets"] = TARGETS.dump_python(columns["plan_targets"], mode="json")
    return columns


def fact_of(row: Row[Any]) -> FactRow:
    """The facts that a row states."""
    columns = dict(row._mapping)
    stated = {name: columns[name] for name in FACTS if columns[name] is not None}
    if "plan_targets" in stated:
        stated["plan_targets"] = TARGETS.validate_python(stated["plan_targets"])
    return FactRow(
        id=columns["id"],
        valid_from=columns["valid_from"],
        recorded_at=columns["recorded_at"],
        cause=Cause(kind=columns["cause"], **{name: columns[name] for name in _CAUSE}),
        stated=stated,
    )
