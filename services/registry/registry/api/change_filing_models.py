"""What clients see of a change filing, and how they filter."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.contracts.case import StandardPin
from common.contracts.cluster import ChangedFigure
from common.contracts.evaluation import FigureRecomputed
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from registry.api.change_filing_given import Short
from registry.api.district import District
from registry.domain.change_filing import (
    CHANGE_FILING,
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
