"""A designation was revoked: what it still owes is closed from the effective day on."""

from common import audit
from common.contracts.cluster import ClusterRevoked
from common.database import Transaction
from monitoring.domain.cluster import NotYet
from monitoring.domain.obligation import waived_by_revocation
from monitoring.store import clusters, obligations


async def close_obligations(tx: Transaction, event: ClusterRevoked) -> None:
    """Close what is owed from the effective day on; a report received by then is dealt with."""
    cluster_id, day = event.cluster.cluster_id, event.effective_on
    if not await clusters.mark_revoked(tx, cluster_id, on=day, clause=event.clause):
        raise NotYet("the designation of this cluster has not come in")
    await audit.record(tx, "cluster", cluster_id, act=event.TYPE, detail={"clause": event.clause})
    for owed in await obligations.of_cluster(tx, cluster_id):
        closed = waived_by_revocation(owed, day)
        if closed != owed:
            await obligations.save(tx, closed)
            detail = {"because": closed.closed_because, "on": day.isoformat()}
            await audit.record(tx, "obligation", owed.id, act="close", detail=detail)
