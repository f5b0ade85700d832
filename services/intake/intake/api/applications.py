"""Applications: drafted and submitted by an institution, read by those who handle the case."""

import re
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy import Select, select

from common.database import Transaction
from common.errors import Forbidden
from common.http.answers import changed, created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.field_types import Day, Instant
from common.http.limits import BodyLimit
from common.http.pagination import PageQuery, listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from common.rows import named
from intake.api.act_models import Done, WithdrawalDraft, act_shown
from intake.api.application_models import ApplicationDraft, ApplicationSections
from intake.api.application_shown import (
    ApplicationShown,
    ApplicationSummary,
    application_listed,
    application_shown,
    summary_of,
)
from intake.api.gap_models import Completeness, completeness_shown
from intake.domain import access
from intake.domain.application import Application
from intake.domain.completeness import gaps
from intake.store import applications as store
from intake.store import assignees, case_files, rounds, standards
from intake.tables.applications import applications
from intake.tables.rounds import rounds as rounds_table
from intake.usecases.change_application import change_application
from intake.usecases.draft_application import draft_application
from intake.usecases.submit_application import submit_application
from intake.usecases.withdraw_application import withdraw_application

routes = router(tag="applications")

_SECTIONS_BYTES: Final = 8 * 1024 * 1024
# A roster of thousands of enterprises is larger than an ordinary body.
SECTIONS_LIMITS: Final = (
    BodyLimit("POST", re.compile(r"/v1/applications"), _SECTIONS_BYTES),
    BodyLimit("PUT", re.compile(r"/v1/applications/[^/]+"), _SECTIONS_BYTES),
)


class ApplicationQuery(PageQuery):
    """Filters of the list of applications."""

    status: Annotated[str, Field(max_length=30)] | None = None
    district: Annotated[str, Field(max_length=20)] | None = None
    round: Annotated[str, Field(max_length=40)] | None = None
    institution: Annotated[str, Field(max_length=18)] | None = None
    assignee: Annotated[str, Field(max_length=200)] | None = None
    due_before: Day | None = None
    changed_after: Instant | None = None


@routes.post(
    "/applications",
    status_code=201,
    response_model=ApplicationShown,
    responses=documented(WRITES),
    name="create_application",
)
async def create_application(body: Later[ApplicationDraft], tx: Creating) -> Response:
    """Begin an application in an open round."""
    new = await draft_application(tx, lambda: body.checked().as_new_case())
    answer = await _as_owner(tx, new)
    return await created(tx, answer, location=f"/v1/applications/{new.id}", version=new.version)


@routes.put(
    "/applications/{ref}",
    response_model=ApplicationShown,
    responses=documented(WRITES),
    name="change_application",
)
async def replace_sections(
    ref: str, body: Later[ApplicationSections], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Replace the sections that are sent, each as a whole; null removes one."""
    case = await change_application(
        tx, ref, if_match=if_match, content=lambda: body.checked().as_sections()
    )
    return await changed(tx, await _as_owner(tx, case), version=case.version)


@routes.get(
    "/applications",
    response_model=page_of(ApplicationSummary),
    responses=documented(READS),
    name="list_applications",
)
async def list_applications(
    request: Request, query: Annotated[ApplicationQuery, Query()], reading: Reading
) -> Response:
    """The applications the caller may see, oldest first."""
    if not access.reads_cases(reading.actor):
        raise Forbidden()
    found = _filtered(store.listed(reading.actor), query)
    acting = access.acts_on_some(reading.actor)  # what can be done to a case depends on its round
    known = await rounds.of_applications(reading) if acting else {}
    return await listed(
        request,
        reading,
        found,
        query,
        key=[applications.c.id],
        item=lambda row: application_listed(store.application_of(row), reading, known),
    )


@routes.get(
    "/applications/{ref}",
    response_model=ApplicationShown,
    responses=documented(READS),
    name="read_application",
)
async def read_application(ref: str, reading: Reading) -> Response:
    """One application: the working copy for its institution, the last version for officials."""
    file = await case_files.load(reading, ref)
    return shown(application_shown(file, reading), version=file.case.version)


@routes.get(
    "/applications/{ref}/completeness",
    response_model=Completeness,
    responses=documented(READS),
    name="read_application_completeness",
)
async def read_completeness(ref: str, reading: Reading) -> Response:
    """What is missing before it can be submitted, and what is advised, each with its clause."""
    file = await case_files.load(reading, ref)
    sections = (file.filed if file.draft is None else file.draft) or {}
    standard = await standards.pinned(reading, file.in_round.standard)
    found = gaps(
        sections,
        file.filed_documents,
        file.case,
        file.in_round,
        standard=standard,
        at=reading.at,
    )
    return shown(completeness_shown(found), version=file.case.version)


@routes.post(
    "/applications/{ref}/submission",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="submit_application",
)
async def submit(ref: str, tx: Creating, if_match: IfMatch = None) -> Response:
    """Freeze version n; the time of receipt decides whether it is in time."""
    case, act = await submit_application(tx, ref, if_match=if_match)
    body = Done(record=act_shown(act), application=await summary_of(tx, case))
    location = f"/v1/applications/{case.id}/versions/{case.submissions}"
    return await created(tx, body, location=location, version=case.version)


@routes.post(
    "/applications/{ref}/withdrawal",
    status_code=201,
    response_model=Done,
    responses=documented(WRITES),
    name="withdraw_application",
)
async def withdraw(
    ref: str, body: Later[WithdrawalDraft], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Withdraw an open application."""
    case, act = await withdraw_application(tx, ref, if_match=if_match, content=body.plain)
    answer = Done(record=act_shown(act), application=await summary_of(tx, case))
    location = f"/v1/applications/{case.id}/acts/{act.id}"
    return await created(tx, answer, location=location, version=case.version)


async def _as_owner(tx: Transaction, case: Application) -> ApplicationShown:
    return application_shown(await case_files.load(tx, case.id), tx)


def _filtered(found: Select[Any], query: ApplicationQuery) -> Select[Any]:
    columns = applications.c
    equal = {
        columns.status: query.status,
        columns.district: query.district,
        columns.institution_code: query.institution,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if query.round is not None:
        own = named(query.round, rounds_table.c.id, rounds_table.c.number)
        conditions.append(columns.round_id.in_(select(rounds_table.c.id).where(own)))
    if query.assignee is not None:
        conditions.append(assignees.handled_by(query.assignee))
    if query.due_before is not None:
        conditions.append(columns.correction_due_on < query.due_before)
    if query.changed_after is not None:
        conditions.append(columns.changed_at > query.changed_after)
    return found.where(*conditions)
