"""A notice has run out: closed by the bureau, or by the day itself."""

from uuid import UUID

from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import notice as decide
from registry.domain.notice import NOTICE, Notice, closed_event
from registry.store import notices


async def close_notice(tx: Transaction, ref: str, *, if_match: str | None) -> Notice:
    """Close a notice after the last day of its window (art. 10)."""
    published = await notices.load(tx, ref)
    decide.admit("close", published, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    return await _close(tx, published)


async def close_due_notice(tx: Transaction, notice_id: UUID) -> None:
    """Close a notice whose window has passed; nothing happens to one that is closed already."""
    notice = await notices.lock(tx, notice_id)
    if NOTICE.possible("close", notice.status):
        await _close(tx, notice)


async def _close(tx: Transaction, published: Notice) -> Notice:
    closed = decide.close_notice(published, day=legal_day(tx.at))
    await notices.save(tx, closed)
    await announce(tx, closed_event(closed), about=closed.id)
    await notices.record(tx, closed, "close", {"closed_on": str(closed.closed_on)})
    return closed
