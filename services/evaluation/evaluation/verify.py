"""What evaluation's database proves: every verdict can be had again, every proposal holds."""

import json
from collections.abc import AsyncIterator, Iterator

from sqlalchemy import select

from common.database import Transaction
from common.errors import Refusal
from common.verification import Finding
from evaluation.domain.check import Check, verdict_again
from evaluation.domain.decision import Decision
from evaluation.domain.evaluation import OUTCOMES, Evaluation
from evaluation.domain.judgment import Judgment, standings_of
from evaluation.store import checks, decisions, judgments
from evaluation.store import evaluations as store
from evaluation.tables.evaluations import evaluations


async def findings(tx: Transaction) -> AsyncIterator[Finding]:
    """A line for each evaluation that is in order, and one for each thing that is not."""
    for row in await tx.rows(select(evaluations).order_by(evaluations.c.id)):
        of = store.evaluation_of(row)
        problems = list(
            _problems(
                of,
                checks=await checks.of_evaluation(tx, of.id),
                judgments=await judgments.of_evaluation(tx, of.id),
                decisions=await decisions.of_evaluation(tx, of.id),
            )
        )
        subject = f"{of.case.application_number}/v{of.case.version}"
        for problem in problems:
            yield Finding(check="evaluation", ok=False, subject=subject, detail=problem)
        if not problems:
            yield Finding(check="evaluation", ok=True, subject=subject, detail=of.status)


def _problems(
    of: Evaluation,
    *,
    checks: tuple[Check, ...],
    judgments: tuple[Judgment, ...],
    decisions: tuple[Decision, ...],
) -> Iterator[str]:
    for check in checks:
        if problem := _not_again(check):
            yield problem
    if not checks:
        yield "it was never checked"
    last = decisions[-1].outcome if decisions else None
    if of.status in OUTCOMES and of.status != last:
        yield f"it is {of.status} without a decision that says so"
    by_id = {check.id: check for check in checks}
    for decision in decisions:
        yield from _unfounded(decision, by_id[decision.check_id], judgments)


def _not_again(check: Check) -> str | None:
    try:
        again = verdict_again(check)
    except (Refusal, ValueError) as error:
        return f"check {check.number} cannot be repeated: {type(error).__name__}"
    if again != check.verdict:
        return f"check {check.number} gives another verdict now"
    found = [(each["id"], each["outcome"]) for each in json.loads(again)["criteria"]]
    if found != [(line.id, line.outcome) for line in check.lines]:
        return f"the criterion rows of check {check.number} differ from its verdict"
    return None


def _unfounded(decision: Decision, check: Check, recorded: tuple[Judgment, ...]) -> list[str]:
    """What a decision to propose lacked when it was taken."""
    if decision.outcome != "proposed":
        return []
    by_then = {
        each.criterion_id: each for each in recorded if each.judged_at <= decision.decided_at
    }
    return [
        f"decision {decision.number} proposes it although {each.line.id} is {each.outcome}"
        for each in standings_of(check, by_then)
        if not each.holds
    ]
