"""The bureau approves a practice case."""

from collections.abc import Callable
from typing import Any

from common.database import Transaction
from monitoring.domain.practice_case import PracticeCase
from monitoring.usecases.moving_practice_case import moved_on


async def approve_practice_case(
    tx: Transaction, ref: str, content: Callable[[], object], *, if_match: str | None
) -> PracticeCase:
    """Approve what the district drafted (art. 14)."""

    def changes() -> dict[str, Any]:
        content()
        return {"approved_at": tx.at, "ended_because": None}

    return await moved_on(tx, ref, act="approve", changes=changes, if_match=if_match)
