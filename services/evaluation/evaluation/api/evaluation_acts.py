"""What the bureau does in an evaluation: judgments and the decision."""

from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import Field, model_validator

from common.http.answers import created
from common.http.app import router
from common.http.dependencies import IfMatch, Writing
from common.http.field_types import Said, rule
from common.http.problems import WRITES, documented
from common.http.validation import Later, StrictModel
from evaluation.api.evaluation_models import EvaluationShown, Folder, evaluation_shown
from evaluation.domain.decision import DecisionDraft
from evaluation.domain.evaluation import Evaluation
from evaluation.domain.judgment import Evidence, JudgmentDraft
from evaluation.usecases.decide_evaluation import decide_evaluation
from evaluation.usecases.record_judgments import record_judgments

routes = router(tag="evaluations")

Sentences = Annotated[str, Field(min_length=1, max_length=4000), Said]
Short = Annotated[str, Field(min_length=1, max_length=200), Said]


class JudgmentEvidenceIn(StrictModel):
    """A document of the case by its SHA-256, or words: exactly one of the two."""

    document_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    text: Sentences | None = None

    @model_validator(mode="after")
    def one_of_two(self) -> "JudgmentEvidenceIn":
        """Refuse both and neither."""
        if (self.document_sha256 is None) == (self.text is None):
            raise rule(
                "one_of_two",
                zh="证据须为材料的 SHA-256 或文字说明，二者择一。",
                en="Evidence is either a document's SHA-256 or words: exactly one of the two.",
            )
        return self


class JudgmentIn(StrictModel):
    """A finding on one criterion."""

    criterion_id: Annotated[str, Field(min_length=1, max_length=20)]
    finding: Literal["met", "not_met"]
    reason: Sentences
    evidence: Annotated[list[JudgmentEvidenceIn], Field(min_length=1, max_length=50)]

    def as_draft(self) -> JudgmentDraft:
        """The finding as the domain takes it."""
        evidence = tuple(
            Evidence(document_sha256=e.document_sha256, text=e.text) for e in self.evidence
        )
        return JudgmentDraft(
            criterion_id=self.criterion_id,
            finding=self.finding,
            reason=self.reason,
            evidence=evidence,
        )


class JudgmentsIn(StrictModel):
    """One or several findings."""

    judgments: Annotated[list[JudgmentIn], Field(min_length=1, max_length=100)]

    def as_drafts(self) -> list[JudgmentDraft]:
        """The findings as the domain takes them."""
        return [each.as_draft() for each in self.judgments]


class EvaluationDecisionIn(StrictModel):
    """A decision; `ground` is for one against the party, `incidents` as in the facts, up to now.

    A renewal is `passed` or `not_passed`; where a target was missed, `targets_considered` says how
    that was weighed (art. 15).
    """

    outcome: Literal["proposed", "not_proposed", "returned", "passed", "not_passed"]
    ground: Literal["criterion_not_met", "article_5", "quota", "targets_missed"] | None = None
    meeting: Short
    reason: Sentences
    clauses: list[Short] = Field(default_factory=list, max_length=50)
    incidents: dict[Annotated[str, Field(max_length=100)], Any] | None = None
    targets_considered: Sentences | None = None

    def as_draft(self) -> DecisionDraft:
        """The decision as the domain takes it."""
        return DecisionDraft(
            outcome=self.outcome,
            ground=self.ground,
            meeting=self.meeting,
            reason=self.reason,
            clauses=tuple(self.clauses),
            incidents=self.incidents,
            targets_considered=self.targets_considered,
        )


@routes.post(
    "/evaluations/{ref}/judgments",
    status_code=201,
    response_model=EvaluationShown,
    responses=documented(WRITES),
    name="record_judgments",
)
async def post_judgments(
    ref: str, body: Later[JudgmentsIn], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record findings on criteria that a person judges."""
    changed = await record_judgments(
        tx, ref, content=lambda: body.checked().as_drafts(), if_match=if_match
    )
    return await _created(tx, changed, location=f"/v1/evaluations/{changed.id}/judgments")


@routes.post(
    "/evaluations/{ref}/decision",
    status_code=201,
    response_model=EvaluationShown,
    responses=documented(WRITES),
    name="decide_evaluation",
)
async def post_decision(
    ref: str, body: Later[EvaluationDecisionIn], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Decide a case: proposed or not, a renewal passed or not, or returned to the district."""
    changed = await decide_evaluation(
        tx, ref, content=lambda: body.checked().as_draft(), if_match=if_match
    )
    return await _created(tx, changed, location=f"/v1/evaluations/{changed.id}")


async def _created(tx: Writing, changed: Evaluation, *, location: str) -> Response:
    body = evaluation_shown(await Folder.of(tx, changed), tx.actor)
    return await created(tx, body, location=location, version=changed.version)
