"""Announcing: an event is a row in the transaction of its cause."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text

from common.audit import GENESIS
from common.canonical import canonical_bytes
from common.database import Transaction
from common.ids import new_id
from common.messaging.envelope import data_of, sha256_of
from common.observability import traceparent

_APPEND: Final = text(
    """
    WITH head AS (
      INSERT INTO resource_head AS h
        (kind, id, audit_count, audit_hash, audit_previous, event_count)
      VALUES (:kind, :aggregate_id, 0, :genesis, :genesis, 1)
      ON CONFLICT (kind, id) DO UPDATE SET event_count = h.event_count + 1
      RETURNING event_count)
    INSERT INTO outbox
      (event_id, type, kind, aggregate_id, sequence, actor, at, data, sha256, traceparent, cause)
    SELECT :event_id, :type, :kind, :aggregate_id, event_count, :actor, :at, :data, :sha256,
           :traceparent, :cause
    FROM head
    """
)


async def announce(tx: Transaction, event: Any, *, about: UUID) -> UUID:
    """Write an event of the catalogue about one aggregate; returns the event's id.

    The aggregate's head row stays locked until the commit, so the numbers of its events
    have no gap and follow the order of the commits.
    """
    event_id = new_id()
    data = canonical_bytes(data_of(event)).decode()
    values = {
        "event_id": event_id,
        "type": event.TYPE,
        "kind": event.TYPE.split(".")[0],
        "aggregate_id": about,
        "actor": tx.actor.subject,
        "at": tx.at,
        "data": data,
        "sha256": sha256_of(data),
        "traceparent": traceparent(),
        "cause": tx.cause,
        "genesis": GENESIS,
    }
    await tx.connection.execute(_APPEND, values)
    tx.announced.append(event.TYPE)
    return event_id
