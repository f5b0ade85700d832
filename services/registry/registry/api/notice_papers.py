"""Public notices for people: on paper, as the final list, and as a feed."""

import hashlib
from typing import Any, Final

from fastapi import Response
from sqlalchemy import select

from common.errors import NotFound
from common.http.app import router
from common.http.attachments import disposition
from common.http.dependencies import AnyReading, PublicReading
from common.http.problems import PUBLIC, documented
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
_AS_PDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}
_AS_FEED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {FEED: {"schema": {"type": "string"}}}}
}


@routes.get(
    "/notices.atom",
    responses=documented(PUBLIC) | _AS_FEED,
    response_class=Response,
    name="read_notice_feed",
)
async def read_feed(reading: PublicReading) -> Response:
    """The notices that are or were on the website as an Atom feed, newest change first."""
    posted = select(notices).where(notices.c.status != "drafted")
    rows = await reading.rows(posted.order_by(notices.c.id.desc()).limit(NEWEST))
    feed = feed_of([store.notice_of(row) for row in rows], at=reading.at)
    return Response(feed, media_type=FEED, headers=_tagged(feed))


@routes.get(
    "/notices/{ref}/notice.pdf",
    responses=documented(PUBLIC) | _AS_PDF,
    response_class=Response,
    name="print_notice",
)
async def print_notice(ref: str, reading: AnyReading) -> Response:
    """A posted notice on paper: the list, the window day by day, how to object, the hash."""
    notice = await store.load(reading, ref)
    if notice.publication is None:
        raise NotFound()
    data = notice_data(notice, await rounds.get(reading, notice.round_id))
    pdf = await PRESS.printed(official("notice"), data, at=notice.publication.posted_at)
    return _paper(pdf, f"{notice.number}.pdf")


@routes.get(
    "/notices/{ref}/list.pdf",
    responses=documented(PUBLIC) | _AS_PDF,
    response_class=Response,
    name="print_released_list",
)
async def print_list(ref: str, reading: AnyReading) -> Response:
    """The released list on paper: each cluster with its number and the validity printed."""
    notice = await store.load(reading, ref)
    parts = releases_of(notice)
    if not parts:
        raise NotFound()
    opened = await rounds.get(reading, notice.round_id)
    wanted = clusters.published().where(cluster_table.c.number.in_(_numbers(notice)))
    found = {row.number: clusters.cluster_of(row) for row in await reading.rows(wanted)}
    data = list_data(notice, opened, found)
    pdf = await PRESS.printed(official("list"), data, at=parts[-1].posted_at)
    return _paper(pdf, f"{notice.number}-list.pdf")


def _numbers(of: Notice) -> list[str]:
    return [each.cluster_number for part in releases_of(of) for each in part.clusters]


def _paper(pdf: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": disposition(name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(pdf, media_type=PDF, headers=headers | _tagged(pdf))


def _tagged(content: bytes) -> dict[str, str]:
    return {"ETag": f'"{hashlib.sha256(content).hexdigest()}"', "Cache-Control": "no-cache"}
