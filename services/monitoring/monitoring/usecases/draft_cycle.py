"""The bureau drafts the reporting cycle of a period."""

from collections.abc import Callable

from common.database import Transaction
from common.errors import Forbidden
from common.ids import new_id
from monitoring.domain.cycle import BUREAU, CycleOrder, ReportingCycle, drafted
from monitoring.store import cycles, supervision
from monitoring.terms import reading


async def draft_cycle(tx: Transaction, content: Callable[[], CycleOrder]) -> ReportingCycle:
    """Write down what the notice orders for a period; nothing is owed by it yet (art. 16)."""
    if not tx.actor.has(*BUREAU):
        raise Forbidden()
    terms = reading.reporting()
    new = drafted(content(), terms, id=new_id(), by=tx.actor.subject, at=tx.at)
    await cycles.add(tx, new)
    detail = {"period": new.period, "notice_number": new.notice_number}
    await supervision.record(
        tx, "reporting_cycle", new.id, act="draft", clause=terms.clause, content=detail
    )
    return new
