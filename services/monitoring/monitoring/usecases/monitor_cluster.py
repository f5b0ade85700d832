"""A cluster was designated or renewed: it is monitored and owes its reports."""

from common import audit
from common.contracts.cluster import ClusterDesignated, ClusterRenewed
from common.database import Transaction
from monitoring.domain.cluster import MonitoredCluster, obligations_of
from monitoring.store import clusters, cycles, filed_cases, obligations
from monitoring.terms import reading


async def monitor_cluster(tx: Transaction, event: ClusterDesignated | ClusterRenewed) -> None:
    """Keep the cluster's public facts and write what it owes; a renewal adds periods (art. 16)."""
    terms, cluster_id = reading.reporting(), event.cluster.cluster_id
    cluster = MonitoredCluster(facts=event.cluster, report=event.report)
    await clusters.keep(tx, cluster)
    await filed_cases.link(tx, cluster_id=cluster_id, application_id=event.application_id)
    await audit.record(tx, "cluster", cluster_id, act=event.TYPE)
    for owed in obligations_of(cluster, terms):
        if await obligations.add(tx, owed):
            detail = {"cluster": owed.cluster_number, "period": owed.period}
            await audit.record(tx, "obligation", owed.id, act="owe", detail=detail)
    for cycle in await cycles.opened(tx):
        await cycles.bind(tx, cycle, always=terms.last_period_is_owed, only=cluster_id)
