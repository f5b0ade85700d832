"""Assessments: the yearly grade of a cluster with the figures it rests on (art. 16)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import select

from common.actor import Actor
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, Reading
from common.http.field_types import Said, Words
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later, StrictModel
from monitoring.api.district import District
from monitoring.api.entry_models import ClusterNumber
from monitoring.domain import access
from monitoring.domain.assessment import (
    Assessment,
    AssessmentStatus,
    require_visible,
    visible_to,
)
from monitoring.store import assessments as store
from monitoring.tables.assessments import assessments
from monitoring.usecases.complete_assessment import Given, complete_assessment

routes = router(tag="assessments")

Period = Annotated[str, Field(max_length=12, pattern=r"^[0-9]{4}(-H[12])?$")]
Grade = Annotated[str, Field(min_length=1, max_length=40), Said]


class AssessmentGiven(StrictModel):
    """An assessment; without a grade the bands give it, with another one it needs a reason."""

    cluster_number: ClusterNumber
    period: Period
    comment: Words
    grade: Grade | None = None
    departure_reason: Words | None = None
    supersedes: UUID | None = None


class AssessmentBand(StrictModel):
    """A grade and the least that a measure must be for it."""

    grade: str
    at_least: str
    of: str


class AssessmentTarget(StrictModel):
    """One target of the plan, reached or not; a plan below its base value wants less.

    `actual` is null where the report does not state it.
    """

    metric: str
    unit: str
    planned: str
    actual: str | None
    base: str | None
    reached: bool


class AssessmentFigures(StrictModel):
    """What an assessment rests on; null where nothing is known."""

    report_on_time: bool | None
    late_days: int | None
    confirmed: bool
    targets: int
    targets_reached: int
    incidents: int
    early_warnings: int
    target_rows: list[AssessmentTarget]


class AssessmentShown(StrictModel):
    """An assessment; who made it is shown to officials."""

    id: UUID
    status: AssessmentStatus
    cluster_number: str
    cluster_name: str
    district: str
    period: str
    grade: str
    grade_by_bands: str | None
    departure_reason: str | None
    bands: list[AssessmentBand]
    figures: AssessmentFigures
    comment: str
    supersedes: UUID | None
    assessed_by: str | None
    assessed_at: datetime


class AssessmentQuery(PageQuery):
    """The filters of the list; without a status the standing ones."""

    period: Period | None = None
    district: District | None = None
    cluster: ClusterNumber | None = None
    grade: Grade | None = None
    status: AssessmentStatus = "standing"


@routes.post(
    "/assessments",
    status_code=201,
    response_model=AssessmentShown,
    responses=documented(WRITES),
    name="complete_assessment",
)
async def post_assessment(body: Later[AssessmentGiven], tx: Creating) -> Response:
    """Assess a cluster for a period by the bands of its cycle, with the figures it rests on."""
    of = await complete_assessment(tx, lambda: Given(**dict(body.checked())))
    location = f"/v1/assessments/{of.id}"
    return await created(tx, assessment_shown(of, tx.actor), location=location, version=of.version)


@routes.get(
    "/assessments/{ref}",
    response_model=AssessmentShown,
    responses=documented(READS),
    name="read_assessment",
)
async def read_assessment(ref: str, reading: Reading) -> Response:
    """One assessment, also one that was superseded."""
    of = require_visible(reading.actor, await store.load(reading, ref))
    return shown(assessment_shown(of, reading.actor), version=of.version)


@routes.get(
    "/assessments",
    response_model=page_of(AssessmentShown),
    responses=documented(READS),
    name="list_assessments",
)
async def list_assessments(
    request: Request, query: Annotated[AssessmentQuery, Query()], reading: Reading
) -> Response:
    """The assessments that the caller may see, oldest first."""
    access.require_reader(reading.actor)
    wanted: dict[str, Any] = {
        "period": query.period,
        "district": query.district,
        "cluster_number": query.cluster,
        "grade": query.grade,
        "status": query.status,
    }
    conditions = [assessments.c[k] == v for k, v in wanted.items() if v is not None]
    return await listed(
        request,
        reading,
        select(assessments).where(*conditions),
        query,
        key=[assessments.c.id],
        item=lambda row: assessment_shown(store.assessment_of(row), reading.actor),
        seen=lambda row: visible_to(reading.actor, store.assessment_of(row)),
    )


def assessment_shown(of: Assessment, actor: Actor) -> AssessmentShown:
    """The representation of an assessment for an actor."""
    computed = {"bands", "figures", "assessed_by"}
    names = [name for name in AssessmentShown.model_fields if name not in computed]
    official = not actor.has("operating_institution")
    return AssessmentShown(
        **{name: getattr(of, name) for name in names},
        bands=[AssessmentBand(**band) for band in of.bands],
        figures=AssessmentFigures.model_validate(of.figures),
        assessed_by=of.assessed_by if official else None,
    )
