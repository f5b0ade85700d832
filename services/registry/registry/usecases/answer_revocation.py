"""The institution answers a notification."""

from collections.abc import Callable, Sequence

from common.clock import legal_day
from common.database import Transaction
from registry.domain import revocation as decide
from registry.domain.access import require_visible
from registry.domain.revocation import RevocationCase
from registry.store import revocations
from registry.usecases.ask_ground import ask_ground


async def answer_revocation(
    tx: Transaction, ref: str, content: Callable[[], Sequence[str]], *, if_match: str | None
) -> RevocationCase:
    """Take the answer (陈述申辩) point by point, on time by its receipt."""
    case = require_visible(tx.actor, await revocations.load(tx, ref))
    decide.admit("answer", case, actor=tx.actor, if_match=if_match, day=legal_day(tx.at))
    points = list(content())
    answered = decide.answered(case, points, at=tx.at)
    await revocations.save(tx, answered)
    asked = {"ground_check": await ask_ground(tx, answered)}
    await revocations.record(tx, answered, "answer", {"points": points} | asked)
    return answered
