"""What a cluster owes by its validity is written, by its round's terms and the opened cycles."""

from datetime import date
from uuid import UUID

from common import audit
from common.database import Transaction
from monitoring.domain.cluster import MonitoredCluster, obligations_of
from monitoring.domain.obligation import reopened
from monitoring.store import cycles, obligations
from monitoring.terms import reading


async def write_obligations(tx: Transaction, cluster: MonitoredCluster) -> None:
    """Write each period once; an opened cycle binds its days (art. 16)."""
    terms = reading.reporting()
    for owed in obligations_of(cluster, terms):
        if await obligations.add(tx, owed):
            detail = {"cluster": owed.cluster_number, "period": owed.period}
            await audit.record(tx, "obligation", owed.id, act="owe", detail=detail)
    for cycle in await cycles.opened(tx):
        only = cluster.facts.cluster_id
        await cycles.bind(tx, cycle, always=terms.last_period_is_owed, only=only)


async def reopen_obligations(
    tx: Transaction, cluster_id: UUID, because: str, *, due_from: date | None = None
) -> None:
    """What was closed for a reason that holds no more is owed again."""
    for owed in await obligations.of_cluster(tx, cluster_id):
        again = reopened(owed, because, due_from=due_from)
        if again != owed:
            await obligations.save(tx, again)
            await audit.record(tx, "obligation", owed.id, act="reopen")
