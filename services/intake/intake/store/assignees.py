"""Which officer of the district handles a case."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert

from common.database import Transaction
from intake.domain.application import Application
from intake.tables.applications import application_assignees as assignees
from intake.tables.applications import applications


async def hand_over(tx: Transaction, case: Application, *, to: str) -> str | None:
    """Write who handles a case from now on; returns who did before.

    The row stays locked until the transaction ends: of two at once, the second sees the first.
    """
    first = insert(assignees).values(application_id=case.id, assignee=to, since=tx.at)
    added = await tx.connection.execute(first.on_conflict_do_nothing())
    if added.rowcount:
        return None
    own = assignees.c.application_id == case.id
    row = (await tx.connection.execute(select(assignees).where(own).with_for_update())).one()
    changed = assignees.update().where(own).values(assignee=to, since=tx.at)
    await tx.connection.execute(changed)
    before: str = row.assignee
    return before


def handled_by(subject: str) -> ColumnElement[bool]:
    """The condition that a case is handled by an officer."""
    those: Any = select(assignees.c.application_id).where(assignees.c.assignee == subject)
    return applications.c.id.in_(those)
