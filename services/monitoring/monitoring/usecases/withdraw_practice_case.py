"""A practice case is withdrawn."""

from collections.abc import Callable

from common.database import Transaction
from monitoring.domain.practice_case import PracticeCase
from monitoring.usecases.moving_practice_case import moved_on


async def withdraw_practice_case(
    tx: Transaction, ref: str, content: Callable[[], str], *, if_match: str | None
) -> PracticeCase:
    """Withdraw a case with the reason; it stays on record and nobody outside reads it."""
    return await moved_on(
        tx,
        ref,
        act="withdraw",
        changes=lambda: {"ended_because": content()},
        if_match=if_match,
    )
