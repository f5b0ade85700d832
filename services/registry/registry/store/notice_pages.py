"""Notices as the pages list them: those that run, and the earlier ones, newest first."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from common.database import Reader
from registry.domain.notice import Notice
from registry.store.notices import notice_of
from registry.tables.notices import notices

# More than that would run at once only by mistake.
MOST_RUNNING: Final = 50


async def running(reader: Reader, day: date) -> Sequence[Notice]:
    """The notices whose window has not passed on a day, newest first."""
    found = select(notices).where(notices.c.last_day >= day, notices.c.status != "drafted")
    rows = await reader.rows(found.order_by(notices.c.id.desc()).limit(MOST_RUNNING))
    return [notice_of(row) for row in rows]


async def past(
    reader: Reader, day: date, *, before: UUID | None, limit: int
) -> tuple[Sequence[Notice], UUID | None]:
    """Earlier notices, newest first, from before one of them on; and where the next page begins."""
    found = select(notices).where(notices.c.last_day < day, notices.c.status != "drafted")
    if before is not None:
        found = found.where(notices.c.id < before)
    rows = await reader.rows(found.order_by(notices.c.id.desc()).limit(limit + 1))
    listed = [notice_of(row) for row in rows[:limit]]
    return listed, listed[-1].id if len(rows) > limit else None
