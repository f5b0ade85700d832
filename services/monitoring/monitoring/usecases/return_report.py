"""The district or the bureau returns a report, item by item."""

from collections.abc import Callable
from typing import Any

from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.report import Report, returned_event
from monitoring.usecases.acting import moved_on


async def return_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Send a report back with what is to be mended; its first receipt stays on record (art. 16)."""
    returned, words = await moved_on(
        tx, cluster, period, act="return", content=content, if_match=if_match
    )
    event = returned_event(returned, reason=words["reason"])
    await announce(tx, event, about=returned.obligation_id)
    return returned
