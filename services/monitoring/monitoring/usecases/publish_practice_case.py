"""The bureau publishes a practice case."""

from collections.abc import Callable, Mapping
from typing import Any

from common.database import Transaction
from monitoring.domain.practice_case import PracticeCase
from monitoring.usecases.moving_practice_case import moved_on


async def publish_practice_case(
    tx: Transaction, ref: str, content: Callable[[], Mapping[str, Any]], *, if_match: str | None
) -> PracticeCase:
    """Publish an approved case with its day and official address; anybody reads it from now on."""

    def changes() -> dict[str, Any]:
        return {**content(), "published_at": tx.at, "ended_because": None}

    return await moved_on(tx, ref, act="publish", changes=changes, if_match=if_match)
