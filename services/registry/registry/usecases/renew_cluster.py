"""A renewal that passed is released: the register appends a period."""

from common.contracts.round import RoundOpened
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain.cluster import (
    published_day,
    renewed_event,
    renewed_facts,
    renewed_validity,
)
from registry.domain.cluster_facts import Cause, differing
from registry.domain.notice import Designated, Notice
from registry.domain.proposal import Proposal, released
from registry.domain.renewal_call import require_renewable
from registry.store import clusters, proposals, renewals
from registry.store.register_projection import project


async def renew_cluster(
    tx: Transaction, proposal: Proposal, notice: Notice, of: RoundOpened
) -> Designated:
    """Append the period that joins on without a gap, with the new plan's targets (art. 15).

    A cluster revoked meanwhile is shown revoked all the same: no period revives it.
    """
    await proposals.save(tx, released(proposal))
    case, published_on = proposal.case, published_day(notice)
    assert case.cluster_number is not None
    cluster = await clusters.load(tx, case.cluster_number)
    require_renewable(cluster, of)
    cause = Cause(kind="renewal", reference=case.application_number)
    changed = differing(renewed_facts(case, notice), cluster)
    period = renewed_validity(cluster, published_on, of.validity)
    now = await clusters.state(tx, cluster, changed, valid_from=published_on, cause=cause)
    now = await clusters.extend(tx, now, period)
    await renewals.add_step(
        tx,
        case.application_id,
        of=(cluster.id, of.round_id),
        state="ended",
        cause="released",
        at=tx.at,
    )
    await project(tx, now.id, "renewed")
    event = renewed_event(
        now, application_id=case.application_id, published_on=published_on, report=of.report
    )
    await announce(tx, event, about=now.id)
    return Designated(application_id=case.application_id, cluster_number=now.number)
