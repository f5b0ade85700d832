"""An application is withdrawn while its evaluation runs."""

from common import audit
from common.contracts.application import ApplicationWithdrawn
from common.database import Transaction
from evaluation.domain.evaluation import withdrawn
from evaluation.store import evaluations


async def close_evaluation(tx: Transaction, event: ApplicationWithdrawn) -> None:
    """Close the evaluation of a withdrawn application, so that nothing is decided in it."""
    found = await evaluations.latest_of(tx, event.application_id)
    if found is None:
        return
    await evaluations.save(tx, withdrawn(found, at=event.withdrawn_at))
    await audit.record(tx, "evaluation", found.id, act="withdraw")
