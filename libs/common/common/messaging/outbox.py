"""Announcing: an event is a row in the transaction of its cause."""

from typing import Any
from uuid import UUID

from common.canonical import canonical_bytes
from common.database import Transaction
from common.ids import new_id
from common.messaging.envelope import data_of
from common.observability import traceparent


async def announce(tx: Transaction, event: Any, *, about: UUID) -> UUID:
    """Write an event of the catalogue about one aggregate; returns the event's id.

    It is numbered with the commit, under the lock of the aggregate's head row, so the numbers
    of an aggregate's events have no gap and follow the order of the commits.
    """
    event_id = new_id()
    tx.ledger.enter(
        "event",
        kind=event.TYPE.split(".")[0],
        about=about,
        id=event_id,
        type=event.TYPE,
        actor=tx.actor.subject,
        at=tx.at,
        data=canonical_bytes(data_of(event)).decode(),
        traceparent=traceparent(),
        cause=tx.cause,
    )
    tx.announced.append(event.TYPE)
    return event_id
