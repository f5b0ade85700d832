"""The indicators of a cluster, from the filings that its database holds."""

from common.database import Source
from monitoring.domain.cluster import MonitoredCluster
from monitoring.domain.cluster_indicators import Indicators, indicators_of
from monitoring.store import filed_cases, filings
from monitoring.terms.report_reading import warning_terms


async def of_cluster(source: Source, cluster: MonitoredCluster) -> Indicators:
    """The indicators of a cluster that the actor sees."""
    cluster_id = cluster.facts.cluster_id
    return indicators_of(
        await filed_cases.of_cluster(source, cluster_id),
        await filings.of_cluster(source, cluster_id),
        cluster.facts.plan_targets,
        last_day=max(period.last_day for period in cluster.facts.periods),
        terms=warning_terms(),
    )
