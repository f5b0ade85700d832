"""A cluster was designated or renewed: it is monitored and owes its reports."""

from common import audit
from common.contracts.cluster import ClusterDesignated, ClusterRenewed
from common.database import Transaction
from monitoring.domain.cluster import MonitoredCluster, obligations_of
from monitoring.store import clusters, obligations
from monitoring.terms import reading


async def monitor_cluster(tx: Transaction, event: ClusterDesignated | ClusterRenewed) -> None:
    """Keep the cluster's public facts and write what it owes; a renewal adds periods (art. 16)."""
    cluster = MonitoredCluster(facts=event.cluster, report=event.report)
    await clusters.keep(tx, cluster)
    await audit.record(tx, "cluster", event.cluster.cluster_id, act=event.TYPE)
    for owed in obligations_of(cluster, reading.reporting()):
        if await obligations.add(tx, owed):
            detail = {"cluster": owed.cluster_number, "period": owed.period}
            await audit.record(tx, "obligation", owed.id, act="owe", detail=detail)
