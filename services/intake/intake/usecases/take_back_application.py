"""The bureau returned a case: it is the district's again, with a request for correction."""

from common import audit
from common.contracts.application import ApplicationReturned
from common.contracts.evaluation import EvaluationCompleted
from common.database import Transaction
from common.messaging.outbox import announce
from intake.domain.application_lifecycle import APPLICATION
from intake.domain.review import correction_due_on, recommend_due_on
from intake.domain.timeline import told
from intake.store import acts, applications, rounds, timeline
from intake.usecases.tell_parties import tell_parties


async def take_back_application(tx: Transaction, event: EvaluationCompleted) -> None:
    """Put the application back to accepted with the bureau's request (ARCHITECTURE: return)."""
    case = await applications.locked(tx, event.case.application_id)
    version = event.case.version
    if case.recommended_version != version or not APPLICATION.possible("take_back", case.place):
        return  # withdrawn meanwhile: there is nothing to correct
    in_round = await rounds.load(tx, case.round_id)
    due_on = correction_due_on(in_round, at=tx.at)
    taken_back = case.after(
        "take_back",
        at=tx.at,
        rank=None,
        correction_due_on=due_on,
        recommend_due_on=recommend_due_on(in_round, corrected_by=due_on),
    )
    items = [{"pointer": "", "reason": event.reason, "clause": c} for c in event.clauses]
    await applications.save(tx, taken_back)
    returned = ApplicationReturned(
        application_id=case.id,
        version=version,
        by="municipal_bureau",
        due_on=due_on,
        items=max(len(items), 1),
    )
    await announce(tx, returned, about=case.id)
    content = {"items": items, "due_on": due_on.isoformat(), "by": "municipal_bureau"}
    content |= {"reason": event.reason, "decision_reference": event.decision_reference}
    act = await acts.add(tx, taken_back, act="take_back", content=content)
    await tell_parties(tx, taken_back, act)
    line = told(
        "application.taken_back",
        at=tx.cause_at or tx.at,
        event=returned.TYPE,
        source="intake",
        application_id=case.id,
        due_on=due_on,
        reason=event.reason,
    )
    await timeline.add(tx, line)
    await audit.record(tx, "application", case.id, act="take_back")
