"""The district gives its opinion on a report."""

from collections.abc import Callable
from typing import Any

from common.database import Transaction
from monitoring.domain.report import Report
from monitoring.usecases.acting import moved_on


async def review_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Record the district's opinion; the report goes on to the bureau (art. 16)."""
    reviewed, _words = await moved_on(
        tx, cluster, period, act="review", content=content, if_match=if_match
    )
    return reviewed
