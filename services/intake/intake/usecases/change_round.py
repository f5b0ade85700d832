"""The bureau changes a round that is still a draft."""

from collections.abc import Awaitable, Callable

from common import audit
from common.database import Transaction
from intake.domain.round import ROUND, Round
from intake.domain.round import change_round as changed_round
from intake.store import rounds


async def change_round(
    tx: Transaction,
    ref: str,
    *,
    if_match: str | None,
    content: Callable[[Round], Awaitable[Round]],
) -> Round:
    """Replace the terms of a draft; once opened, a round's terms are fixed (art. 7)."""
    draft = await rounds.load(tx, ref)
    ROUND.admit_on("change", draft, actor=tx.actor, if_match=if_match)
    changed = changed_round(draft, to=await content(draft))
    await rounds.save(tx, changed)
    await audit.record(tx, "round", changed.id, act="change")
    return changed
