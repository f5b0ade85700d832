"""The bureau drafts a round."""

from common import audit
from common.database import Transaction
from common.errors import Forbidden
from intake.domain.round import BUREAU, Round
from intake.store import rounds


async def draft_round(tx: Transaction, new: Round) -> Round:
    """Write a draft with all its terms; nothing can be filed before it is opened (art. 7)."""
    if not tx.actor.has(*BUREAU):
        raise Forbidden()
    await rounds.add(tx, new)
    await audit.record(tx, "round", new.id, act="draft")
    return new
