"""Revocation cases: proposed, opened, notified, served, answered, decided (art. 17)."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.clock import legal_day
from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import Creating, IfMatch, Reading, Writing
from common.http.pagination import listed, page_of
from common.http.problems import READS, WRITES, documented
from common.http.validation import Later
from registry.api.revocation_models import (
    RevocationAnswerGiven,
    RevocationClosingGiven,
    RevocationDecisionGiven,
    RevocationListed,
    RevocationNotificationGiven,
    RevocationOpeningGiven,
    RevocationProposed,
    RevocationQuery,
    RevocationServiceGiven,
    RevocationShown,
    case_listed,
    case_shown,
)
from registry.domain import access
from registry.domain.revocation import RevocationCase
from registry.store import revocations as store
from registry.store.known import known_of
from registry.tables.revocations import revocation_cases
from registry.usecases.answer_revocation import answer_revocation
from registry.usecases.close_revocation import close_revocation
from registry.usecases.decide_revocation import decide_revocation
from registry.usecases.notify_institution import notify_institution
from registry.usecases.open_revocation import open_revocation
from registry.usecases.propose_revocation import propose_revocation
from registry.usecases.serve_notification import serve_notification

routes = router(tag="revocation cases")


@routes.post(
    "/revocation-cases",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="propose_revocation",
)
async def post_case(body: Later[RevocationProposed], tx: Creating) -> Response:
    """Propose a revocation on one of the grounds of art. 17; nothing is revoked by it."""
    return await _answered(tx, await propose_revocation(tx, lambda: body.checked().as_lead()))


@routes.post(
    "/revocation-cases/{ref}/opening",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="open_revocation",
)
async def post_opening(
    ref: str, body: Later[RevocationOpeningGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Open a case, as a named official."""
    given = body.checked
    case = await open_revocation(tx, ref, lambda: given().as_opening(), if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/revocation-cases/{ref}/notification",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="notify_revocation",
)
async def post_notification(
    ref: str, body: Later[RevocationNotificationGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Notify the institution of the intended revocation."""
    given = body.checked
    case = await notify_institution(tx, ref, lambda: given().document_number, if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/revocation-cases/{ref}/service",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="serve_revocation",
)
async def post_service(
    ref: str, body: Later[RevocationServiceGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record the service; the period to answer runs from the day after it."""
    given = body.checked
    case = await serve_notification(tx, ref, lambda: given().as_service(), if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/revocation-cases/{ref}/answer",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="answer_revocation",
)
async def post_answer(
    ref: str, body: Later[RevocationAnswerGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Answer as the institution concerned, within the period."""
    given = body.checked
    case = await answer_revocation(tx, ref, lambda: given().points, if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/revocation-cases/{ref}/decision",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="decide_revocation",
)
async def post_decision(
    ref: str, body: Later[RevocationDecisionGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Decide a case after the answer or after silence, as another person than its investigators."""
    given = body.checked
    case = await decide_revocation(tx, ref, lambda: given().as_finding(), if_match=if_match)
    return await _answered(tx, case)


@routes.post(
    "/revocation-cases/{ref}/closing",
    status_code=201,
    response_model=RevocationShown,
    responses=documented(WRITES),
    name="close_revocation",
)
async def post_closing(
    ref: str, body: Later[RevocationClosingGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Close a case before its decision, in the party's favour, with a finding and reasons."""
    given = body.checked
    case = await close_revocation(tx, ref, lambda: given().as_closing(), if_match=if_match)
    return await _answered(tx, case)


@routes.get(
    "/revocation-cases/{ref}",
    response_model=RevocationShown,
    responses=documented(READS),
    name="read_revocation_case",
)
async def read_case(ref: str, reading: Reading) -> Response:
    """One case with its acts, for the bureau, its district, its institution, auditors."""
    case = access.require_visible(reading.actor, await store.load(reading, ref))
    acts, known = await store.acts_of(reading, case.id), await known_of(reading, case)
    return shown(case_shown(case, acts, known, reading.actor), version=case.version)


@routes.get(
    "/revocation-cases",
    response_model=page_of(RevocationListed),
    responses=documented(READS),
    name="list_revocation_cases",
)
async def list_cases(
    request: Request, query: Annotated[RevocationQuery, Query()], reading: Reading
) -> Response:
    """The cases the caller may see, oldest first."""
    access.require_reader(reading.actor)
    day, table = legal_day(reading.at), revocation_cases.c
    statement = select(revocation_cases)
    if query.status is not None:
        statement = statement.where(store.status_is(query.status, day))
    if query.district is not None:
        statement = statement.where(table.district == query.district)
    if query.cluster_number is not None:
        statement = statement.where(table.cluster_number == query.cluster_number)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[table.id],
        item=lambda row: case_listed(store.case_of(row), reading.actor, day=day),
        seen=lambda row: access.visible_to(reading.actor, store.case_of(row)),
    )


async def _answered(tx: Transaction, case: RevocationCase) -> Response:
    acts, known = await store.acts_of(tx, case.id), await known_of(tx, case)
    body = case_shown(case, acts, known, tx.actor)
    location = f"/v1/revocation-cases/{case.id}"
    return await created(tx, body, location=location, version=case.version)
