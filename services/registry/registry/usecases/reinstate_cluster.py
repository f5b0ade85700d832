"""The bureau sets a revocation aside: the cluster is reinstated."""

from collections.abc import Callable

from common.database import Transaction
from common.lifecycle import require_match
from common.messaging.outbox import announce
from registry.domain.cluster import Cluster
from registry.domain.proposal import require_bureau
from registry.domain.reinstatement import (
    SettingAside,
    reinstated,
    reinstated_event,
    require_another,
    revocation_of_case,
)
from registry.store import clusters, reinstatements, revocations
from registry.store.register_projection import project
from registry.terms.reinstatement_terms import reinstatement_terms


async def reinstate_cluster(
    tx: Transaction, ref: str, content: Callable[[], SettingAside], *, if_match: str | None
) -> Cluster:
    """Append the decision; the revocation and its case stay readable as they were (READING 14)."""
    cluster = await clusters.load(tx, ref)
    require_bureau(tx.actor)
    require_match(if_match, version=cluster.version)
    given, terms, by = content(), reinstatement_terms(), tx.actor.subject
    revocation = revocation_of_case(cluster, given.case)
    case = await revocations.load(tx, revocation.case_id)
    require_another(case, terms, by=by)
    new = reinstated(cluster, revocation, given, terms, by=by, at=tx.at)
    after = await reinstatements.add(tx, cluster, new)
    await announce(tx, reinstated_event(after, new), about=after.id)
    await project(tx, after.id, "reinstated")
    kept = {"document": new.document_number, "reach": new.reach, "reason": new.reason}
    await revocations.record(tx, case, "set_aside", kept)
    return after
