"""The register changed: name or institution of a cluster, or a revocation was set aside."""

from common import audit
from common.contracts.cluster import ClusterChanged, ClusterReinstated
from common.database import Transaction
from monitoring.domain.cluster import NotYet
from monitoring.domain.obligation import REVOKED
from monitoring.store import clusters
from monitoring.usecases.write_obligations import reopen_obligations


async def follow_change(tx: Transaction, event: ClusterChanged) -> None:
    """Keep what the register says now; whoever runs the cluster now acts for it (art. 8)."""
    known = await clusters.find(tx, event.cluster.cluster_id)
    if known is None:
        raise NotYet("the designation of this cluster has not come in")
    await clusters.keep(tx, known.followed_by(event.cluster))
    await clusters.carry_over(tx, event.cluster)
    detail = {"ground": event.ground}
    await audit.record(tx, "cluster", event.cluster.cluster_id, act=event.TYPE, detail=detail)


async def follow_reinstatement(tx: Transaction, event: ClusterReinstated) -> None:
    """A revocation was set aside: what it closed is owed again, but not what fell due between."""
    cluster_id = event.cluster.cluster_id
    if not await clusters.reinstate(tx, cluster_id):
        raise NotYet("the designation of this cluster has not come in")
    await audit.record(tx, "cluster", cluster_id, act=event.TYPE)
    due_from = event.effective_on if event.reach == "from_decision" else None
    await reopen_obligations(tx, cluster_id, REVOKED, due_from=due_from)
