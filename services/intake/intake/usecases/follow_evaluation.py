"""What the evaluation makes of a recommended application, as its events tell."""

from dataclasses import replace

from common.contracts.evaluation import (
    EvaluationCompleted,
    EvaluationOpened,
    EvaluationReopened,
)
from common.database import Transaction
from intake.domain.application import IN_THE_REGISTER
from intake.domain.timeline import told
from intake.store import applications, timeline
from intake.usecases.take_back_application import take_back_application

SOURCE = "evaluation"


async def evaluation_opened(tx: Transaction, event: EvaluationOpened) -> None:
    """Tell that the re-review has begun."""
    line = told(
        "evaluation.opened",
        at=event.opened_at,
        event=event.TYPE,
        source=SOURCE,
        application_id=event.application_id,
    )
    await timeline.add(tx, line)


async def evaluation_completed(tx: Transaction, event: EvaluationCompleted) -> None:
    """Keep the outcome with the application; a returned case goes back to the district."""
    line = told(
        f"evaluation.{event.outcome}",
        at=event.decided_at,
        event=event.TYPE,
        source=SOURCE,
        application_id=event.case.application_id,
        reference=event.decision_reference,
    )
    await timeline.add(tx, line)
    if event.outcome == "returned":
        await take_back_application(tx, event)
        return
    case = await applications.locked(tx, event.case.application_id)
    # The register may have spoken already: its events come on another stream.
    current = case.recommended_version == event.case.version
    if current and case.outcome not in IN_THE_REGISTER:
        kept = replace(case, version=case.version + 1, outcome=event.outcome, changed_at=tx.at)
        await applications.save(tx, kept)


async def evaluation_reopened(tx: Transaction, event: EvaluationReopened) -> None:
    """The case is open again: it has no outcome until the next decision."""
    line = told(
        "evaluation.reopened",
        at=tx.cause_at or tx.at,
        event=event.TYPE,
        source=SOURCE,
        application_id=event.application_id,
        reason=event.reason,
    )
    await timeline.add(tx, line)
    case = await applications.locked(tx, event.application_id)
    if case.outcome is not None and case.outcome not in IN_THE_REGISTER:
        reopened = replace(case, version=case.version + 1, outcome=None, changed_at=tx.at)
        await applications.save(tx, reopened)
