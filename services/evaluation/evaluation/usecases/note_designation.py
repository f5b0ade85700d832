"""The list that a case stood in is released: it is a cluster now, or a renewed one."""

from common import audit
from common.contracts.cluster import ClusterDesignated, ClusterRenewed
from common.database import Transaction
from evaluation.domain.evaluation import designated
from evaluation.store import evaluations


async def note_designation(tx: Transaction, event: ClusterDesignated | ClusterRenewed) -> None:
    """Keep with the case that it is in the register: nothing in it is decided any more."""
    found = await evaluations.latest_of(tx, event.application_id)
    if found is None:
        return
    await evaluations.save(tx, designated(found, at=tx.cause_at or tx.at))
    detail = {"cluster": event.cluster.number, "notice": event.notice_number}
    await audit.record(tx, "evaluation", found.id, act="note_designation", detail=detail)
