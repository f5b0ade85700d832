"""The bureau decides a case."""

from collections.abc import Callable, Sequence

from common import audit
from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.check import Check
from evaluation.domain.checking import repeated_check, words_in
from evaluation.domain.decision import (
    Decision,
    DecisionDraft,
    clauses_of,
    completed_event,
    decided,
    ground_of,
)
from evaluation.domain.evaluation import EVALUATION, Evaluation, ended, require_not_designated
from evaluation.domain.judgment import Standing, in_force, standings_of
from evaluation.store import checks, decisions, evaluations, judgments, standards, terms
from programme.remedies import remedies_on


async def decide_evaluation(
    tx: Transaction, ref: str, *, content: Callable[[], DecisionDraft], if_match: str | None
) -> Evaluation:
    """Decide a designation or a renewal after the check was repeated (art. 10, 15)."""
    found = await evaluations.load(tx, ref)
    EVALUATION.admit_on("decide", found, actor=tx.actor, if_match=if_match)
    require_not_designated(found)
    draft = content()
    check, standings = await _check_again(tx, found, draft)
    decision = await _decision(tx, found, draft, check, standings)
    changed = ended(found, decision.outcome)
    await evaluations.save(tx, changed)
    await checks.add(tx, check)
    await decisions.add(tx, decision)
    event = completed_event(found, decision, standings, standard=check.standard)
    await announce(tx, event, about=found.id)
    await audit.record(tx, "evaluation", found.id, act="decide", detail=_detail(decision, check))
    return changed


async def _check_again(
    tx: Transaction, found: Evaluation, draft: DecisionDraft
) -> tuple[Check, tuple[Standing, ...]]:
    earlier = await checks.of_evaluation(tx, found.id)
    standard = await standards.pinned(tx, earlier[-1].standard)
    recorded = await judgments.of_evaluation(tx, found.id)
    standing = in_force(recorded, earlier, words_in(standard))
    check = repeated_check(
        earlier[-1],
        purpose="decision",
        standard=standard,
        judgments=standing.values(),
        incidents=draft.incidents,
        at=tx.at,
    )
    return check, standings_of(check, standing)


async def _decision(
    tx: Transaction,
    found: Evaluation,
    draft: DecisionDraft,
    check: Check,
    standings: Sequence[Standing],
) -> Decision:
    ground_id = ground_of(found, draft, standings)
    ground = terms.ground(ground_id) if ground_id else None
    return decided(
        found,
        draft,
        check=check,
        number=len(await decisions.of_evaluation(tx, found.id)) + 1,
        ground=ground_id,
        clauses=clauses_of(found, draft, standings, ground=ground),
        remedies=remedies_on(legal_day(tx.at)),
        by=tx.actor.subject,
    )


def _detail(decision: Decision, check: Check) -> dict[str, str]:
    return {
        "outcome": decision.outcome,
        "reference": decision.reference,
        "receipt": check.receipt_sha256,
    }
