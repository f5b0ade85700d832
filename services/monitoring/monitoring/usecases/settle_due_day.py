"""The working days of a year are loaded: a due day that was unknown can be computed."""

from uuid import UUID

from common import audit
from common.database import Transaction
from monitoring.domain.obligation import with_due_days
from monitoring.store import obligations


async def settle_due_day(tx: Transaction, obligation_id: UUID) -> None:
    """Fill in a due day that could not be computed before; one already known never changes."""
    owed = await obligations.lock(tx, obligation_id)
    due = (await obligations.origin_of(tx, owed)).due
    if owed.due_on is not None or due.due_on is None:
        return
    await obligations.save(tx, with_due_days(owed, due))
    detail = {"due_on": due.due_on.isoformat()}
    await audit.record(tx, "obligation", owed.id, act="settle_due_day", detail=detail)
