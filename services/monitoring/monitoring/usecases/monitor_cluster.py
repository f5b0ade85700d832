"""A cluster was designated or renewed: it is monitored and owes its reports."""

from common import audit
from common.contracts.cluster import ClusterDesignated, ClusterRenewed
from common.database import Transaction
from monitoring.domain.cluster import MonitoredCluster
from monitoring.domain.obligation import NOT_RENEWING
from monitoring.store import clusters, cycles, filed_cases
from monitoring.usecases.write_obligations import reopen_obligations, write_obligations


async def monitor_cluster(tx: Transaction, event: ClusterDesignated | ClusterRenewed) -> None:
    """Keep the cluster's public facts and write what it owes; a renewal adds periods (art. 16)."""
    await cycles.hold(tx)
    cluster_id = event.cluster.cluster_id
    known = await clusters.find(tx, cluster_id)
    cluster = MonitoredCluster(facts=event.cluster, report=event.report)
    if known is not None:
        cluster = known.renewed(event.cluster, event.report)
    await clusters.keep(tx, cluster)
    await filed_cases.link(tx, cluster_id=cluster_id, application_id=event.application_id)
    await audit.record(tx, "cluster", cluster_id, act=event.TYPE)
    if isinstance(event, ClusterRenewed):  # its filing may come in later than what came of it
        await reopen_obligations(tx, cluster_id, NOT_RENEWING)
    await write_obligations(tx, cluster)
