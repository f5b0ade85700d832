"""The relay: publishes what the outbox holds, in order, and stamps what the broker acknowledged."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

import structlog
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from opentelemetry.trace import SpanKind
from sqlalchemy import Row, bindparam, func, select, update

from common import metrics
from common.contracts.catalogue import stream_of
from common.messaging.envelope import CONTENT_TYPE, Envelope, dataschema_of, written
from common.observability import span
from common.sql import Connection
from common.tables import outbox

BATCH: Final = 256
LOOK_AGAIN_S: Final = 1.0
ACK_TIMEOUT_S: Final = 5.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One event and where the broker stored it."""

    position: int
    stream: str
    stream_sequence: int


@dataclass(slots=True)
class Relay:
    """The one relay of a service: whoever runs it holds the leader's lock on `connection`."""

    service: str
    connection: Connection
    js: JetStreamContext
    poked: asyncio.Event

    async def run(self) -> None:
        """Publish for as long as the connection holds; looks once a second, or when poked."""
        while True:
            if await self.publish_waiting():
                continue
            try:
                await asyncio.wait_for(self.poked.wait(), timeout=LOOK_AGAIN_S)
            except TimeoutError:
                continue
            finally:
                self.poked.clear()

    async def publish_waiting(self) -> int:
        """Publish one batch; returns how many events the broker acknowledged.

        A time-out means "unknown": the row stays unpublished and goes again under the same id.
        """
        rows = await waiting(self.connection)
        batch = first_of_each_aggregate(rows)
        answers = await asyncio.gather(*(self._publish(row) for row in batch))
        stored = [answer for answer in answers if answer is not None]
        await stamp(self.connection, stored)
        if len(stored) < len(batch):
            log.warning("not acknowledged, will send again", events=len(batch) - len(stored))
            await asyncio.sleep(0.2)
        return len(stored)

    async def _publish(self, row: Row[Any]) -> Acknowledged | None:
        with span(f"publish {row.type}", kind=SpanKind.PRODUCER, parent=row.traceparent):
            return await self._publish_in_trace(row)

    async def _publish_in_trace(self, row: Row[Any]) -> Acknowledged | None:
        envelope = envelope_of(row, service=self.service)
        headers = {"Nats-Msg-Id": str(row.event_id), "Content-Type": CONTENT_TYPE}
        try:
            ack = await self.js.publish(
                row.type,
                written(envelope),
                timeout=ACK_TIMEOUT_S,
                stream=stream_of(self.service),
                headers=headers,
            )
        except (NatsError, TimeoutError) as error:
            log.warning("publish failed", type=row.type, error=type(error).__name__)
            return None
        metrics.PUBLISHED.labels(row.type).inc()
        told = {"type": row.type, "event_id": str(row.event_id)}
        log.info("event published", **told, stream=ack.stream, stream_sequence=ack.seq)
        return Acknowledged(row.position, ack.stream, ack.seq)


async def waiting(connection: Connection) -> Sequence[Row[Any]]:
    """The events not yet published, oldest first.

    Never "position greater than the last one": positions are given at insert and become
    visible at commit, so a reader that remembers a position skips what commits late.
    """
    unpublished = select(outbox).where(outbox.c.published_at.is_(None))
    ordered = unpublished.order_by(outbox.c.position).limit(BATCH)
    return list((await connection.execute(ordered)).all())


def first_of_each_aggregate(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """At most one event an aggregate: its next one waits until this one is acknowledged.

    So a publish that fails can never be overtaken by a later event of the same aggregate.
    """
    first: dict[tuple[str, Any], Row[Any]] = {}
    for row in rows:
        first.setdefault((row.kind, row.aggregate_id), row)
    return list(first.values())


async def stamp(connection: Connection, stored: Sequence[Acknowledged]) -> None:
    """Write stream and sequence into the rows that the broker acknowledged."""
    if not stored:
        return
    published = (
        update(outbox)
        .where(outbox.c.position == bindparam("row"))
        .values(
            stream=bindparam("in_stream"),
            stream_sequence=bindparam("at_sequence"),
            published_at=func.now(),
        )
    )
    await connection.execute(
        published,
        [
            {"row": a.position, "in_stream": a.stream, "at_sequence": a.stream_sequence}
            for a in stored
        ],
    )


def envelope_of(row: Row[Any], *, service: str) -> Envelope:
    """The envelope of an outbox row."""
    return Envelope(
        id=row.event_id,
        source=f"/{service}",
        type=row.type,
        subject=row.aggregate_id,
        time=row.at.astimezone(UTC),
        dataschema=dataschema_of(row.type),
        sequence=str(row.sequence),
        actor=row.actor,
        traceparent=row.traceparent,
        causationid=row.cause,
        data=json.loads(row.data),
    )
