"""The decision on an evaluation: what may be proposed, and what needs which ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from common.contracts.case import StandardPin
from common.contracts.evaluation import CriterionResult, EvaluationCompleted
from common.errors import FieldError, Text
from common.ids import new_id
from evaluation.domain.check import Check
from evaluation.domain.evaluation import Evaluation, Outcome
from evaluation.domain.judgment import Standing
from evaluation.domain.refusals import (
    CriteriaNotSatisfied,
    FiguresMissing,
    GroundMissing,
    GroundOutOfPlace,
)
from evaluation.domain.renewal import AGAINST, IN_FAVOUR, require_outcome_of, require_targets
from evaluation.domain.renewal_refusals import NoTargetMissed
from evaluation.domain.terms import Ground, GroundId
from programme.remedies import Remedies

CRITERION_NOT_MET: Final[GroundId] = "criterion_not_met"
_OPEN: Final[Mapping[str, Text]] = {
    "not_met": Text("不符合", "is not met"),
    # Computed is the machine's (READING 8): a missing figure is asked from the applicant.
    "unknown": Text(
        "缺少数据，无法判定；请退回案件，由申报单位补正数据",
        "cannot be decided: figures are missing; return the case, so that the applicant supplies "
        "them",
    ),
    "soft_miss": Text("超出一般要求，缺少附理由的判定", "misses a soft line without a finding"),
    "needs_judgment": Text("尚无人工判定", "waits for a person's judgment"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """A decision as it comes in; `incidents` are the matters determined up to this day."""

    outcome: Outcome
    ground: GroundId | None
    meeting: str
    reason: str
    clauses: tuple[str, ...]
    incidents: Mapping[str, Any] | None
    targets_considered: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A recorded decision; after a reopening a later one supersedes it, and both are kept."""

    id: UUID
    evaluation_id: UUID
    number: int
    check_id: UUID
    outcome: Outcome
    ground: GroundId | None
    meeting: str
    reason: str
    clauses: tuple[str, ...]
    reference: str
    remedies: Remedies | None
    decided_by: str
    decided_at: datetime
    targets_considered: str | None = None


def ground_of(
    of: Evaluation, draft: DecisionDraft, standings: Sequence[Standing]
) -> GroundId | None:
    """The ground of an outcome; refuses *proposed* and *passed* while a criterion does not hold."""
    require_outcome_of(of.case.kind, draft.outcome)
    against = draft.outcome in AGAINST
    if not against and draft.ground is not None:
        raise GroundOutOfPlace()
    if draft.outcome in IN_FAVOUR:
        _require_all(standings)
        if of.renewal is not None:
            require_targets(of.renewal, considered=draft.targets_considered)
    return (draft.ground or CRITERION_NOT_MET) if against else None


def clauses_of(
    of: Evaluation, draft: DecisionDraft, standings: Sequence[Standing], *, ground: Ground | None
) -> tuple[str, ...]:
    """The clauses a decision rests on; refuses one against the party whose ground does not hold."""
    if ground is None:
        return draft.clauses
    if draft.outcome not in ground.outcomes:
        raise GroundOutOfPlace()
    if ground.needs_target and not (of.renewal and of.renewal.missed):
        raise NoTargetMissed()
    failed = [citation(each) for each in standings if each.outcome == "not_met"]
    if ground.needs_criterion and not failed:
        _refuse_undecided(standings)
        raise GroundMissing()
    derived = (ground.clause, *failed) if ground.needs_criterion else (ground.clause,)
    return tuple(dict.fromkeys((*draft.clauses, *derived)))


def decided(
    of: Evaluation,
    draft: DecisionDraft,
    *,
    check: Check,
    number: int,
    ground: GroundId | None,
    clauses: tuple[str, ...],
    remedies: Remedies | None,
    by: str,
) -> Decision:
    """The decision as it is recorded; one against the party carries the text on remedies."""
    return Decision(
        id=new_id(),
        evaluation_id=of.id,
        number=number,
        check_id=check.id,
        outcome=draft.outcome,
        ground=ground,
        meeting=draft.meeting,
        reason=draft.reason,
        clauses=clauses,
        reference=f"{of.case.application_number}/v{of.case.version}/D{number}",
        remedies=remedies if draft.outcome in AGAINST else None,
        decided_by=by,
        decided_at=check.at,
        targets_considered=draft.targets_considered,
    )


def completed_event(
    of: Evaluation, decision: Decision, standings: Sequence[Standing], *, standard: StandardPin
) -> EvaluationCompleted:
    """What other services learn of a decision: the same case, and how each criterion ended."""
    return EvaluationCompleted(
        evaluation_id=of.id,
        case=of.case,
        outcome=decision.outcome,
        standard=standard,
        criteria=tuple(
            CriterionResult(id=each.line.id, outcome=each.outcome, clause=each.line.clause)
            for each in standings
        ),
        clauses=decision.clauses,
        reason=decision.reason,
        decision_reference=decision.reference,
        decided_at=decision.decided_at,
        supersedes=of.supersedes,
    )


def citation(of: Standing) -> str:
    """A criterion as a decision cites it: section of the annex and number."""
    return f"认定标准 {of.line.clause} {of.line.id}"


def _require_all(standings: Sequence[Standing]) -> None:
    wrong = [_place(each) for each in standings if not each.holds]
    if wrong:
        raise CriteriaNotSatisfied(errors=wrong)


def _refuse_undecided(standings: Sequence[Standing]) -> None:
    """A missing figure is no figure below the line: *not proposed* does not rest on it."""
    undecided = [_place(each) for each in standings if each.outcome == "unknown"]
    if undecided:
        raise FiguresMissing(errors=undecided)


def _place(of: Standing) -> FieldError:
    words, cited = _OPEN[of.outcome], citation(of)
    sentence = Text(f"{cited}：{words.zh}", f"{cited}: {words.en}")
    return FieldError(f"/criteria/{of.line.id}", of.outcome, sentence)
