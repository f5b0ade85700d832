"""The pages of public notices: what runs with its day count, what ran before, how to object."""

from typing import Final

from fastapi import Response

from common.clock import told
from common.database import Reader
from common.errors import NotFound
from common.http.dependencies import PublicReading
from common.ids import as_id
from registry.api.page_route import Visit, Visiting, page_router
from registry.domain.notice import Notice
from registry.domain.window import explained
from registry.pages.notice_page import (
    CountedDay,
    counted_days,
    past_line,
    releases_shown,
    running_line,
    state_of,
    where_today,
)
from registry.store import notice_pages as store
from registry.store import notices, rounds

routes = page_router()
A_PAGE: Final = 20


@routes.get("/notices", name="notices_page")
async def notices_page(seen: Visiting, reading: PublicReading) -> Response:
    """The notices that run, each with where today stands in it, and the earlier ones."""
    before = as_id(seen.asked.get("cursor", ""))
    running = [] if before else await store.running(reading, seen.day)
    past, further = await store.past(reading, seen.day, before=before, limit=A_PAGE)
    counted = [(each, await _days(seen, reading, each)) for each in running]
    return seen.page(
        "notices",
        here="notices",
        title=seen.words("notices_title"),
        running=[running_line(each, days, seen.day, seen.words) for each, days in counted],
        past=[past_line(each, seen.words) for each in past],
        further=str(further) if further else None,
        beginning=before is not None,
    )


@routes.get("/notices/{ref}", name="notice_page")
async def notice_page(ref: str, seen: Visiting, reading: PublicReading) -> Response:
    """A notice: its list, its window explained day by day, what came of it, how to object."""
    notice = await notices.load(reading, ref)
    if notice.publication is None or notice.last_day is None:
        raise NotFound()
    days = await _days(seen, reading, notice)
    opened = await rounds.get(reading, notice.round_id)
    return seen.page(
        "notice",
        here="notices",
        title=seen.words("notice_title", number=notice.number),
        notice=notice,
        running=seen.day <= notice.last_day,
        counted=where_today(days, seen.day, seen.words),
        state=state_of(notice, seen.words),
        days=days,
        first_counts=opened.notice.first_day_counts,
        posted_at=told(notice.publication.posted_at),
        releases=list(releases_shown(notice)),
    )


async def _days(seen: Visit, reading: Reader, notice: Notice) -> list[CountedDay]:
    assert notice.first_day is not None
    assert notice.last_day is not None
    opened = await rounds.get(reading, notice.round_id)
    days = explained(notice.first_day, notice.last_day, opened.notice)
    return counted_days(days, seen.day, seen.words)
