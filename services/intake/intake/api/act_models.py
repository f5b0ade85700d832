"""What officials and institutions send with an act, and the record of one."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from common.http.field_types import Day, Said
from common.http.validation import StrictModel
from intake.api.application_shown import ApplicationSummary
from intake.domain.act import Act
from intake.domain.forwarding import Forwarding
from intake.domain.review import Recommendation
from intake.usecases.recommend_list import Listed

Reason = Annotated[str, Field(min_length=1, max_length=4000), Said]
Clause = Annotated[str, Field(min_length=1, max_length=200), Said]
Clauses = Annotated[list[Clause], Field(min_length=1, max_length=20)]
CriterionId = Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})?$")]


class CorrectionItem(StrictModel):
    """One place to be corrected: a JSON pointer into the sections, why, on which clause."""

    pointer: Annotated[str, Field(pattern=r"^(/[^/]*)*$", max_length=300)]
    reason: Reason
    clause: Clause


class CorrectionRequestDraft(StrictModel):
    """Everything that is to be corrected; before acceptance there is one request only."""

    items: Annotated[list[CorrectionItem], Field(min_length=1, max_length=200)]


class AcceptanceDraft(StrictModel):
    """The acceptance; a remark is optional."""

    remark: Annotated[str, Field(max_length=4000)] = ""


class RejectionDraft(StrictModel):
    """Not accepted (不予受理): why, and on which clauses."""

    reasons: Reason
    clauses: Clauses


class FindingDraft(StrictModel):
    """The officer's word on one line of the pre-check."""

    criterion_id: CriterionId
    position: Literal["confirm", "contest"]
    reason: Reason


class FindingsDraft(StrictModel):
    """Findings on any number of lines; a later one on the same line takes its place."""

    items: Annotated[list[FindingDraft], Field(min_length=1, max_length=100)]


class RecommendationDraft(StrictModel):
    """The recommendation; going over a soft quota needs a reason."""

    opinion: Reason
    rank: Annotated[int, Field(strict=True, ge=1, le=1000)]
    quota_reason: Reason | None = None

    def as_recommendation(self) -> Recommendation:
        """The draft in the domain's words."""
        return Recommendation(**self.model_dump())


class ForwardingDraft(StrictModel):
    """The district's opinion on a renewal, and why; either way the renewal goes on."""

    opinion: Literal["for", "against"]
    reason: Reason

    def as_forwarding(self) -> Forwarding:
        """The draft in the domain's words."""
        return Forwarding(opinion=self.opinion, reason=self.reason)


class ListedDraft(RecommendationDraft):
    """One application of a list, by its id or number, with the ETag that was seen."""

    application: Annotated[str, Field(min_length=1, max_length=40)]
    etag: Annotated[str, Field(min_length=1, max_length=40)]

    def as_listed(self) -> Listed:
        """The item in the use case's words."""
        own = self.model_dump(exclude={"application", "etag"})
        return Listed(
            application=self.application, etag=self.etag, recommendation=Recommendation(**own)
        )


class RecommendationListDraft(StrictModel):
    """A list that is recommended in one act: all of it, or nothing."""

    items: Annotated[list[ListedDraft], Field(min_length=1, max_length=100)]


class VerifierDraft(StrictModel):
    """One of those who were on site."""

    name: Annotated[str, Field(min_length=1, max_length=100), Said]
    position: Annotated[str, Field(max_length=100)] = ""


class SiteVerificationDraft(StrictModel):
    """A visit: when, where, by whom, what was found, and the photographs by their ids."""

    visited_on: Day
    place: Annotated[str, Field(min_length=1, max_length=300), Said]
    verifiers: Annotated[list[VerifierDraft], Field(min_length=1, max_length=20)]
    conclusion: Literal["as_filed", "differs"]
    record: Reason
    photos: Annotated[list[UUID], Field(max_length=100)]


class HandOverDraft(StrictModel):
    """To which officer a case goes, by the subject of the account, and why."""

    to: Annotated[str, Field(min_length=1, max_length=200), Said]
    reason: Annotated[str, Field(max_length=4000)] = ""


class NonRecommendationDraft(StrictModel):
    """No recommendation: which of the two grounds, why, on which clauses."""

    ground: Literal["review_not_passed", "passed_over_by_rank"]
    reasons: Reason
    clauses: Clauses


class WithdrawalDraft(StrictModel):
    """The withdrawal; a reason is optional."""

    reason: Annotated[str, Field(max_length=4000)] = ""


class ActShown(StrictModel):
    """The record of an act: who, when, on which version, with what content."""

    id: UUID
    application_id: UUID
    act: str
    actor: str
    at: datetime
    submission: int
    content: dict[str, Any]


class Done(StrictModel):
    """An act's record, and the application as it stands after it."""

    record: ActShown
    application: ApplicationSummary


class Recommended(StrictModel):
    """A list that was recommended, each with its record."""

    items: list[Done]


def act_shown(of: Act) -> ActShown:
    """The representation of an act."""
    return ActShown(**{name: getattr(of, name) for name in ActShown.model_fields})
