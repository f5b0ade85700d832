"""A renewal is filed or withdrawn: while it is undecided the last year of validity is owed too."""

from dataclasses import replace

from common import audit
from common.clock import legal_day
from common.contracts.application import ApplicationSubmitted, ApplicationWithdrawn
from common.database import Transaction
from monitoring.domain.cluster import MonitoredCluster, NotYet, years_owed_by
from monitoring.domain.obligation import NOT_RENEWING, owed_no_more
from monitoring.store import clusters, cycles, obligations
from monitoring.terms import reading
from monitoring.usecases.write_obligations import reopen_obligations, write_obligations


async def note_renewal(tx: Transaction, event: ApplicationSubmitted) -> None:
    """A renewal is pending: its cluster owes its last period (default; art. 16)."""
    if event.kind != "renewal" or event.cluster_number is None:
        return
    await cycles.hold(tx)
    cluster = await clusters.find_by_number(tx, event.cluster_number)
    if cluster is None:
        raise NotYet("the designation of this cluster has not come in")
    if await clusters.was_decided(tx, event.application_id):
        return
    pending = replace(cluster, renewal_application_id=event.application_id)
    await clusters.keep(tx, pending)
    await reopen_obligations(tx, cluster.facts.cluster_id, NOT_RENEWING)
    await write_obligations(tx, pending)


async def end_renewal(tx: Transaction, event: ApplicationWithdrawn) -> None:
    """The renewal was withdrawn: what was owed for it alone is owed no more; the row stays."""
    cluster = await clusters.renewing_by(tx, event.application_id)
    if cluster is None:
        return
    ended = replace(cluster, renewal_application_id=None)
    await clusters.keep(tx, ended)
    for owed in await obligations.of_cluster(tx, cluster.facts.cluster_id):
        closed = owed if _still_owed(ended, owed.period) else owed_no_more(owed, legal_day(tx.at))
        if closed != owed:
            await obligations.save(tx, closed)
            detail = {"because": NOT_RENEWING}
            await audit.record(tx, "obligation", owed.id, act="close", detail=detail)


def _still_owed(cluster: MonitoredCluster, period: str) -> bool:
    # Half a year goes with its year.
    year = int(period.partition("-")[0])
    return year in years_owed_by(cluster, reading.reporting())
