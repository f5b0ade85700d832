"""A person closes a revocation case before it is decided."""

from collections.abc import Callable
from dataclasses import dataclass

from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import revocation as admission
from registry.domain.access import require_visible
from registry.domain.decision import closed, closed_event
from registry.domain.revocation import Favour, RevocationCase
from registry.store import revocations
from registry.usecases.ask_ground import ask_ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Why nothing is revoked: unfounded, put right, or disproportionate; with reasons."""

    finding: Favour
    reason: str


async def close_revocation(
    tx: Transaction, ref: str, content: Callable[[], Closing], *, if_match: str | None
) -> RevocationCase:
    """End the case in the party's favour: one person may, no event does (READING 14)."""
    case = require_visible(tx.actor, await revocations.load(tx, ref))
    admission.admit("close", case, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    given, by = content(), tx.actor.subject
    done = closed(case, finding=given.finding, reason=given.reason, by=by, at=tx.at)
    await revocations.save(tx, done)
    if case.opened_by is not None:
        await announce(tx, closed_event(done), about=done.id)
    kept = {"finding": given.finding, "reason": given.reason}
    asked = {"ground_check": await ask_ground(tx, case)}
    await revocations.record(tx, done, "close", kept | asked)
    return done
