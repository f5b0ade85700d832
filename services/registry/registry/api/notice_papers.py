"""Public notices for people: on paper, as the final list, and as a feed."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from fastapi import Request, Response
from sqlalchemy import select

from common.canonical import sha256_hex
from common.errors import NotFound
from common.http.app import router
from common.http.attachments import disposition
from common.http.conditional import has_already, not_modified
from common.http.dependencies import AnyReading, PublicReading
from common.http.problems import LIMITED, PUBLIC, documented
from common.paper.printing import Press
from registry.domain.notice import Notice
from registry.domain.notice_release import releases_of
from registry.paper.feed import feed_of
from registry.paper.notice import list_data, notice_data
from registry.paper.pages import official
from registry.store import clusters, rounds
from registry.store import notices as store
from registry.tables.clusters import clusters as cluster_table
from registry.tables.notices import notices

routes = router(tag="notices")

PDF: Final = "application/pdf"
FEED: Final = "application/atom+xml"
# A reader of a feed looks at the newest; all the others are in the list.
NEWEST: Final = 100
PRESS: Final = Press()
# It may be kept, and is asked for again each time: a notice can be corrected at any moment.
KEPT: Final = "no-cache"
_SAME: Final = {"description": "Nothing has changed since the ETag given"}
_AS_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
    304: _SAME,
}
_AS_FEED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {FEED: {"schema": {"type": "string"}}}},
    304: _SAME,
}


@routes.get(
    "/notices.atom",
    responses=documented(PUBLIC) | _AS_FEED,
    response_class=Response,
    name="read_notice_feed",
)
async def read_feed(request: Request, reading: PublicReading) -> Response:
    """The notices that are or were on the website as an Atom feed, newest change first."""
    posted = select(notices).where(notices.c.status != "drafted")
    rows = await reading.rows(posted.order_by(notices.c.id.desc()).limit(NEWEST))
    feed = feed_of([store.notice_of(row) for row in rows], at=reading.at)
    etag = f'"{hashlib.sha256(feed).hexdigest()}"'
    if has_already(request, etag):
        return not_modified(etag, cache_control=KEPT)
    return Response(feed, media_type=FEED, headers={"ETag": etag, "Cache-Control": KEPT})


@routes.get(
    "/notices/{ref}/notice.pdf",
    responses=documented(LIMITED) | _AS_PDF,
    response_class=Response,
    name="print_notice",
)
async def print_notice(ref: str, request: Request, reading: AnyReading) -> Response:
    """A posted notice on paper: the list, the window day by day, how to object, the hash."""
    notice = await store.load(reading, ref)
    if notice.publication is None:
        raise NotFound()
    data = notice_data(notice, await rounds.get(reading, notice.round_id))
    at = notice.publication.posted_at
    return await _paper(request, "notice", data, at=at, name=f"{notice.number}.pdf")


@routes.get(
    "/notices/{ref}/list.pdf",
    responses=documented(LIMITED) | _AS_PDF,
    response_class=Response,
    name="print_released_list",
)
async def print_list(ref: str, request: Request, reading: AnyReading) -> Response:
    """The released list on paper: each cluster with its number and the validity printed."""
    notice = await store.load(reading, ref)
    parts = releases_of(notice)
    if not parts:
        raise NotFound()
    opened = await rounds.get(reading, notice.round_id)
    wanted = clusters.published().where(cluster_table.c.number.in_(_numbers(notice)))
    found = {row.number: clusters.cluster_of(row) for row in await reading.rows(wanted)}
    data = list_data(notice, opened, found)
    name = f"{notice.number}-list.pdf"
    return await _paper(request, "list", data, at=parts[-1].posted_at, name=name)


def _numbers(of: Notice) -> list[str]:
    return [each.cluster_number for part in releases_of(of) for each in part.clusters]


async def _paper(
    request: Request, template: str, data: Mapping[str, Any], *, at: datetime, name: str
) -> Response:
    # The tag follows from what is printed, so whoever has the paper costs no print.
    words = official(template)
    etag = f'"{sha256_hex({"template": words, "data": data, "at": at.isoformat()})}"'
    if has_already(request, etag):
        return not_modified(etag, cache_control=KEPT)
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": etag,
        "Cache-Control": KEPT,
    }
    pdf = await PRESS.printed(words, data, at=at)
    return Response(pdf, media_type=PDF, headers=headers)
