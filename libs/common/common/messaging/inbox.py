"""The inbox: what came in, what it did, and what waits for an earlier event or for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert

from common.database import Transaction
from common.messaging.envelope import Envelope, sha256_of, written
from common.tables import inbox, inbox_progress

APPLIED: Final = "applied"
WAITING: Final = "waiting"
PARKED: Final = "parked"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an aggregate's events are applied, and the parked event that holds it, if any.

    `state` is that of the event in hand, None if it has not come before.
    """

    last_sequence: int
    held_by: UUID | None
    state: str | None


async def take_up(tx: Transaction, stream: str, envelope: Envelope) -> Progress:
    """Lock the aggregate's progress, so that two workers never apply its events at once."""
    of = (stream, envelope.kind, envelope.subject, envelope.id)
    asked = select(func.take_up(*of).table_valued("last_sequence", "held_by", "state"))
    row = (await tx.connection.execute(asked)).one()
    return Progress(row.last_sequence, row.held_by, row.state)


async def keep(
    tx: Transaction, stream: str, envelope: Envelope, *, state: str, reason: str | None = None
) -> None:
    """Keep an event with its payload in a state; a waiting or parked one changes its state."""
    raw = written(envelope).decode()
    kept = insert(inbox).values(
        stream=stream,
        event_id=envelope.id,
        type=envelope.type,
        kind=envelope.kind,
        aggregate_id=envelope.subject,
        sequence=envelope.number,
        envelope=raw,
        sha256=sha256_of(raw),
        state=state,
        reason=reason,
    )
    again = kept.on_conflict_do_update(
        index_elements=["stream", "event_id"],
        set_={"state": state, "reason": reason},
    )
    await tx.connection.execute(again)


def apply(tx: Transaction, stream: str, envelope: Envelope) -> None:
    """The event is applied, and its aggregate's up to this one; written with the commit."""
    tx.ledger.applied = {
        "stream": stream,
        "event_id": envelope.id,
        "type": envelope.type,
        "kind": envelope.kind,
        "aggregate_id": envelope.subject,
        "sequence": envelope.number,
        "envelope": written(envelope).decode(),
    }


async def hold(tx: Transaction, stream: str, envelope: Envelope) -> None:
    """Hold the aggregate, and no other, until its parked event is redriven."""
    await tx.connection.execute(
        update(inbox_progress)
        .where(
            inbox_progress.c.stream == stream,
            inbox_progress.c.kind == envelope.kind,
            inbox_progress.c.aggregate_id == envelope.subject,
        )
        .values(held_by=envelope.id)
    )


async def count_attempt(tx: Transaction, stream: str, event_id: UUID, *, pause_s: float) -> int:
    """Count an attempt before it is made, so that one that ends the process counts too.

    The pause before the next one is `pause_s`, four times longer with every attempt.
    """
    counted = (
        update(inbox)
        .where(inbox.c.stream == stream, inbox.c.event_id == event_id)
        .values(
            attempts=inbox.c.attempts + 1,
            retry_at=func.now() + timedelta(seconds=pause_s) * func.power(4.0, inbox.c.attempts),
        )
        .returning(inbox.c.attempts)
    )
    return int((await tx.connection.execute(counted)).scalar_one())


async def ready(tx: Transaction, stream: str, *, limit: int = 100) -> Sequence[Any]:
    """Kept events whose turn has come: the next of their aggregate, not held, pause over."""
    progress = and_(
        inbox_progress.c.stream == inbox.c.stream,
        inbox_progress.c.kind == inbox.c.kind,
        inbox_progress.c.aggregate_id == inbox.c.aggregate_id,
    )
    due = (
        select(inbox.c.event_id, inbox.c.envelope)
        .join(inbox_progress, progress)
        .where(
            inbox.c.stream == stream,
            inbox.c.state == WAITING,
            inbox.c.sequence == inbox_progress.c.last_sequence + 1,
            inbox_progress.c.held_by.is_(None),
            inbox.c.retry_at.is_(None) | (inbox.c.retry_at <= func.now()),
        )
        .order_by(inbox.c.received_at)
        .limit(limit)
    )
    return (await tx.connection.execute(due)).all()


async def release(tx: Transaction, event_id: UUID) -> Row[Any] | None:
    """Put a parked event back in line and free its aggregate; None if none is parked so."""
    freed = (
        update(inbox)
        .where(inbox.c.event_id == event_id, inbox.c.state == PARKED)
        .values(state=WAITING, attempts=0, retry_at=None)
        .returning(inbox.c.event_id, inbox.c.type, inbox.c.reason)
    )
    row: Row[Any] | None = (await tx.connection.execute(freed)).one_or_none()
    if row is not None:
        await tx.connection.execute(
            update(inbox_progress).where(inbox_progress.c.held_by == event_id).values(held_by=None)
        )
    return row
