"""The bureau confirms a report."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.frozen import confirmed_event
from monitoring.domain.report import Report
from monitoring.store import obligations, reports
from monitoring.usecases.acting import moved_on
from monitoring.usecases.warn_early import warn_early


async def confirm_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Confirm a reviewed report; its figures travel with the event (art. 16)."""
    confirmed, _words = await moved_on(
        tx, cluster, period, act="confirm", content=content, if_match=if_match
    )
    owed = await obligations.lock(tx, confirmed.obligation_id)
    await obligations.save(tx, replace(owed, confirmed_at=tx.at))
    latest = (await reports.versions_of(tx, confirmed.id))[-1]
    await announce(tx, confirmed_event(owed, latest, confirmed_at=tx.at), about=owed.id)
    await warn_early(tx, owed)
    return confirmed
