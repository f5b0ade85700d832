"""A breach was unfounded: the official takes the proposal back."""

from collections.abc import Callable
from uuid import UUID

from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.breach import BREACH, Breach, withdrawn, withdrawn_event
from monitoring.domain.supervision_access import require_visible
from monitoring.store import supervision


async def withdraw_breach(
    tx: Transaction, ref: str, content: Callable[[], str], *, if_match: str | None
) -> Breach:
    """Take a breach back with its reason; what the register makes of it is the register's."""
    breach = require_visible(tx.actor, await supervision.breach(tx, ref))
    BREACH.admit_on("withdraw", breach, actor=tx.actor, if_match=if_match)
    return await take_back(tx, breach, reason=content())


async def unfounded_now(tx: Transaction, about: UUID, *, reason: str) -> None:
    """Take the breach back that stands about something, where an act has taken its ground away."""
    standing = await supervision.standing_breach(tx, about)
    if standing is not None:
        await take_back(tx, standing, reason=reason)


async def take_back(tx: Transaction, breach: Breach, *, reason: str) -> Breach:
    """Write and announce that a breach is withdrawn."""
    done = withdrawn(breach, reason=reason, by=tx.actor.subject, at=tx.at)
    await supervision.save_breach(tx, done)
    await announce(tx, withdrawn_event(done), about=done.id)
    await supervision.record(
        tx, "breach", done.id, act="withdraw", clause=done.clause, content={"reason": reason}
    )
    return done
