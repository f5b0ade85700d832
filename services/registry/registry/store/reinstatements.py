"""Decisions that set revocations aside, appended to the register."""

from dataclasses import replace

from common import audit
from common.database import Transaction
from common.ids import new_id
from common.rows import add_row, save_version
from registry.domain.cluster import Cluster, SetAside
from registry.domain.reinstatement import Reinstatement
from registry.tables.clusters import clusters
from registry.tables.set_asides import cluster_set_asides


async def add(tx: Transaction, cluster: Cluster, new: Reinstatement) -> Cluster:
    """Append a decision; returns the cluster as it leaves it.

    Raises `Stale` when another writer was first.
    """
    await save_version(tx, clusters, {"id": cluster.id, "version": cluster.version + 1})
    columns = {
        column.name: getattr(new, column.name, None) for column in cluster_set_asides.columns
    }
    columns |= {"id": new_id(), "recorded_at": tx.at}
    await add_row(tx, cluster_set_asides, columns)
    detail = {
        "case": str(new.case_id),
        "reach": new.reach,
        "effective_on": new.effective_on.isoformat(),
        "document": new.document_number,
    }
    await audit.record(tx, "cluster", cluster.id, act="reinstate", detail=detail)
    aside = SetAside(case_id=new.case_id, effective_on=new.effective_on, recorded_at=tx.at)
    after = (*cluster.set_asides, aside)
    return replace(cluster, version=cluster.version + 1, set_asides=after)
