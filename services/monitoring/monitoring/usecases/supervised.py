"""The cluster that an official supervises, as incidents and tasks name it."""

from typing import Any

from common.database import Transaction
from monitoring.domain.supervision_refusals import UnknownMonitoredCluster
from monitoring.store import clusters


async def supervised_cluster(tx: Transaction, number: str) -> dict[str, Any]:
    """What is kept of a cluster beside each thing; a district's own clusters only (art. 16)."""
    found = await clusters.find_by_number(tx, number)
    # The second wall hides those of other districts; the first does not rely on it.
    elsewhere = not tx.actor.has("municipal_bureau")
    if found is None or (elsewhere and tx.actor.district != found.facts.district):
        raise UnknownMonitoredCluster()
    return {
        "cluster_id": found.facts.cluster_id,
        "cluster_number": found.facts.number,
        "cluster_name": found.facts.name,
        "district": found.facts.district,
        "institution_code": found.facts.institution.code,
    }
