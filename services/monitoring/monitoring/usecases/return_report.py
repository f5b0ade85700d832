"""The district or the bureau returns a report, item by item."""

from collections.abc import Callable
from typing import Any

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.report import REPORT, Report, returned_event
from monitoring.store import reports


async def return_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Send a report back with what is to be mended; its first receipt stays on record (art. 16)."""
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit(
        "return", status=report.status, version=report.version, actor=tx.actor, if_match=if_match
    )
    words, returned = content(), report.after("return")
    await reports.save(tx, returned)
    await reports.note_act(tx, returned, act="return", content=words)
    event = returned_event(returned, reason=words["reason"])
    await announce(tx, event, about=returned.obligation_id)
    await audit.record(tx, "annual_report", returned.id, act="return", detail=words)
    return returned
