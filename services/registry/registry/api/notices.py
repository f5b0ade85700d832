"""Public notices: drafted, posted, closed and released by the bureau; read by all once posted."""

from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy import select

from common.clock import legal_day
from common.database import Transaction
from common.http.answers import created, shown
from common.http.app import router
from common.http.dependencies import AnyReading, Creating, IfMatch, Writing
from common.http.pagination import listed, page_of
from common.http.problems import PUBLIC, WRITES, documented
from common.http.validation import Later
from registry.api.notice_models import (
    NoticeDraft,
    NoticeListed,
    NoticePublicationGiven,
    NoticeQuery,
    NoticeReleaseGiven,
    NoticeShown,
    notice_listed,
    notice_shown,
)
from registry.domain.notice import Notice
from registry.store import notices as store
from registry.store import rounds
from registry.tables.notices import notices
from registry.usecases.close_notice import close_notice
from registry.usecases.draft_notice import draft_notice
from registry.usecases.publish_notice import publish_notice
from registry.usecases.release_notice import release_notice

routes = router(tag="notices")


@routes.post(
    "/notices",
    status_code=201,
    response_model=NoticeShown,
    responses=documented(WRITES),
    name="draft_notice",
)
async def post_notice(body: Later[NoticeDraft], tx: Creating) -> Response:
    """Draft a notice: a snapshot of the proposed list with its count and SHA-256."""
    return await _answered(tx, await draft_notice(tx, lambda: body.checked().as_wish()))


@routes.post(
    "/notices/{ref}/publication",
    status_code=201,
    response_model=NoticeShown,
    responses=documented(WRITES),
    name="publish_notice",
)
async def post_publication(
    ref: str, body: Later[NoticePublicationGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Record where and when the notice was posted; its window is computed and binds."""
    posting = body.checked
    notice = await publish_notice(tx, ref, lambda: posting().as_posting(), if_match=if_match)
    return await _answered(tx, notice)


@routes.post(
    "/notices/{ref}/closing",
    status_code=201,
    response_model=NoticeShown,
    responses=documented(WRITES),
    name="close_notice",
)
async def post_closing(ref: str, tx: Writing, if_match: IfMatch = None) -> Response:
    """Close a notice whose window has passed; the day itself closes it too."""
    return await _answered(tx, await close_notice(tx, ref, if_match=if_match))


@routes.post(
    "/notices/{ref}/release",
    status_code=201,
    response_model=NoticeShown,
    responses=documented(WRITES),
    name="release_notice",
)
async def post_release(
    ref: str, body: Later[NoticeReleaseGiven], tx: Writing, if_match: IfMatch = None
) -> Response:
    """Release exactly the list that was on notice: each entry becomes a cluster."""
    wish = body.checked
    notice = await release_notice(tx, ref, lambda: wish().as_release(), if_match=if_match)
    return await _answered(tx, notice)


@routes.get(
    "/notices/{ref}", response_model=NoticeShown, responses=documented(PUBLIC), name="read_notice"
)
async def read_notice(ref: str, reading: AnyReading) -> Response:
    """One notice with its list, its window explained day by day, and its release."""
    notice = await store.load(reading, ref)
    opened = await rounds.get(reading, notice.round_id)
    return shown(
        notice_shown(notice, opened, reading.actor, day=legal_day(reading.at)),
        version=notice.version,
    )


@routes.get(
    "/notices",
    response_model=page_of(NoticeListed),
    responses=documented(PUBLIC),
    name="list_notices",
)
async def list_notices(
    request: Request, query: Annotated[NoticeQuery, Query()], reading: AnyReading
) -> Response:
    """Notices, oldest first; drafts are seen by the bureau alone."""
    statement, day = select(notices), legal_day(reading.at)
    if query.round is not None:
        statement = statement.where(store.of_round(query.round))
    if query.status is not None:
        statement = statement.where(notices.c.status == query.status)
    return await listed(
        request,
        reading,
        statement,
        query,
        key=[notices.c.id],
        item=lambda row: notice_listed(store.notice_of(row), reading.actor, day=day),
    )


async def _answered(tx: Transaction, notice: Notice) -> Response:
    opened = await rounds.get(tx, notice.round_id)
    body = notice_shown(notice, opened, tx.actor, day=legal_day(tx.at))
    return await created(tx, body, location=f"/v1/notices/{notice.id}", version=notice.version)
