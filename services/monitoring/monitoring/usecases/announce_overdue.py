"""A due day has passed without a report: the fact is announced, and nothing follows by itself."""

from dataclasses import replace
from uuid import UUID

from common import audit
from common.clock import legal_day
from common.contracts.monitoring import ReportOverdue
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.obligation import to_announce_overdue
from monitoring.store import obligations


async def announce_overdue(tx: Transaction, obligation_id: UUID) -> None:
    """Announce once that a report is overdue; only a person may start a case on it (art. 17)."""
    owed = await obligations.lock(tx, obligation_id)
    if not to_announce_overdue(owed, legal_day(tx.at)):
        return
    deadline = owed.deadline
    assert deadline is not None, "what is overdue was due on a day"
    await obligations.save(tx, replace(owed, overdue_announced_at=tx.at))
    event = ReportOverdue(
        obligation_id=owed.id,
        cluster_number=owed.cluster_number,
        period=owed.period,
        due_on=deadline,
    )
    await announce(tx, event, about=owed.id)
    detail = {"due_on": deadline.isoformat()}
    await audit.record(tx, "obligation", owed.id, act="overdue", detail=detail)
