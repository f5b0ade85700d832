"""The bureau gives more time for a report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.clock import legal_day
from common.database import Transaction
from monitoring.domain import obligation_acts as decide
from monitoring.domain.obligation import Obligation
from monitoring.domain.supervision_refusals import REPORT_RULE
from monitoring.store import obligations, supervision
from monitoring.usecases.holding import held_for
from monitoring.usecases.withdraw_breach import unfounded_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Until when, why, and by which document."""

    to: date
    reason: str
    document_number: str


async def extend_obligation(
    tx: Transaction, ref: str, content: Callable[[], Extension], *, if_match: str | None
) -> Obligation:
    """Move the last day to file later, with reason and document (art. 16)."""
    owed = await held_for(tx, ref, "extend", if_match=if_match)
    today = legal_day(tx.at)
    given = content()
    extended = decide.extended(owed, to=given.to, today=today)
    await obligations.save_act(tx, extended)
    detail = {
        "from": str(owed.deadline),
        "to": given.to.isoformat(),
        "reason": given.reason,
        "document_number": given.document_number,
    }
    await supervision.record(
        tx, "obligation", owed.id, act="extend", clause=REPORT_RULE, content=detail
    )
    await unfounded_now(tx, owed.id, reason=given.reason)
    return extended
