"""The bureau confirms a report."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.frozen import confirmed_event
from monitoring.domain.report import REPORT, Report
from monitoring.store import obligations, reports


async def confirm_report(
    tx: Transaction,
    cluster: str,
    period: str,
    *,
    content: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> Report:
    """Confirm a reviewed report; its figures travel with the event (art. 16)."""
    report = await reports.load_for(tx, cluster, period)
    REPORT.admit(
        "confirm", status=report.status, version=report.version, actor=tx.actor, if_match=if_match
    )
    words, confirmed = content(), report.after("confirm")
    await reports.save(tx, confirmed)
    owed = await obligations.lock(tx, report.obligation_id)
    await obligations.save(tx, replace(owed, confirmed_at=tx.at))
    await reports.note_act(tx, confirmed, act="confirm", content=words)
    latest = (await reports.versions_of(tx, report.id))[-1]
    await announce(tx, confirmed_event(owed, latest, confirmed_at=tx.at), about=owed.id)
    await audit.record(tx, "annual_report", report.id, act="confirm", detail=words)
    return confirmed
