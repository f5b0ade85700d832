"""The bureau decides a case."""

from collections.abc import Callable

from common import audit
from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.check import Check, repeated_check
from evaluation.domain.decision import (
    Decision,
    DecisionDraft,
    clauses_of,
    completed_event,
    decided,
    ground_of,
)
from evaluation.domain.evaluation import EVALUATION, Evaluation, ended
from evaluation.domain.judgment import Standing, standings_of
from evaluation.store import checks, decisions, evaluations, judgments, terms
from programme.remedies import remedies_on


async def decide_evaluation(
    tx: Transaction, ref: str, *, content: Callable[[], DecisionDraft], if_match: str | None
) -> Evaluation:
    """Decide: proposed, not proposed or returned, after the check was repeated (art. 10)."""
    found = await evaluations.load(tx, ref)
    EVALUATION.admit_on("decide", found, actor=tx.actor, if_match=if_match)
    draft = content()
    check = await _check_again(tx, found, draft)
    decision, standings = await _decision(tx, found, draft, check=check)
    changed = ended(found, decision.outcome)
    await evaluations.save(tx, changed)
    await checks.add(tx, check)
    await decisions.add(tx, decision)
    await announce(tx, completed_event(found, decision, standings), about=found.id)
    await audit.record(tx, "evaluation", found.id, act="decide", detail=_detail(decision))
    return changed


async def _check_again(tx: Transaction, found: Evaluation, draft: DecisionDraft) -> Check:
    earlier = await checks.of_evaluation(tx, found.id)
    return repeated_check(
        earlier[-1], found.case, incidents=draft.incidents, number=len(earlier) + 1, at=tx.at
    )


async def _decision(
    tx: Transaction, found: Evaluation, draft: DecisionDraft, *, check: Check
) -> tuple[Decision, tuple[Standing, ...]]:
    recorded = await judgments.of_evaluation(tx, found.id)
    standings = standings_of(check, judgments.in_force(recorded))
    ground_id = ground_of(draft, standings)
    ground = terms.ground(ground_id) if ground_id else None
    decision = decided(
        found,
        draft,
        check=check,
        number=len(await decisions.of_evaluation(tx, found.id)) + 1,
        ground=ground_id,
        clauses=clauses_of(draft, standings, ground=ground),
        remedies=remedies_on(legal_day(tx.at)),
        by=tx.actor.subject,
    )
    return decision, standings


def _detail(decision: Decision) -> dict[str, str]:
    return {"outcome": decision.outcome, "reference": decision.reference}
