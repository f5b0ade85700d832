"""Monitoring found a breach: a lead, and no more than that."""

from common.clock import legal_day
from common.contracts.monitoring import SupervisionBreachFound
from common.database import Transaction
from registry.domain.cluster import revoked_on
from registry.domain.grounds import ground_of
from registry.domain.revocation import RevocationEvidence
from registry.store import clusters, known, revocations
from registry.terms.reading import grounds
from registry.usecases.propose_revocation import Lead, record_lead


async def note_breach(tx: Transaction, event: SupervisionBreachFound) -> None:
    """Propose a case for a breach, once; no event revokes by itself (art. 17)."""
    ground = ground_of(grounds(), event.ground)
    limb = ground.limb(event.limb).id if event.limb is not None else None
    cluster = await clusters.load(tx, event.cluster_number)
    gone = revoked_on(legal_day(tx.at), cluster.revocations, cluster.set_asides)
    if gone or await _known_already(tx, event):
        return
    shown = (
        RevocationEvidence(description=each.description, sha256=each.sha256)
        for each in event.evidence
    )
    lead = Lead(
        cluster_number=cluster.number,
        ground=ground.id,
        limb=limb,
        facts=event.facts,
        evidence=tuple(shown),
        breach_id=event.breach_id,
        about=event.obligation_id or event.task_id or event.incident_id,
        proposed_by=event.proposed_by,
    )
    await record_lead(tx, lead, cluster)


async def _known_already(tx: Transaction, event: SupervisionBreachFound) -> bool:
    # Whichever came first: a breach that was taken back leads to no case.
    if await revocations.knows_breach(tx, event.breach_id):
        return True
    return await known.told(tx, "breach_withdrawn", event.breach_id)
