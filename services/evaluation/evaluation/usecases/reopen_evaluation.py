"""An objection to a proposed case is upheld."""

from common import audit
from common.contracts.evaluation import EvaluationReopened
from common.contracts.notice import ObjectionDecided
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.evaluation import can_reopen, reopened, require_not_designated
from evaluation.store import evaluations
from evaluation.usecases.order_rechecks import follow_standing_order


async def reopen_evaluation(tx: Transaction, event: ObjectionDecided) -> None:
    """Open a proposed case again after an upheld objection (art. 10); its judgments stand.

    After the release it is a refusal, which parks the event for a person (art. 17).
    """
    found = await evaluations.latest_of(tx, event.application_id)
    if event.finding != "upheld" or found is None:
        return
    require_not_designated(found)
    if not can_reopen(found):
        return
    again = reopened(found)
    await evaluations.save(tx, again)
    told = EvaluationReopened(
        evaluation_id=found.id, application_id=event.application_id, reason=event.reason
    )
    await announce(tx, told, about=found.id)
    detail = {"notice": str(event.notice_id), "reason": event.reason}
    await audit.record(tx, "evaluation", found.id, act="reopen", detail=detail)
    await follow_standing_order(tx, again)
