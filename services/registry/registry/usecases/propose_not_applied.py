"""Nobody applied to renew a cluster that was called: a lead under 17(1), and no more."""

from common.database import Transaction
from registry.domain.renewal_call import RenewalCall, not_applied
from registry.store import clusters, renewals, rounds
from registry.usecases.propose_revocation import Lead, record_lead

NOT_APPLIED = ("17(1)", "not_applied")


async def propose_not_applied(tx: Transaction, call: RenewalCall) -> None:
    """Propose once, if the round was opened, the cluster told, and both have ended (READING 13)."""
    held = await renewals.held(tx, call)
    cluster = await clusters.load(tx, held.cluster_id)
    if not not_applied(held, cluster, await renewals.applied(tx, held), at=tx.at):
        return
    of = await rounds.get(tx, held.round_id)
    ground, limb = NOT_APPLIED
    facts = (
        f"有效期已于 {held.last_day} 届满；复核批次 {of.number}（{of.notice_number}）已开启并告知"
        f"运营管理机构，期满未收到复核申报。"
    )
    lead = Lead(cluster_number=cluster.number, ground=ground, limb=limb, facts=facts)
    case = await record_lead(tx, lead, cluster)
    await renewals.keep_lead(tx, held, case.id)
