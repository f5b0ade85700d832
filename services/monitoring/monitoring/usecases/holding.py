"""What the acts of officials on an obligation share: it is theirs to see, and theirs alone now."""

from common.clock import legal_day
from common.database import Transaction
from monitoring.domain import access
from monitoring.domain.obligation import Obligation
from monitoring.domain.obligation_acts import admit
from monitoring.store import obligations


async def held_for(tx: Transaction, ref: str, act: str, *, if_match: str | None) -> Obligation:
    """The obligation, locked, after the refusals in the API's order.

    Asked again once it is locked: a report may have come in, or another official acted, meanwhile.
    """
    today = legal_day(tx.at)
    seen = access.require_visible(tx.actor, await obligations.load(tx, ref))
    admit(act, seen, actor=tx.actor, if_match=if_match, today=today)
    held = await obligations.lock(tx, seen.id)
    admit(act, held, actor=tx.actor, if_match=if_match, today=today)
    return held
