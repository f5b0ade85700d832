"""What was said and done in a case: frozen versions, acts on record, the timeline."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Response
from sqlalchemy import Row

from common.http.answers import shown
from common.http.app import router
from common.http.dependencies import Reading
from common.http.problems import READS, documented
from common.http.validation import StrictModel
from intake.api.act_models import ActShown, act_shown
from intake.api.application_shown import (
    VersionShown,
    VersionSummary,
    version_shown,
    version_summary,
)
from intake.store import acts, applications, timeline, versions

routes = router(tag="case history")

Number = Annotated[int, Path(ge=1, le=10_000)]


class Versions(StrictModel):
    """All versions of an application, oldest first."""

    items: list[VersionSummary]


class Acts(StrictModel):
    """All acts on an application, oldest first."""

    items: list[ActShown]


class LineShown(StrictModel):
    """One line of the timeline, in words, and who moved next from there."""

    at: datetime
    event: str
    source: str
    zh: str
    en: str
    moves_next: str | None


class Timeline(StrictModel):
    """Where the case stands across all services, and how it came there."""

    application_id: UUID
    number: str
    status: str
    outcome: str | None
    moves_next: str | None
    items: list[LineShown]


@routes.get(
    "/applications/{ref}/versions",
    response_model=Versions,
    responses=documented(READS),
    name="list_application_versions",
)
async def list_versions(ref: str, reading: Reading) -> Response:
    """The frozen versions of an application."""
    case = await applications.load(reading, ref)
    found = await versions.of_application(reading, case.id)
    return shown(Versions(items=[version_summary(version) for version in found]))


@routes.get(
    "/applications/{ref}/versions/{number}",
    response_model=VersionShown,
    responses=documented(READS),
    name="read_application_version",
)
async def read_version(ref: str, number: Number, reading: Reading) -> Response:
    """One frozen version with its facts and their pre-check."""
    case = await applications.load(reading, ref)
    found = await versions.load(reading, case.id, number)
    return shown(version_shown(found), version=1)


@routes.get(
    "/applications/{ref}/acts",
    response_model=Acts,
    responses=documented(READS),
    name="list_application_acts",
)
async def list_acts(ref: str, reading: Reading) -> Response:
    """Every act on the application: who, when, why, on which clause."""
    case = await applications.load(reading, ref)
    found = await acts.of_application(reading, case.id)
    return shown(Acts(items=[act_shown(act) for act in found]))


@routes.get(
    "/applications/{ref}/acts/{act_id}",
    response_model=ActShown,
    responses=documented(READS),
    name="read_application_act",
)
async def read_act(ref: str, act_id: UUID, reading: Reading) -> Response:
    """The record of one act."""
    case = await applications.load(reading, ref)
    return shown(act_shown(await acts.load(reading, case.id, act_id)), version=1)


@routes.get(
    "/applications/{ref}/timeline",
    response_model=Timeline,
    responses=documented(READS),
    name="read_application_timeline",
)
async def read_timeline(ref: str, reading: Reading) -> Response:
    """Where the case stands across all services."""
    case = await applications.load(reading, ref)
    lines = await reading.rows(timeline.lines_of(case.id))
    body = Timeline(
        application_id=case.id,
        number=case.number,
        status=case.status,
        outcome=case.outcome,
        moves_next=case.moves_next,
        items=[_line(row) for row in lines],
    )
    return shown(body)


def _line(row: Row[Any]) -> LineShown:
    return LineShown(**{name: getattr(row, name) for name in LineShown.model_fields})
