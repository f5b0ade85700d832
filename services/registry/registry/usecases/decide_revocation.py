"""Another person than its investigators decides a revocation case."""

from collections.abc import Callable

from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import revocation as admission
from registry.domain.access import require_visible
from registry.domain.cluster import Cluster, revoked_event
from registry.domain.decision import Finding, closed_event, decided, require_another, revocation_of
from registry.domain.grounds import Limb, ground_of
from registry.domain.revocation import RevocationCase
from registry.store import clusters, revocations
from registry.store.register_projection import project
from registry.terms.reading import grounds, procedure
from registry.usecases.ask_ground import ask_ground


async def decide_revocation(
    tx: Transaction, ref: str, content: Callable[[], Finding], *, if_match: str | None
) -> RevocationCase:
    """Decide the case with reasons and remedies; only this can end a designation (art. 17)."""
    case = require_visible(tx.actor, await revocations.load(tx, ref))
    by = tx.actor.subject
    admission.admit("decide", case, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    terms = procedure()
    require_another(case, terms, by=by)
    cluster = await clusters.load(tx, case.cluster_id)
    closed = decided(case, cluster, content(), terms, limb=_limb(case), by=by, at=tx.at)
    await revocations.save(tx, closed)
    await announce(tx, closed_event(closed), about=closed.id)
    asked = {"ground_check": await ask_ground(tx, case)}
    await revocations.record(tx, closed, "decide", _kept(closed) | asked)
    await _revoke(tx, closed, cluster)
    return closed


def _limb(case: RevocationCase) -> Limb:
    return ground_of(grounds(), case.ground).limb(case.limb)


async def _revoke(tx: Transaction, case: RevocationCase, cluster: Cluster) -> None:
    revocation = revocation_of(case)
    if revocation is not None:
        await clusters.revoke(tx, cluster, revocation)
        await project(tx, cluster.id, "revoked")
        await announce(tx, revoked_event(cluster, revocation), about=cluster.id)


def _kept(case: RevocationCase) -> dict[str, object]:
    decision = case.decision
    assert decision is not None
    return {
        "outcome": decision.outcome,
        "after": decision.after,
        "reason": decision.reason,
        "finding": decision.finding,
        "facts": decision.facts,
        "effective_on": str(decision.effective_on) if decision.effective_on else None,
    }
