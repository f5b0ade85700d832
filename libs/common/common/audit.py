"""The audit trail: one chain of hashes a resource, sealed into one chain a service."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, insert, literal, select, update

from common.canonical import canonical_bytes
from common.database import Transaction
from common.ids import new_id
from common.sql import Connection
from common.tables import audit, audit_seal

GENESIS: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class AuditBreak:
    """The first audit row of a resource, or of the service's chain, that does not verify."""

    audit_id: UUID
    problem: str


async def record(
    tx: Transaction, kind: str, resource_id: UUID, *, act: str, detail: dict[str, Any] | None = None
) -> UUID:
    """Enter one audit row: who did what to a resource, when; `detail` is plain JSON data.

    It is appended to the resource's chain with the commit.
    """
    audit_id = new_id()
    content = canonical_bytes(
        {
            "id": str(audit_id),
            "resource": f"{kind}/{resource_id}",
            "act": act,
            "actor": tx.actor.subject,
            "roles": sorted(tx.actor.roles),
            "at": tx.at.astimezone(UTC).isoformat(),
            "detail": detail or {},
        }
    )
    tx.ledger.enter(
        "audit", kind=kind, about=resource_id, id=audit_id, act=act, content=content.decode()
    )
    tx.acts.append((act, f"{kind}/{resource_id}"))
    return audit_id


def link(previous: bytes, content: bytes) -> bytes:
    """The hash of an audit row: SHA-256 over the previous row's hash and the content's."""
    return hashlib.sha256(previous + hashlib.sha256(content).digest()).digest()


async def seal(tx: Transaction, *, limit: int = 1000) -> tuple[int, bytes] | None:
    """Seal committed rows into the service's chain; returns its new head, or None if none waited.

    Only the leading worker calls this, so the chain has one writer.
    """
    waiting = await tx.connection.execute(
        select(audit.c.id, audit.c.hash)
        .where(audit.c.sealed.is_(False))
        .order_by(audit.c.position)
        .limit(limit)
    )
    rows = waiting.all()
    if not rows:
        return None
    number, chain = await _head(tx.connection)
    seals = []
    for row in rows:
        number, chain = number + 1, hashlib.sha256(chain + bytes(row.hash)).digest()
        seals.append({"number": number, "audit_id": row.id, "chain": chain})
    await tx.connection.execute(insert(audit_seal), seals)
    those = audit.c.id == any_(literal([row.id for row in rows], ARRAY(Uuid)))
    await tx.connection.execute(update(audit).where(those).values(sealed=True))
    return number, chain


async def _head(connection: Connection) -> tuple[int, bytes]:
    last = await connection.execute(
        select(audit_seal.c.number, audit_seal.c.chain)
        .order_by(audit_seal.c.number.desc())
        .limit(1)
    )
    row = last.one_or_none()
    return (row.number, bytes(row.chain)) if row else (0, GENESIS)


async def breaks(tx: Transaction) -> AsyncIterator[AuditBreak]:
    """Recompute every chain and yield each place where one is broken."""
    async for broken in _resource_breaks(tx.connection):
        yield broken
    async for broken in _seal_breaks(tx.connection):
        yield broken


async def _resource_breaks(connection: Connection) -> AsyncIterator[AuditBreak]:
    ordered = select(audit).order_by(audit.c.kind, audit.c.resource_id, audit.c.number)
    resource: tuple[str, UUID] | None = None
    number, previous = 0, GENESIS
    for row in (await connection.execute(ordered)).all():
        if (row.kind, row.resource_id) != resource:
            resource, number, previous = (row.kind, row.resource_id), 0, GENESIS
        number += 1
        if row.number != number or bytes(row.previous) != previous:
            yield AuditBreak(row.id, "a row before it is missing or was moved")
        elif bytes(row.hash) != link(previous, row.content.encode()):
            yield AuditBreak(row.id, "its content was changed")
        number, previous = row.number, bytes(row.hash)


async def _seal_breaks(connection: Connection) -> AsyncIterator[AuditBreak]:
    sealed = (
        select(audit_seal.c.number, audit_seal.c.audit_id, audit_seal.c.chain, audit.c.hash)
        .outerjoin(audit, audit.c.id == audit_seal.c.audit_id)
        .order_by(audit_seal.c.number)
    )
    expected, chain = 0, GENESIS
    for row in (await connection.execute(sealed)).all():
        expected += 1
        if row.number != expected:
            yield AuditBreak(row.audit_id, "a seal before it is missing")
        elif bytes(row.chain) != hashlib.sha256(chain + bytes(row.hash or b"")).digest():
            yield AuditBreak(row.audit_id, "the service's chain does not continue here")
        expected, chain = row.number, bytes(row.chain)
