"""What clients send of a change filing."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from common.contracts.cluster import ChangedFigure
from common.http.field_types import Day, Said, Words
from common.http.validation import StrictModel
from registry.domain.change_filing import Change, Kind, Opinion, Proof
from registry.usecases.review_change import Review

Short = Annotated[str, Field(min_length=1, max_length=200), Said]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]
FigureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Year = Annotated[int, Field(strict=True, ge=2000, le=2199)]
Value = (
    Annotated[str, Field(max_length=200)]
    | Annotated[bool, Field(strict=True)]
    | Annotated[int, Field(strict=True, ge=0, le=10**12)]
)


class ChangedFacts(StrictModel):
    """The facts after the change: those that its kind touches, and no others."""

    leading_industry: Short | None = None
    territory: Words | None = None
    institution_code: Code | None = None
    institution_name: Short | None = None
    name: Short | None = None
    description: Words | None = None

    def stated(self) -> Mapping[str, str]:
        """The facts that are stated."""
        return {name: value for name, value in self.__dict__.items() if value is not None}


class ProofGiven(StrictModel):
    """A document that proves the change: what it is, and its hash in the object store."""

    description: Words
    sha256: Sha256 | None = None


class FigureGiven(StrictModel):
    """A figure of the criteria after the change; the year where it is filed by the year."""

    name: FigureName
    year: Year | None = None
    value: Value

    def as_figure(self) -> ChangedFigure:
        """The figure as events carry it."""
        return ChangedFigure(name=self.name, year=self.year, value=self.value)


class ChangeFilingGiven(StrictModel):
    """A change: its kind, the facts after it, its day, proofs, and figures that it changes."""

    kind: Kind
    after: ChangedFacts
    happened_on: Day
    explanation: Words
    proofs: Annotated[list[ProofGiven], Field(max_length=50)]
    figures: Annotated[list[FigureGiven], Field(default_factory=list, max_length=100)]

    def as_change(self) -> Change:
        """The change as the domain knows it."""
        proofs = (Proof(description=each.description, sha256=each.sha256) for each in self.proofs)
        return Change(
            kind=self.kind,
            after=self.after.stated(),
            happened_on=self.happened_on,
            explanation=self.explanation,
            proofs=tuple(proofs),
            figures=tuple(each.as_figure() for each in self.figures),
        )


class ChangeReviewGiven(StrictModel):
    """The district's opinion: it confirms the change, or doubts it, with reasons."""

    opinion: Opinion
    reason: Words

    def as_review(self) -> Review:
        """The opinion as the use case takes it."""
        return Review(opinion=self.opinion, reason=self.reason)


class ChangeRecordingGiven(StrictModel):
    """What the bureau notes when it records a change."""

    comment: Words


class ChangeReturnGiven(StrictModel):
    """What is missing in a filing, item by item."""

    items: Annotated[list[Words], Field(min_length=1, max_length=50)]
