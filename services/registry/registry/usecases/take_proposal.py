"""A case was decided: what is proposed waits for a notice."""

from uuid import UUID

from common import audit
from common.contracts.evaluation import EvaluationCompleted
from common.database import Transaction
from common.ids import new_id
from registry.domain.proposal import Reason, fails, proposal_from, proposes
from registry.store import proposals
from registry.usecases.follow_renewal import note_not_passed
from registry.usecases.take_out_proposal import note_after_release, take_out_superseded


async def take_proposal(tx: Transaction, event: EvaluationCompleted) -> None:
    """Keep a proposed case with its decision; a later decision supersedes the earlier one.

    After the release no decision designates again, nor ends what was designated.
    """
    if await note_after_release(tx, event.case.application_id, what=event.outcome):
        return
    if event.supersedes is not None:
        await take_out_superseded(tx, event.supersedes)
    if fails(event):
        await note_not_passed(tx, event)
    if not proposes(event):
        return
    reason = await _barred_by(tx, event.case.application_id, event.evaluation_id)
    new = proposal_from(event, new_id=new_id(), barred_by=reason, at=tx.at)
    await proposals.add(tx, new)
    detail = {"application": event.case.application_number, "status": new.status}
    await audit.record(tx, "proposal", new.id, act="take", detail=detail)


async def _barred_by(tx: Transaction, application_id: UUID, evaluation_id: UUID) -> Reason | None:
    if await proposals.barred(tx, "application", application_id):
        return "withdrawn"
    if await proposals.barred(tx, "evaluation", evaluation_id):
        return "superseded"
    return None
