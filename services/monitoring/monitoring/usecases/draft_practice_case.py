"""A district drafts a practice case or brand."""

from collections.abc import Callable, Mapping
from typing import Any

from common import audit
from common.database import Transaction
from common.errors import Forbidden
from common.ids import new_id
from monitoring.domain.practice_case import PracticeCase, require_drafter
from monitoring.store import practice_cases
from monitoring.usecases.placing import require_cluster


async def draft_practice_case(
    tx: Transaction, content: Callable[[], Mapping[str, Any]]
) -> PracticeCase:
    """Draft a case of one's district; nobody outside sees it before the bureau publishes it."""
    require_drafter(tx.actor)
    if tx.actor.district is None:
        raise Forbidden()
    words = content()
    if number := words.get("cluster_number"):
        await require_cluster(tx, number)
    case = PracticeCase(
        id=new_id(),
        status="drafted",
        version=1,
        district=tx.actor.district,
        drafted_by=tx.actor.subject,
        drafted_at=tx.at,
        **words,
    )
    await practice_cases.add(tx, case)
    await audit.record(tx, "practice_case", case.id, act="draft", detail=dict(words))
    return case
