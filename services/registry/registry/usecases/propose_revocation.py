"""A revocation is proposed: by the bureau, by a district for its own clusters."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from common.clock import legal_day
from common.database import Transaction
from common.errors import Forbidden, NotFound
from common.ids import new_id
from common.numbering import next_number
from registry.domain.cluster import Cluster, revoked_on
from registry.domain.grounds import ground_of
from registry.domain.refusals import AlreadyRevoked, SameGroundOpen, UnknownCluster
from registry.domain.revocation import (
    PROPOSERS,
    RevocationCase,
    RevocationEvidence,
    require_proposer,
)
from registry.store import clusters, revocations
from registry.terms.reading import grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What a proposal says: on which ground, with what facts and evidence."""

    cluster_number: str
    ground: str
    limb: str | None
    facts: str
    evidence: tuple[RevocationEvidence, ...] = ()
    breach_id: UUID | None = None
    about: UUID | None = None
    proposed_by: str | None = None


async def propose_revocation(tx: Transaction, content: Callable[[], Lead]) -> RevocationCase:
    """Take a proposal on record; whether a case is opened is for a named official (art. 17)."""
    if not tx.actor.has(*PROPOSERS):
        raise Forbidden()
    lead = content()
    cluster = await _known(tx, lead.cluster_number)
    require_proposer(tx.actor, district=cluster.district)
    ground_of(grounds(), lead.ground).limb(lead.limb)
    if revoked_on(legal_day(tx.at), cluster.revocations, cluster.set_asides):
        raise AlreadyRevoked()
    new = await record_lead(tx, lead, cluster)
    await _require_only_one(tx, new)
    return new


async def record_lead(tx: Transaction, lead: Lead, cluster: Cluster) -> RevocationCase:
    """Write the case that a lead begins."""
    number = await next_number(tx, "R", year=legal_day(tx.at).year)
    new = RevocationCase(
        id=new_id(),
        number=number,
        status="proposed",
        version=1,
        cluster_id=cluster.id,
        cluster_number=cluster.number,
        district=cluster.district,
        institution_code=cluster.institution_code,
        ground=lead.ground,
        limb=lead.limb,
        clause=ground_of(grounds(), lead.ground).clause,
        facts=lead.facts,
        evidence=lead.evidence,
        proposed_by=lead.proposed_by or tx.actor.subject,
        proposed_at=tx.at,
        breach_id=lead.breach_id,
        about=lead.about,
    )
    await revocations.add(tx, new)
    content = {"number": number, "ground": new.ground, "limb": new.limb, "facts": new.facts}
    await revocations.record(tx, new, "propose", content)
    return new


async def _require_only_one(tx: Transaction, new: RevocationCase) -> None:
    # Looked up after the number was drawn: its lock lets one proposal pass at a time.
    for other in await revocations.open_on(tx, new.cluster_id, new.ground):
        if other.id != new.id:
            raise SameGroundOpen(number=other.number)


async def _known(tx: Transaction, number: str) -> Cluster:
    try:
        return await clusters.load(tx, number)
    except NotFound as error:
        raise UnknownCluster() from error
