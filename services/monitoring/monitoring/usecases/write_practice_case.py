"""A district rewrites a practice case that is not approved yet."""

from collections.abc import Callable, Mapping
from typing import Any

from common.database import Transaction
from monitoring.domain.practice_case import PracticeCase
from monitoring.usecases.moving_practice_case import moved_on


async def write_practice_case(
    tx: Transaction, ref: str, content: Callable[[], Mapping[str, Any]], *, if_match: str | None
) -> PracticeCase:
    """Replace the text of a draft."""
    return await moved_on(tx, ref, act="write", changes=lambda: dict(content()), if_match=if_match)
