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
from sqlalchemy import Row, select, text

from common import metrics
from common.contracts.catalogue import stream_of
from common.messaging.envelope import CONTENT_TYPE, Envelope, dataschema_of, written
from common.observability import span
from common.sql import Connection
from common.tables import outbox

BATCH: Final = 1024
TOGETHER: Final = 128
LOOK_AGAIN_S: Final = 1.0
ACK_TIMEOUT_S: Final = 5.0

_STAMP: Final = text(
    """
    UPDATE outbox SET stream = a.stream, stream_sequence = a.sequence, published_at = now()
    FROM unnest(CAST(:positions AS bigint[]), CAST(:streams AS text[]),
                CAST(:sequences AS bigint[])) AS a (position, stream, sequence)
    WHERE outbox.position = a.position
    """
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One event and where the broker stored it."""

    position: int
    stream: str
    stream_sequence: int


Sending = asyncio.Future[list[Acknowledged | None]]


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
        batch = first_of_each_aggregate(await waiting(self.connection))
        stored, sending = 0, None
        for start in range(0, len(batch), TOGETHER):
            before, sending = sending, self._sending(batch[start : start + TOGETHER])
            stored += await self._stamped(before)
        stored += await self._stamped(sending)
        if stored < len(batch):
            log.warning("not acknowledged, will send again", events=len(batch) - stored)
            await asyncio.sleep(0.2)
        return stored

    def _sending(self, rows: Sequence[Row[Any]]) -> Sending:
        return asyncio.gather(*[self._publish(row) for row in rows])

    async def _stamped(self, sending: Sending | None) -> int:
        # The events after these are on their way to the broker's disk meanwhile.
        stored = [each for each in await sending if each] if sending else []
        await stamp(self.connection, stored)
        return len(stored)

    async def _publish(self, row: Row[Any]) -> Acknowledged | None:
        with span(f"publish {row.type}", kind=SpanKind.PRODUCER, parent=row.traceparent):
            return await self._publish_in_trace(row)

    async def _publish_in_trace(self, row: Row[Any]) -> Acknowledged | None:
        headers = {"Nats-Msg-Id": str(row.event_id), "Content-Type": CONTENT_TYPE}
        try:
            # Both waits have an end: for a forbidden subject the client's own have none.
            sent = await self.js.publish_async(
                row.type,
                written(envelope_of(row, service=self.service)),
                wait_stall=ACK_TIMEOUT_S,
                stream=stream_of(self.service),
                headers=headers,
            )
            ack = await asyncio.wait_for(sent, ACK_TIMEOUT_S)
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
    await connection.execute(
        _STAMP,
        {
            "positions": [each.position for each in stored],
            "streams": [each.stream for each in stored],
            "sequences": [each.stream_sequence for each in stored],
        },
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
