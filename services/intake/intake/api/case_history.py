"""What was said and done in a case: frozen versions and their differences, acts on record."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

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
from intake.api.difference_models import DifferenceShown, difference_shown
from intake.store import acts, applications, versions

routes = router(tag="case history")

Number = Annotated[int, Path(ge=1, le=10_000)]


class Versions(StrictModel):
    """All versions of an application, oldest first."""

    items: list[VersionSummary]


class Acts(StrictModel):
    """All acts on an application, oldest first."""

    items: list[ActShown]


class VersionQuery(StrictModel):
    """Against which other version a version is shown."""

    against: Annotated[int, Query(ge=1, le=10_000)] | None = None


class VersionCompared(VersionShown):
    """A frozen version, and its difference to another where one is asked for."""

    difference: DifferenceShown | None


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
    response_model=VersionCompared,
    responses=documented(READS),
    name="read_application_version",
)
async def read_version(
    ref: str, number: Number, query: Annotated[VersionQuery, Query()], reading: Reading
) -> Response:
    """One frozen version with its facts and their pre-check; `against` another, what changed."""
    case = await applications.load(reading, ref)
    found = await versions.load(reading, case.id, number)
    difference = None
    if query.against is not None:
        other = await versions.load(reading, case.id, query.against)
        recorded = list(await acts.of_application(reading, case.id))
        difference = await asyncio.to_thread(difference_shown, found, other, recorded)
    body = VersionCompared(**version_shown(found).model_dump(), difference=difference)
    return shown(body, version=1)


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
