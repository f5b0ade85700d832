"""The bureau puts a clerical error of the register right."""

from collections.abc import Callable

from common.database import Transaction
from common.lifecycle import require_match
from registry.domain.cluster import Cluster
from registry.domain.correction import Correction, correct
from registry.domain.proposal import require_bureau
from registry.store import cluster_facts, clusters
from registry.usecases.record_facts import record_facts


async def correct_cluster(
    tx: Transaction, ref: str, content: Callable[[], Correction], *, if_match: str | None
) -> Cluster:
    """Add what should have been written, from the day of the entry; the entry itself stays."""
    cluster = await clusters.load(tx, ref)
    require_bureau(tx.actor)
    require_match(if_match, version=cluster.version)
    given = content()
    row, changed = correct(await cluster_facts.rows_of(tx, cluster.id), given, at=tx.at)
    return await record_facts(tx, cluster, changed, valid_from=row.valid_from, cause=given.cause())
