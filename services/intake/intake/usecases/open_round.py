"""The bureau opens a round by its notice."""

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from intake.domain.round import ROUND, Round, open_round, opened_event
from intake.store import rounds
from intake.usecases.pin_standard import require_still_in_force


async def publish_round(tx: Transaction, ref: str, *, if_match: str | None) -> Round:
    """Open a drafted round: from its opening time on, applications are taken (art. 7)."""
    draft = await rounds.load(tx, ref)
    ROUND.admit_on("open", draft, actor=tx.actor, if_match=if_match)
    await require_still_in_force(tx, draft)
    opened = open_round(draft)
    await rounds.save(tx, opened)
    await announce(tx, opened_event(opened), about=opened.id)
    await audit.record(tx, "round", opened.id, act="open")
    return opened
