"""A cluster was designated or renewed: it is monitored and owes its reports."""

from common import audit
from common.contracts.cluster import ClusterDesignated, ClusterRenewed
from common.database import Transaction
from monitoring.domain.cluster import MonitoredCluster
from monitoring.store import clusters, filed_cases
from monitoring.usecases.write_obligations import write_obligations


async def monitor_cluster(tx: Transaction, event: ClusterDesignated | ClusterRenewed) -> None:
    """Keep the cluster's public facts and write what it owes; a renewal adds periods (art. 16)."""
    cluster_id = event.cluster.cluster_id
    cluster = MonitoredCluster(facts=event.cluster, report=event.report)
    await clusters.keep(tx, cluster)
    await filed_cases.link(tx, cluster_id=cluster_id, application_id=event.application_id)
    await audit.record(tx, "cluster", cluster_id, act=event.TYPE)
    await write_obligations(tx, cluster)
