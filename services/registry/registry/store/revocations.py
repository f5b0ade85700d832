"""Revocation cases in the database, each act with a row of its own."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, select

from common import audit
from common.database import Source, Transaction
from common.ids import new_id
from common.rows import add_row, named, one, save_version
from registry.domain.revocation import SILENT, Decision, RevocationCase, RevocationEvidence
from registry.store.json_columns import documents_read, with_documents
from registry.tables.revocations import revocation_acts, revocation_cases

_JSON: Final[dict[str, TypeAdapter[Any]]] = {
    "evidence": TypeAdapter(tuple[RevocationEvidence, ...]),
    "answer": TypeAdapter(tuple[str, ...] | None),
    "decision": TypeAdapter(Decision | None),
}


async def load(source: Source, ref: str | UUID) -> RevocationCase:
    """The case with an id or number; raises `NotFound`."""
    wanted = named(ref, revocation_cases.c.id, revocation_cases.c.number)
    return case_of(await one(source, select(revocation_cases).where(wanted)))


async def acts_of(source: Source, case_id: UUID) -> Sequence[Row[Any]]:
    """The acts in a case, in order."""
    found = select(revocation_acts).where(revocation_acts.c.case_id == case_id)
    return await source.rows(found.order_by(revocation_acts.c.id))


async def add(tx: Transaction, new: RevocationCase) -> None:
    """Write a new case."""
    await add_row(tx, revocation_cases, with_documents(revocation_cases, new, _JSON))


async def save(tx: Transaction, changed: RevocationCase) -> None:
    """Write a changed case; raises `Stale` when another writer was first."""
    await save_version(tx, revocation_cases, with_documents(revocation_cases, changed, _JSON))


async def record(tx: Transaction, case: RevocationCase, act: str, content: dict[str, Any]) -> None:
    """Keep an act in a case: who, when, by which clause, with what; and its audit row."""
    await add_row(
        tx,
        revocation_acts,
        {
            "id": new_id(),
            "case_id": case.id,
            "act": act,
            "actor": tx.actor.subject,
            "at": tx.at,
            "clause": case.clause,
            "content": content,
        },
    )
    await audit.record(tx, "revocation", case.id, act=act, detail=content)


async def knows_breach(tx: Transaction, breach_id: UUID) -> bool:
    """Whether a breach has led to a case already."""
    table = revocation_cases.c
    return bool(await tx.rows(select(table.id).where(table.breach_id == breach_id)))


async def open_on(tx: Transaction, cluster_id: UUID, ground: str) -> Sequence[RevocationCase]:
    """The cases of a cluster on a ground that have not ended."""
    table = revocation_cases.c
    own = (table.cluster_id == cluster_id) & (table.ground == ground)
    going_on = table.status.not_in(("revoked", "not_revoked", "withdrawn"))
    undecided = select(revocation_cases).where(own, going_on)
    return [case_of(row) for row in await tx.rows(undecided.order_by(table.id))]


async def of_breach(tx: Transaction, breach_id: UUID) -> RevocationCase | None:
    """The case that a breach led to, for the service itself, locked: it waits for a person."""
    own = select(revocation_cases).where(revocation_cases.c.breach_id == breach_id)
    rows = await tx.rows(own.with_for_update())
    return case_of(rows[0]) if rows else None


def status_is(status: str, day: date) -> ColumnElement[bool]:
    """The condition that a case has a status on a day; silence is computed."""
    table = revocation_cases.c
    silent = (table.status == "served") & (table.answer_due_on < day)
    if status == SILENT:
        return silent
    return (table.status == status) & ~silent if status == "served" else table.status == status


def case_of(row: Row[Any]) -> RevocationCase:
    """The case in a row."""
    return RevocationCase(**documents_read(row, _JSON))
