"""An officer of the district takes up a case, or hands it over to another."""

from collections.abc import Callable, Mapping
from typing import Any

from common import audit
from common.database import Transaction
from intake.domain.act import Act
from intake.domain.application import Application
from intake.store import acts, assignees
from intake.usecases.acting import admitted


async def hand_over_application(
    tx: Transaction, ref: str, *, if_match: str | None, content: Callable[[], Mapping[str, Any]]
) -> tuple[Application, Act]:
    """Record who handles a case from now on; the case itself stays where it is."""
    case = await admitted(tx, ref, act="hand_over", if_match=if_match)
    given = content()
    before = await assignees.hand_over(tx, case, to=given["to"])
    content_kept = {**given, "from": before}
    act = await acts.add(tx, case, act="hand_over", content=content_kept)
    await audit.record(tx, "application", case.id, act="hand_over", detail={"act_id": str(act.id)})
    return case, act
