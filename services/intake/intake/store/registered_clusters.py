"""The register's clusters as intake keeps them."""

from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from common.contracts.case import PlanTarget
from common.database import Source, Transaction
from common.rows import columns_of
from intake.domain.registered_cluster import RegisteredCluster
from intake.tables.registered_clusters import registered_clusters

_TARGETS: Final = TypeAdapter(tuple[PlanTarget, ...])


async def keep(tx: Transaction, cluster: RegisteredCluster) -> None:
    """Write what an event states of a cluster, in place of what was known."""
    columns = columns_of(registered_clusters, cluster)
    columns["plan_targets"] = _TARGETS.dump_python(cluster.plan_targets, mode="json")
    known = insert(registered_clusters).values(columns)
    await tx.connection.execute(
        known.on_conflict_do_update(index_elements=["cluster_id"], set_=columns)
    )


async def find(source: Source, number: str) -> RegisteredCluster | None:
    """The cluster with a number, or None."""
    own = select(registered_clusters).where(registered_clusters.c.number == number)
    rows = await source.rows(own)
    if not rows:
        return None
    columns = dict(rows[0]._mapping)
    columns["plan_targets"] = _TARGETS.validate_python(columns["plan_targets"])
    return RegisteredCluster(**columns)
