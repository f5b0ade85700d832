"""A change of a cluster was filed: its criteria are computed again."""

from common import audit
from common.contracts.cluster import ChangeFiled
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.recomputation import recomputed, recomputed_event
from evaluation.store import checks, evaluations, recomputations, standards


async def recompute_criteria(tx: Transaction, event: ChangeFiled) -> None:
    """Put the changed figures into the frozen facts and check them by the pinned standard.

    The decided case stays as it is: what comes out is tracked, and is no ground by itself.
    """
    if event.application_id is None:
        return
    found = await evaluations.latest_of(tx, event.application_id)
    if found is None:
        return
    check = (await checks.of_evaluation(tx, found.id))[-1]
    standard = await standards.pinned(tx, check.standard)
    new = recomputed(event, check, standard, at=tx.at)
    told = recomputed_event(new, event, check)
    await recomputations.add(tx, new)
    await announce(tx, told, about=event.change_filing_id)
    detail = {"change_filing": str(event.change_filing_id), "turned": list(told.turned)}
    await audit.record(tx, "evaluation", found.id, act="recompute", detail=detail)
