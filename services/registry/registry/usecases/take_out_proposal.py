"""A proposal falls: its application is withdrawn, its evaluation reopened or superseded."""

from collections.abc import Iterable
from uuid import UUID

from common import audit
from common.contracts.application import ApplicationWithdrawn
from common.contracts.evaluation import EvaluationReopened
from common.database import Transaction
from registry.domain.notice import NOTICE, without
from registry.domain.proposal import Proposal, Reason, taken_out
from registry.store import notices, proposals


async def take_out_withdrawn(tx: Transaction, event: ApplicationWithdrawn) -> None:
    """The institution withdrew: what was proposed for it, or still will be, falls."""
    await proposals.bar(tx, "application", event.application_id, at=tx.at)
    live = await proposals.live_of_application(tx, event.application_id)
    await _take_out(tx, live, "withdrawn")
    # After the release the cluster stays: no event ends a designation (art. 17). The fact is
    # kept, and verification names it until a person has dealt with it.
    for released in await proposals.released_of_application(tx, event.application_id):
        detail = {"withdrawn_at": event.withdrawn_at.isoformat()}
        await audit.record(
            tx, "proposal", released.id, act="withdrawn_after_release", detail=detail
        )


async def take_out_reopened(tx: Transaction, event: EvaluationReopened) -> None:
    """The case is open again: its proposal falls, and another may follow."""
    live = await proposals.live_of_evaluation(tx, event.evaluation_id)
    await _take_out(tx, live, "reopened")
    await note_after_release(tx, event.application_id, what="reopened")


async def note_after_release(tx: Transaction, application_id: UUID, *, what: str) -> bool:
    """Keep that a case was opened or decided again after its release, if it was released.

    The cluster stays: what comes up then goes through a revocation case (art. 17). Verification
    names it until a person has dealt with it.
    """
    released = await proposals.released_of_application(tx, application_id)
    for proposal in released:
        await proposals.bar(tx, "decided_again", application_id, at=tx.at)
        await audit.record(tx, "proposal", proposal.id, act=f"{what}_after_release")
    return bool(released)


async def take_out_superseded(tx: Transaction, evaluation_id: UUID) -> None:
    """A later evaluation took the place of this one, whichever was heard of first."""
    await proposals.bar(tx, "evaluation", evaluation_id, at=tx.at)
    live = await proposals.live_of_evaluation(tx, evaluation_id)
    await _take_out(tx, live, "superseded")


async def take_out_upheld(tx: Transaction, application_id: UUID) -> None:
    """An objection to the entry was upheld: its proposal falls, and the case is opened again."""
    live = await proposals.live_of_application(tx, application_id)
    await _take_out(tx, live, "objection_upheld")


async def _take_out(tx: Transaction, live: Iterable[Proposal], reason: Reason) -> None:
    for proposal in live:
        await proposals.save(tx, taken_out(proposal, reason))
        await audit.record(tx, "proposal", proposal.id, act="take_out", detail={"for": reason})
        if proposal.notice_id is not None:
            await _shorten_draft(tx, proposal.notice_id, proposal)


async def _shorten_draft(tx: Transaction, notice_id: UUID, proposal: Proposal) -> None:
    # A draft loses the entry. A published list stays as it was posted: its release leaves out
    # whoever no longer stands (art. 10).
    notice = await notices.lock(tx, notice_id)
    if NOTICE.possible("publish", notice.status):
        shorter = without(notice, proposal.id)
        await notices.save(tx, shorter)
        await notices.record(tx, shorter, "shorten", {"without": str(proposal.application_id)})
