"""An official assigns a supervision task to the district of a cluster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.database import Transaction
from common.errors import Forbidden
from common.ids import new_id
from monitoring.domain.supervision_refusals import REPORT_RULE
from monitoring.domain.supervision_task import OFFICIALS, SupervisionTask
from monitoring.store import supervision
from monitoring.usecases.supervised import supervised_cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What is to be seen to, at which cluster, by when."""

    cluster_number: str
    matter: str
    due_on: date


async def assign_task(tx: Transaction, content: Callable[[], Assignment]) -> SupervisionTask:
    """Write down what the district sees to and the institution answers by a day (art. 16)."""
    if not tx.actor.has(*OFFICIALS):
        raise Forbidden()
    given = content()
    named = await supervised_cluster(tx, given.cluster_number)
    new = SupervisionTask(
        id=new_id(),
        status="assigned",
        version=1,
        matter=given.matter,
        due_on=given.due_on,
        assigned_by=tx.actor.subject,
        assigned_at=tx.at,
        **named,
    )
    await supervision.add(tx, new)
    detail = {"matter": given.matter, "due_on": given.due_on.isoformat()}
    await supervision.record(
        tx, "supervision_task", new.id, act="assign", clause=REPORT_RULE, content=detail
    )
    return new
