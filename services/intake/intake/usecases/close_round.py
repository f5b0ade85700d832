"""The bureau closes a round."""

from common import audit
from common.contracts.round import RoundClosed
from common.database import Transaction
from common.messaging.outbox import announce
from intake.domain.round import ROUND, Round, close_round
from intake.store import rounds


async def end_round(tx: Transaction, ref: str, *, if_match: str | None) -> Round:
    """Close an open round whose time is over: nothing is filed in it any more (art. 7)."""
    open_round = await rounds.load(tx, ref)
    ROUND.admit_on("close", open_round, actor=tx.actor, if_match=if_match)
    closed = close_round(open_round, at=tx.at)
    await rounds.save(tx, closed)
    await announce(tx, RoundClosed(round_id=closed.id, closed_at=tx.at), about=closed.id)
    await audit.record(tx, "round", closed.id, act="close")
    return closed
