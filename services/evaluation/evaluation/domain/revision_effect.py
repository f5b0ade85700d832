"""Which past decisions a revision would have changed: told when it is proposed, changing none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from common.contracts.case import StandardPin
from common.errors import Refusal
from evaluation.domain.check import Check, CriterionLine, outcome_with
from evaluation.domain.checking import lines_under
from evaluation.domain.decision import Decision
from evaluation.domain.renewal import IN_FAVOUR
from programme.standards.standard import Standard

_HOLDS = frozenset({"met", "not_applicable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """One criterion: how it ended when the case was decided, and how it would end."""

    id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEffect:
    """A past decision under the new revision; `would_stand` is whether it could be taken again.

    No criteria: its facts cannot even be checked under the revision.
    """

    evaluation_id: UUID
    reference: str
    outcome: str
    decided_under: StandardPin
    would_stand: bool
    criteria: tuple[CriterionChange, ...]


def effects_of(
    standard: Standard, decided: Iterable[tuple[Decision, Check]]
) -> tuple[DecisionEffect, ...]:
    """The decisions, of those taken under earlier revisions, that would have come out otherwise."""
    found = (_effect(standard, decision, check) for decision, check in decided)
    return tuple(each for each in found if each is not None)


def _effect(standard: Standard, decision: Decision, check: Check) -> DecisionEffect | None:
    before = _outcomes(check, check.lines)
    try:
        after = _outcomes(check, lines_under(check, standard))
    except Refusal:
        return _told(decision, check, (), would_stand=False)
    changes = tuple(
        CriterionChange(id=each, before=before.get(each), after=after.get(each))
        for each in {**before, **after}
        if before.get(each) != after.get(each)
    )
    if not changes:
        return None
    return _told(decision, check, changes, would_stand=_could_be_taken(decision, after))


def _could_be_taken(decision: Decision, outcomes: Mapping[str, str]) -> bool:
    if decision.outcome in IN_FAVOUR:
        return set(outcomes.values()) <= _HOLDS
    return decision.ground != "criterion_not_met" or "not_met" in outcomes.values()


def _outcomes(check: Check, lines: Iterable[CriterionLine]) -> dict[str, str]:
    found = {each.criterion_id: each.finding for each in check.findings}
    return {line.id: outcome_with(line, found.get(line.id)) for line in lines}


def _told(
    decision: Decision, check: Check, changes: tuple[CriterionChange, ...], *, would_stand: bool
) -> DecisionEffect:
    return DecisionEffect(
        evaluation_id=decision.evaluation_id,
        reference=decision.reference,
        outcome=decision.outcome,
        decided_under=check.standard,
        would_stand=would_stand,
        criteria=changes,
    )
