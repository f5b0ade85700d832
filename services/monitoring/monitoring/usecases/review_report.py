"""The district gives its opinion on a report."""

from collections.abc import Callable
from typing import Any

from common import audit
from common.database import Transaction
from monitoring.domain.report import REPORT, Report
from monitoring.store import reports


async def review_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Record the district's opinion; the report goes on to the bureau (art. 16)."""
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit(
        "review", status=report.status, version=report.version, actor=tx.actor, if_match=if_match
    )
    words, reviewed = content(), report.after("review")
    await reports.save(tx, reviewed)
    await reports.note_act(tx, reviewed, act="review", content=words)
    await audit.record(tx, "annual_report", reviewed.id, act="review", detail=words)
    return reviewed
