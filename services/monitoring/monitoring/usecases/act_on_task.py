"""A supervision task is answered, completed or escalated, or its refusal is recorded."""

from collections.abc import Callable
from typing import Any

from common.contracts.monitoring import SupervisionRefused
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain.supervision_access import require_visible
from monitoring.domain.supervision_refusals import REPORT_GROUND, REPORT_RULE
from monitoring.domain.supervision_task import TASK, SupervisionTask
from monitoring.store import supervision


async def act_on_task(
    tx: Transaction,
    ref: str,
    act: str,
    content: Callable[[], dict[str, Any]],
    *,
    if_match: str | None,
) -> SupervisionTask:
    """Record an act with its words; a refusal of supervision is a fact with evidence (17(3))."""
    task = require_visible(tx.actor, await supervision.task(tx, ref))
    TASK.admit_on(act, task, actor=tx.actor, if_match=if_match)
    words, done = content(), task.after(act, at=tx.at)
    await supervision.save(tx, done)
    refusal = act == "record_refusal"
    if refusal:
        await announce(tx, _refused(done, words), about=done.id)
    clause = REPORT_GROUND if refusal else REPORT_RULE
    await supervision.record(tx, "supervision_task", done.id, act=act, clause=clause, content=words)
    return done


def _refused(task: SupervisionTask, words: dict[str, Any]) -> SupervisionRefused:
    return SupervisionRefused(
        task_id=task.id, cluster_number=task.cluster_number, facts=words["facts"]
    )
