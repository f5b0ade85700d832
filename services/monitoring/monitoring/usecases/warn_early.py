"""A report was confirmed: what drifts towards its line is raised anew, what holds is cleared."""

from common import audit
from common.database import Transaction
from monitoring.domain.obligation import Obligation
from monitoring.store import clusters, early_warnings, indicators


async def warn_early(tx: Transaction, owed: Obligation) -> None:
    """Put the early warnings of a cluster on record as its confirmed figures give them."""
    cluster = await clusters.find(tx, owed.cluster_id)
    assert cluster is not None, "an obligation refers to its cluster"
    found = await indicators.of_cluster(tx, cluster)
    await early_warnings.clear(tx, owed.cluster_id)
    for series, drift in found.drifts:
        await early_warnings.raise_one(tx, cluster, series, drift, period=owed.period)
    raised = [f"{series.criterion_id}: {drift.sign}" for series, drift in found.drifts]
    await audit.record(tx, "cluster", owed.cluster_id, act="warn_early", detail={"raised": raised})
