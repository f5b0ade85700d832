"""What the acts on a practice case share: who may, and how they go on record."""

from collections.abc import Callable
from typing import Any

from common import audit
from common.database import Transaction
from monitoring.domain.practice_case import (
    PRACTICE_CASE,
    PracticeCase,
    require_own,
    require_visible,
)
from monitoring.store import practice_cases
from monitoring.usecases.placing import as_plain, require_cluster


async def moved_on(
    tx: Transaction,
    ref: str,
    *,
    act: str,
    changes: Callable[[], dict[str, Any]],
    if_match: str | None,
) -> PracticeCase:
    """The case after an act, which is on record with what was said and changed."""
    case = require_visible(tx.actor, await practice_cases.load(tx, ref))
    require_own(tx.actor, case)
    PRACTICE_CASE.admit_on(act, case, actor=tx.actor, if_match=if_match)
    changing = changes()
    if number := changing.get("cluster_number"):
        await require_cluster(tx, number)
    changed = case.after(act, **changing)
    await practice_cases.save(tx, changed)
    await audit.record(tx, "practice_case", case.id, act=act, detail=as_plain(changing))
    return changed
