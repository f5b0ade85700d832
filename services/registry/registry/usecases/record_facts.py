"""Facts of a cluster have changed, or were wrong: the register says so from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from common.contracts.cluster import ClusterChanged
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain.cluster import Cluster, facts_of
from registry.domain.cluster_facts import Cause
from registry.store import acting_institution, clusters
from registry.store.register_projection import project

Ground = Literal["change_filing", "clerical_correction"]
_GROUNDS: Final[Mapping[str, Ground]] = {
    "change_filing": "change_filing",
    "clerical_correction": "clerical_correction",
}


async def record_facts(
    tx: Transaction, cluster: Cluster, changed: Mapping[str, Any], *, valid_from: date, cause: Cause
) -> Cluster:
    """State facts of a cluster (`domain.cluster_facts.FACTS`) from a day on, and announce it.

    Who operates it afterwards acts in what is open. Returns the cluster at its next version; raises
    `Stale` when another writer was first.
    """
    now = await clusters.state(tx, cluster, changed, valid_from=valid_from, cause=cause)
    # What was stated may be overtaken by a later day: what the register shows now is what counts.
    if now.institution_code != cluster.institution_code:
        to = now.institution_code
        await acting_institution.move(tx, now.id, to=to, because=cause.reference)
    await project(tx, now.id, "corrected" if cause.corrects else "changed")
    event = ClusterChanged(cluster=facts_of(now), ground=_GROUNDS[cause.kind])
    await announce(tx, event, about=now.id)
    return now
