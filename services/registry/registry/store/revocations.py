"""Revocation cases in the database, each act with a row of its own."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, insert, null, select, update

from common import audit
from common.database import Source, Transaction
from common.errors import NotFound, Stale
from common.ids import as_id, new_id
from registry.domain.revocation import SILENT, Decision, RevocationCase, RevocationEvidence
from registry.tables.revocations import revocation_acts, revocation_cases

_JSON: Final[dict[str, TypeAdapter[Any]]] = {
    "evidence": TypeAdapter(tuple[RevocationEvidence, ...]),
    "answer": TypeAdapter(tuple[str, ...] | None),
    "decision": TypeAdapter(Decision | None),
}


async def load(source: Source, ref: str | UUID) -> RevocationCase:
    """The case with an id or number; raises `NotFound`."""
    found = await source.rows(select(revocation_cases).where(named(ref)))
    if not found:
        raise NotFound()
    return case_of(found[0])


async def acts_of(source: Source, case_id: UUID) -> Sequence[Row[Any]]:
    """The acts in a case, in order."""
    found = select(revocation_acts).where(revocation_acts.c.case_id == case_id)
    return await source.rows(found.order_by(revocation_acts.c.id))


async def add(tx: Transaction, new: RevocationCase) -> None:
    """Write a new case."""
    await tx.connection.execute(insert(revocation_cases).values(**_columns(new)))


async def save(tx: Transaction, changed: RevocationCase) -> None:
    """Write a changed case; raises `Stale` when another writer was first."""
    table = revocation_cases.c
    saved = await tx.connection.execute(
        update(revocation_cases)
        .where(table.id == changed.id, table.version == changed.version - 1)
        .values(**_columns(changed))
    )
    if saved.rowcount != 1:
        raise Stale()


async def record(tx: Transaction, case: RevocationCase, act: str, content: dict[str, Any]) -> None:
    """Keep an act in a case: who, when, by which clause, with what; and its audit row."""
    await tx.connection.execute(
        insert(revocation_acts).values(
            id=new_id(),
            case_id=case.id,
            act=act,
            actor=tx.actor.subject,
            at=tx.at,
            clause=case.clause,
            content=content,
        )
    )
    await audit.record(tx, "revocation", case.id, act=act, detail=content)


async def knows_breach(tx: Transaction, breach_id: UUID) -> bool:
    """Whether a breach has led to a case already."""
    table = revocation_cases.c
    return bool(await tx.rows(select(table.id).where(table.breach_id == breach_id)))


def named(ref: str | UUID) -> ColumnElement[bool]:
    """The condition that a row is the one a reference names, by id or by number."""
    table = revocation_cases.c
    known = ref if isinstance(ref, UUID) else as_id(ref)
    return table.id == known if known else table.number == str(ref)


def status_is(status: str, day: date) -> ColumnElement[bool]:
    """The condition that a case has a status on a day; silence is computed."""
    table = revocation_cases.c
    silent = (table.status == "served") & (table.answer_due_on < day)
    if status == SILENT:
        return silent
    return (table.status == status) & ~silent if status == "served" else table.status == status


def case_of(row: Row[Any]) -> RevocationCase:
    """The case in a row."""
    columns = dict(row._mapping)
    for name, kind in _JSON.items():
        columns[name] = kind.validate_python(columns[name])
    return RevocationCase(**columns)


def _columns(of: RevocationCase) -> dict[str, Any]:
    columns = {name: getattr(of, name) for name in revocation_cases.c.keys()}  # noqa: SIM118
    for name, kind in _JSON.items():
        columns[name] = kind.dump_python(columns[name], mode="json")
    # An absent document is SQL's NULL, not JSON's: the table's checks look at it.
    return {name: null() if value is None else value for name, value in columns.items()}
