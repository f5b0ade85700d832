"""Acts on applications in the database."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import new_id
from common.rows import add_row, one
from intake.domain import access
from intake.domain.act import Act
from intake.domain.application import Application
from intake.tables.applications import application_acts

_SHOWN = [c for c in application_acts.c if c.name != "position"]


async def add(tx: Transaction, case: Application, *, act: str, content: Mapping[str, Any]) -> Act:
    """Write the record of an act by the transaction's actor."""
    new = Act(
        id=new_id(),
        application_id=case.id,
        act=act,
        actor=tx.actor.subject,
        at=tx.at,
        submission=case.submissions,
        content=content,
    )
    values = {c.name: getattr(new, c.name) for c in _SHOWN}
    await add_row(tx, application_acts, values)
    return new


async def of_application(source: Source, application_id: UUID) -> Sequence[Act]:
    """All acts on an application that are for the actor to read, oldest first."""
    found = [act_of(row) for row in await source.rows(recorded(application_id))]
    return [act for act in found if access.reads_act(source.actor, act.act)]


async def load(source: Source, application_id: UUID, act_id: UUID) -> Act:
    """One act; raises `NotFound`."""
    own = recorded(application_id).where(application_acts.c.id == act_id)
    found = act_of(await one(source, own))
    if not access.reads_act(source.actor, found.act):
        raise NotFound()
    return found


def recorded(application_id: UUID) -> Select[Any]:
    """The acts of an application in their order."""
    own = application_acts.c.application_id == application_id
    return select(*_SHOWN).where(own).order_by(application_acts.c.position)


def act_of(row: Row[Any]) -> Act:
    """The act in a row."""
    return Act(**row._mapping)
