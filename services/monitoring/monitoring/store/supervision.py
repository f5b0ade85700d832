"""Incidents, supervision tasks and breaches in the database, and the acts on them."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Table, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from common import audit
from common.contracts.monitoring import BreachEvidence
from common.database import Source, Transaction
from common.errors import NotFound
from common.ids import as_id, new_id
from common.rows import columns_of, one, save_version
from monitoring.domain.breach import Breach
from monitoring.domain.incident import Incident
from monitoring.domain.supervision_task import SupervisionTask
from monitoring.store.obligations import DEADLINE
from monitoring.tables.obligations import obligations
from monitoring.tables.supervision import breaches, incidents, supervision_acts, supervision_tasks

Subject = Literal["reporting_cycle", "obligation", "supervision_task", "incident", "breach"]
Thing = TypeVar("Thing")
_EVIDENCE: Final = TypeAdapter(tuple[BreachEvidence, ...])


async def incident(source: Source, ref: str) -> Incident:
    """The incident with an id; raises `NotFound`."""
    return await _load(source, incidents, ref, incident_of)


async def locked_incident(tx: Transaction, incident_id: UUID) -> Incident:
    """The incident as it is now, locked until the transaction ends."""
    own = select(incidents).where(incidents.c.id == incident_id).with_for_update()
    return incident_of(await one(tx, own))


async def task(source: Source, ref: str) -> SupervisionTask:
    """The task with an id; raises `NotFound`."""
    return await _load(source, supervision_tasks, ref, task_of)


async def breach(source: Source, ref: str) -> Breach:
    """The breach with an id; raises `NotFound`."""
    return await _load(source, breaches, ref, breach_of)


async def standing_breach(source: Source, about: UUID) -> Breach | None:
    """The breach that stands proposed about an obligation, a task or an incident."""
    standing = (breaches.c.about_id == about) & (breaches.c.status == "proposed")
    found = await source.rows(select(breaches).where(standing))
    return breach_of(found[0]) if found else None


async def moved_away(tx: Transaction, cycle_id: UUID) -> Sequence[UUID]:
    """The obligations of a cycle about which a breach stands whose reminder came too early now."""
    standing = (breaches.c.about_id == obligations.c.id) & (breaches.c.status == "proposed")
    found = select(obligations.c.id).join(breaches, standing)
    early = obligations.c.reminder_served_on <= DEADLINE
    rows = await tx.rows(found.where(obligations.c.cycle_id == cycle_id, early))
    return [row.id for row in rows]


async def add(tx: Transaction, new: Incident | SupervisionTask) -> None:
    """Write a new incident or task."""
    table = incidents if isinstance(new, Incident) else supervision_tasks
    await tx.connection.execute(insert(table).values(**columns_of(table, new)))


async def save(tx: Transaction, changed: Incident | SupervisionTask) -> None:
    """Write a changed incident or task; raises `Stale` when another writer was first."""
    table = incidents if isinstance(changed, Incident) else supervision_tasks
    await save_version(tx, table, columns_of(table, changed))


async def add_breach(tx: Transaction, new: Breach) -> bool:
    """Write a new breach; False when one stands about the same matter, also one just committed."""
    written = upsert(breaches).values(**_columns(new)).on_conflict_do_nothing()
    return bool((await tx.connection.execute(written)).rowcount == 1)


async def save_breach(tx: Transaction, changed: Breach) -> None:
    """Write a changed breach; raises `Stale` when another writer was first."""
    await save_version(tx, breaches, _columns(changed))


async def record(
    tx: Transaction, kind: Subject, subject_id: UUID, *, act: str, clause: str, content: Any
) -> UUID:
    """Keep an act: who, when, by which clause, with what; and its audit row."""
    act_id = new_id()
    await tx.connection.execute(
        insert(supervision_acts).values(
            id=act_id,
            kind=kind,
            subject_id=subject_id,
            act=act,
            actor=tx.actor.subject,
            at=tx.at,
            clause=clause,
            content=content,
        )
    )
    await audit.record(tx, kind, subject_id, act=act, detail=content)
    return act_id


async def acts_of(source: Source, subject_id: UUID) -> Sequence[Row[Any]]:
    """The acts on a subject, in order."""
    found = select(supervision_acts).where(supervision_acts.c.subject_id == subject_id)
    return await source.rows(found.order_by(supervision_acts.c.id))


def incident_of(row: Row[Any]) -> Incident:
    """The incident in a row."""
    return Incident(**row._mapping)


def task_of(row: Row[Any]) -> SupervisionTask:
    """The task in a row."""
    return SupervisionTask(**row._mapping)


def breach_of(row: Row[Any]) -> Breach:
    """The breach in a row."""
    return Breach(**{**row._mapping, "evidence": _EVIDENCE.validate_python(row.evidence)})


async def _load(source: Source, table: Table, ref: str, made: Callable[[Row[Any]], Thing]) -> Thing:
    known = as_id(ref)
    if known is None:
        raise NotFound()
    return made(await one(source, select(table).where(table.c.id == known)))


def _columns(of: Breach) -> dict[str, Any]:
    evidence = _EVIDENCE.dump_python(of.evidence, mode="json")
    return {**columns_of(breaches, of), "evidence": evidence}
