"""The bureau sends a practice case back to its district."""

from collections.abc import Callable

from common.database import Transaction
from monitoring.domain.practice_case import PracticeCase
from monitoring.usecases.moving_practice_case import moved_on


async def return_practice_case(
    tx: Transaction, ref: str, content: Callable[[], str], *, if_match: str | None
) -> PracticeCase:
    """Send a case back with the reason; it is a draft again."""

    def changes() -> dict[str, object]:
        return {"approved_at": None, "ended_because": content()}

    return await moved_on(tx, ref, act="return", changes=changes, if_match=if_match)
