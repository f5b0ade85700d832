"""A period has ended: its report is asked for."""

from dataclasses import replace
from uuid import UUID

from common import audit
from common.clock import legal_day
from common.contracts.monitoring import ReportRequested
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.obligation import to_request
from monitoring.store import obligations


async def request_report(tx: Transaction, obligation_id: UUID) -> None:
    """Ask once for the report of a period that has ended (art. 16)."""
    owed = await obligations.lock(tx, obligation_id)
    if not to_request(owed, legal_day(tx.at)):
        return
    await obligations.save(tx, replace(owed, requested_at=tx.at))
    event = ReportRequested(
        obligation_id=owed.id,
        cluster_number=owed.cluster_number,
        period=owed.period,
        due_on=owed.due_on,
    )
    await announce(tx, event, about=owed.id)
    await audit.record(tx, "obligation", owed.id, act="request")
