"""The bureau extends a round by a further notice."""

from collections.abc import Callable

from common import audit
from common.contracts.round import RoundExtended
from common.database import Transaction
from common.messaging.outbox import announce
from intake.domain.extension import NewDates
from intake.domain.round import ROUND, Round, district_due_on, extend_round
from intake.store import rounds


async def prolong_round(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], NewDates]
) -> Round:
    """Move dates of an open round later, by a notice with its reason (art. 7)."""
    running = await rounds.load(tx, ref)
    ROUND.admit_on("extend", running, actor=tx.actor, if_match=if_match)
    to = content()
    extended = extend_round(running, to, by=tx.actor.subject, at=tx.at)
    await rounds.save(tx, extended)
    event = RoundExtended(
        round_id=extended.id,
        closes_at=extended.closes_at,
        district_due_on=district_due_on(extended),
        notice_number=to.notice_number,
        reason=to.reason,
    )
    await announce(tx, event, about=extended.id)
    dates = {date.name: [date.was, date.now] for date in extended.extensions[-1].dates}
    told = {name: [instant.isoformat() for instant in both] for name, both in dates.items()}
    detail = {"notice_number": to.notice_number, "reason": to.reason, "dates": told}
    await audit.record(tx, "round", extended.id, act="extend", detail=detail)
    return extended
