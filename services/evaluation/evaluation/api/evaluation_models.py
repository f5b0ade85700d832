"""What officials see of an evaluation."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from common.actor import Actor
from common.contracts.case import Case, Institution, RoundPin, StandardPin
from common.database import Source
from common.http.validation import StrictModel
from evaluation.api.receipt_models import EvaluationCheckShown, check_listed
from evaluation.domain.check import Check, for_persons, words_of
from evaluation.domain.decision import Decision
from evaluation.domain.evaluation import EVALUATION, Evaluation
from evaluation.domain.judgment import Judgment, Standing, in_force, standings_of
from evaluation.domain.renewal import ForwardedRenewal
from evaluation.store import checks, decisions, evaluations, judgments


class JudgmentEvidenceShown(StrictModel):
    document_sha256: str | None
    text: str | None


class JudgmentShown(StrictModel):
    """A person's finding on a criterion; the last one on it is in force, all are kept."""

    number: int
    criterion_id: str
    finding: str
    reason: str
    evidence: list[JudgmentEvidenceShown]
    judged_by: str
    judged_at: datetime
    in_force: bool


class CriterionStanding(StrictModel):
    """One criterion as it stands: machine outcome, finding, and whether it lets a case pass."""

    id: str
    clause: str
    title: str
    quote: str
    force: str
    checked: str
    outcome: str
    holds: bool
    for_judgment: bool
    judgment: JudgmentShown | None
    tests: list[Any]
    to_pass: list[Any]


class EvaluationLink(StrictModel):
    """One evaluation of the same case: a later version supersedes it, and it stays readable."""

    id: UUID
    submission_version: int
    status: str
    supersedes: UUID | None
    decision_references: list[str]


class EvaluationRemediesShown(StrictModel):
    in_force_from: date
    clause: str
    zh: str
    en: str


class EvaluationDecisionShown(StrictModel):
    """A decision; after a reopening the last one stands."""

    number: int
    check_number: int
    reference: str
    outcome: str
    ground: str | None
    meeting: str
    reason: str
    clauses: list[str]
    remedies: EvaluationRemediesShown | None
    targets_considered: str | None
    decided_by: str
    decided_at: datetime


class EvaluationListed(StrictModel):
    """An evaluation in a list."""

    id: UUID
    application_id: UUID
    application_number: str
    submission_version: int
    kind: str
    round: RoundPin
    cluster_name: str
    district: str
    leading_industry: str
    institution: Institution
    status: str
    moves_next: str | None
    opened_at: datetime
    withdrawn_at: datetime | None
    designated_at: datetime | None
    supersedes: UUID | None
    allowed_actions: list[str]


class EvaluationShown(EvaluationListed):
    """An evaluation with the result per criterion and every decision on it.

    `standard` is the one of the last check: an order may have put another in the round's place.
    `chain` names every evaluation of the case, oldest first.
    """

    opinion: str
    rank: int | None
    renewal: ForwardedRenewal | None
    standard: StandardPin
    chain: list[EvaluationLink]
    checks: list[EvaluationCheckShown]
    verdict_outcome: str
    criteria: list[CriterionStanding]
    decisions: list[EvaluationDecisionShown]


class EvaluationFileShown(StrictModel):
    """The file of an evaluation: the case and the facts as the district recommended them."""

    evaluation_id: UUID
    case: Case
    facts: dict[str, Any]
    opinion: str
    rank: int | None
    renewal: ForwardedRenewal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """An evaluation with all that was recorded on it."""

    evaluation: Evaluation
    checks: Sequence[Check]
    judgments: Sequence[Judgment]
    decisions: Sequence[Decision]
    chain: Sequence[tuple[Evaluation, Sequence[Decision]]]

    @classmethod
    async def of(cls, source: Source, evaluation: Evaluation) -> Self:
        """Read what was recorded on an evaluation."""
        return cls(
            evaluation=evaluation,
            checks=await checks.of_evaluation(source, evaluation.id),
            judgments=await judgments.of_evaluation(source, evaluation.id),
            decisions=await decisions.of_evaluation(source, evaluation.id),
            chain=[
                (each, await decisions.of_evaluation(source, each.id))
                for each in await evaluations.of_case(source, evaluation.case.application_id)
            ],
        )


def evaluation_listed(of: Evaluation, actor: Actor) -> EvaluationListed:
    """The representation of an evaluation in a list, for an actor."""
    return EvaluationListed(**_summary(of, actor))


def evaluation_shown(folder: Folder, actor: Actor) -> EvaluationShown:
    """The representation of an evaluation for an actor."""
    of, last = folder.evaluation, folder.checks[-1]
    standing = in_force(folder.judgments, folder.checks, words_of(last))
    standings = standings_of(last, standing)
    verdict = {each["id"]: each for each in json.loads(last.verdict)["criteria"]}
    number_of = {check.id: check.number for check in folder.checks}
    return EvaluationShown(
        **_summary(of, actor),
        opinion=of.opinion,
        rank=of.rank,
        renewal=of.renewal,
        standard=last.standard,
        chain=[_link(each, taken) for each, taken in folder.chain],
        checks=[check_listed(each) for each in folder.checks],
        verdict_outcome=last.outcome,
        criteria=[_standing(each, verdict[each.line.id]) for each in standings],
        decisions=[_decision(each, number_of[each.check_id]) for each in folder.decisions],
    )


def file_shown(of: Evaluation, opening: Check) -> EvaluationFileShown:
    """The file of an evaluation; its first check holds the facts as they were frozen."""
    return EvaluationFileShown(
        evaluation_id=of.id,
        case=of.case,
        facts=json.loads(opening.facts),
        opinion=of.opinion,
        rank=of.rank,
        renewal=of.renewal,
    )


def judgment_shown(of: Judgment, *, in_force: bool) -> JudgmentShown:
    """The representation of a judgment."""
    evidence = [
        JudgmentEvidenceShown(document_sha256=e.document_sha256, text=e.text) for e in of.evidence
    ]
    return JudgmentShown(
        number=of.number,
        criterion_id=of.criterion_id,
        finding=of.finding,
        reason=of.reason,
        evidence=evidence,
        judged_by=of.judged_by,
        judged_at=of.judged_at,
        in_force=in_force,
    )


def _summary(of: Evaluation, actor: Actor) -> dict[str, Any]:
    case = of.case
    return {
        "id": of.id,
        "application_id": case.application_id,
        "application_number": case.application_number,
        "submission_version": case.version,
        "kind": case.kind,
        "round": case.round,
        "cluster_name": case.cluster_name,
        "district": case.district,
        "leading_industry": case.leading_industry,
        "institution": case.institution,
        "status": of.status,
        "moves_next": EVALUATION.moves_next[of.status],
        "opened_at": of.opened_at,
        "withdrawn_at": of.withdrawn_at,
        "designated_at": of.designated_at,
        "supersedes": of.supersedes,
        "allowed_actions": list(EVALUATION.allowed(of.status, actor)),
    }


def _standing(of: Standing, checked: dict[str, Any]) -> CriterionStanding:
    judgment = of.judgment
    return CriterionStanding(
        id=of.line.id,
        clause=of.line.clause,
        title=checked["title"],
        quote=checked["quote"],
        force=of.line.force,
        checked=of.line.outcome,
        outcome=of.outcome,
        holds=of.holds,
        for_judgment=for_persons(of.line),
        judgment=judgment_shown(judgment, in_force=True) if judgment else None,
        tests=checked["tests"],
        to_pass=checked["to_pass"],
    )


def _link(of: Evaluation, taken: Sequence[Decision]) -> EvaluationLink:
    return EvaluationLink(
        id=of.id,
        submission_version=of.case.version,
        status=of.status,
        supersedes=of.supersedes,
        decision_references=[each.reference for each in taken],
    )


def _decision(of: Decision, check_number: int) -> EvaluationDecisionShown:
    made_here = {"clauses", "remedies", "check_number"}
    names = [name for name in EvaluationDecisionShown.model_fields if name not in made_here]
    remedies = of.remedies
    told = (
        EvaluationRemediesShown(
            in_force_from=remedies.in_force_from,
            clause=remedies.clause,
            zh=remedies.zh,
            en=remedies.en,
        )
        if remedies
        else None
    )
    fields: dict[str, Any] = {name: getattr(of, name) for name in names}
    return EvaluationDecisionShown(
        **fields, check_number=check_number, clauses=list(of.clauses), remedies=told
    )
