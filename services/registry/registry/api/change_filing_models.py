"""What clients send and see of a change filing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.cluster import ChangedFigure
from common.contracts.evaluation import FigureRecomputed
from common.http.field_types import Day, Said, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from registry.api.district import District
from registry.domain.change_filing import (
    CHANGE_FILING,
    Change,
    ChangeFiling,
    Kind,
    Opinion,
    Proof,
)
from registry.domain.change_filing_refusals import FILING_RULE
from registry.domain.change_period import FilingPeriod
from registry.domain.changed_facts import Difference, differences
from registry.domain.recomputation import CriterionAfter
from registry.domain.revocation import INSTITUTION
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


class ChangeFilingQuery(PageQuery):
    """Filters of the list of change filings; `late` are those filed after their due day."""

    status: Annotated[str | None, Field(max_length=20)] = None
    district: District | None = None
    cluster_number: Short | None = None
    kind: Kind | None = None
    late: bool | None = None


class DistrictOpinionShown(StrictModel):
    """The opinion of the district; who gave it is shown to officials."""

    opinion: Opinion
    reason: str
    reviewed_at: datetime
    reviewed_by: str | None


class ReturnedShown(StrictModel):
    """What was missing when a filing was returned."""

    items: tuple[str, ...]
    returned_at: datetime


class RecordingShown(StrictModel):
    """When a filing was recorded, and what the bureau noted."""

    comment: str
    recorded_at: datetime


class TimelinessShown(StrictModel):
    """Whether a filing was in time, and whether lateness supports 17(4), with the reason."""

    days: int
    due_on: date | None
    late_days: int | None
    supports_17_4: bool
    published_in: str | None
    clause: str
    zh: str
    en: str


class RecomputationShown(StrictModel):
    """The criteria with the changed figures in them; a broken one is by itself no ground."""

    filing: int
    standard: StandardPin | None
    criteria: tuple[CriterionAfter, ...]
    turned: tuple[str, ...]
    broken: tuple[str, ...]
    figures: tuple[FigureRecomputed, ...]
    problems: tuple[str, ...]
    recorded_at: datetime


class ChangeFilingListed(StrictModel):
    """A change filing in a list."""

    id: UUID
    number: str
    status: str
    filing: int
    cluster_id: UUID
    cluster_number: str
    district: str
    institution_code: str
    kind: Kind
    difference: tuple[Difference, ...]
    happened_on: date
    filed_on: date
    filed_at: datetime
    timeliness: TimelinessShown
    broken: tuple[str, ...]
    allowed_actions: list[str]


class ChangeActShown(StrictModel):
    """One act in a filing; who acted is shown to officials."""

    act: str
    at: datetime
    clause: str
    actor: str | None
    content: dict[str, Any]


class ChangeFilingShown(ChangeFilingListed):
    """A change filing in full."""

    explanation: str
    proofs: tuple[Proof, ...]
    figures: tuple[ChangedFigure, ...]
    review: DistrictOpinionShown | None
    returned: ReturnedShown | None
    recording: RecordingShown | None
    recomputed: RecomputationShown | None
    acts: list[ChangeActShown]


Shown = TypeVar("Shown", bound=StrictModel)


def filing_listed(of: ChangeFiling, actor: Actor) -> ChangeFilingListed:
    """The representation of a filing in a list, for an actor."""
    return ChangeFilingListed(**_fields(of, actor))


def filing_shown(of: ChangeFiling, acts: Iterable[Row[Any]], actor: Actor) -> ChangeFilingShown:
    """The representation of a filing with its acts, for an actor."""
    return ChangeFilingShown(
        **_fields(of, actor),
        explanation=of.explanation,
        proofs=of.proofs,
        figures=of.figures,
        review=_review(of, actor),
        returned=_taken(of.returned, ReturnedShown),
        recording=_taken(of.recording, RecordingShown),
        recomputed=_taken(of.recomputed, RecomputationShown),
        acts=[_act(act, actor) for act in acts],
    )


def _fields(of: ChangeFiling, actor: Actor) -> dict[str, Any]:
    names = [name for name in ChangeFilingListed.model_fields if hasattr(of, name)]
    return {name: getattr(of, name) for name in names} | {
        "difference": differences(of),
        "timeliness": _timeliness(of),
        "broken": of.recomputed.broken if of.recomputed else (),
        "allowed_actions": list(CHANGE_FILING.allowed(of.status, actor)),
    }


def _timeliness(of: ChangeFiling) -> TimelinessShown:
    period: FilingPeriod = of.period
    why = period.explained()
    return TimelinessShown(
        days=period.days,
        due_on=of.due_on,
        late_days=of.late_days,
        supports_17_4=period.supports_17_4 and bool(of.late_days),
        published_in=period.published_in,
        clause=FILING_RULE,
        zh=why.zh,
        en=why.en,
    )


def _review(of: ChangeFiling, actor: Actor) -> DistrictOpinionShown | None:
    if (said := of.review) is None:
        return None
    return DistrictOpinionShown(
        opinion=said.opinion,
        reason=said.reason,
        reviewed_at=said.reviewed_at,
        reviewed_by=_named(said.reviewed_by, actor),
    )


def _taken(of: object | None, model: type[Shown]) -> Shown | None:
    if of is None:
        return None
    return model(**{name: getattr(of, name) for name in model.model_fields})


def _act(row: Row[Any], actor: Actor) -> ChangeActShown:
    return ChangeActShown(
        act=row.act,
        at=row.at,
        clause=row.clause,
        actor=_named(row.actor, actor),
        content=row.content,
    )


def _named(subject: str, actor: Actor) -> str | None:
    return None if actor.has(*INSTITUTION) else subject
