"""The bureau waives a report."""

from collections.abc import Callable
from dataclasses import dataclass

from common.clock import legal_day
from common.database import Transaction
from monitoring.domain import obligation_acts as decide
from monitoring.domain.obligation import Obligation
from monitoring.domain.supervision_refusals import REPORT_RULE
from monitoring.store import obligations, supervision
from monitoring.usecases.holding import held_for
from monitoring.usecases.withdraw_breach import unfounded_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Why, and by which document."""

    reason: str
    document_number: str


async def waive_obligation(
    tx: Transaction, ref: str, content: Callable[[], Waiver], *, if_match: str | None
) -> Obligation:
    """Close what is owed for one period, with reason and document; the row stays (art. 16)."""
    owed = await held_for(tx, ref, "waive", if_match=if_match)
    today = legal_day(tx.at)
    given, waived = content(), decide.waived(owed, on=today)
    await obligations.save_act(tx, waived)
    detail = {"reason": given.reason, "document_number": given.document_number}
    await supervision.record(
        tx, "obligation", owed.id, act="waive", clause=REPORT_RULE, content=detail
    )
    await unfounded_now(tx, owed.id, reason=given.reason)
    return waived
