"""The relay: publishes what the outbox holds, in order, and stamps what the broker acknowledged."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final, cast

import orjson
import structlog
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import PubAck
from opentelemetry.trace import SpanKind
from sqlalchemy import Row, select, text

from common import metrics
from common.contracts.catalogue import stream_of
from common.messaging.envelope import CONTENT_TYPE, Envelope, dataschema_of, written
from common.observability import span, trace_of
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


# Events that the client took, each with the acknowledgement to come.
Sent = list[tuple[Row[Any], asyncio.Future[PubAck]]]


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
        stored, on_the_way = 0, Sent()
        for start in range(0, len(batch), TOGETHER):
            # While these are on their way to the broker's disk, those before them are stamped.
            before, on_the_way = on_the_way, await self.send(batch[start : start + TOGETHER])
            stored += await self._stamped(before)
            if not on_the_way:
                break
        stored += await self._stamped(on_the_way)
        if stored < len(batch):
            log.warning("not acknowledged, will send again", events=len(batch) - stored)
            await asyncio.sleep(0.2)
        return stored

    async def send(self, rows: Sequence[Row[Any]]) -> Sent:
        """Hand events to the client, in order, as far as it takes them."""
        sent = Sent()
        for row in rows:
            try:
                with span(f"publish {row.type}", kind=SpanKind.PRODUCER, parent=row.traceparent):
                    sent.append((row, await self._handed_over(row)))
            except (NatsError, TimeoutError) as error:
                _not_published(row, error)
                break
        return sent

    async def _handed_over(self, row: Row[Any]) -> asyncio.Future[PubAck]:
        return await self.js.publish_async(
            row.type,
            written(envelope_of(row, service=self.service)),
            wait_stall=ACK_TIMEOUT_S,  # the client's own wait has no end
            stream=stream_of(self.service),
            headers={"Nats-Msg-Id": str(row.event_id), "Content-Type": CONTENT_TYPE},
        )

    async def _stamped(self, sent: Sent) -> int:
        # One wait for all: for a forbidden subject no acknowledgement ever comes.
        if sent:
            await asyncio.wait([ack for _, ack in sent], timeout=ACK_TIMEOUT_S)
        stored = [each for each in (_acknowledged(row, ack) for row, ack in sent) if each]
        await stamp(self.connection, stored)
        return len(stored)


def _acknowledged(row: Row[Any], ack: asyncio.Future[PubAck]) -> Acknowledged | None:
    # Only what has not ended can be cancelled: the wait for it is over.
    error = TimeoutError() if ack.cancel() else ack.exception()
    if error is not None:
        _not_published(row, error)
        return None
    stored = ack.result()
    metrics.PUBLISHED.labels(row.type).inc()
    told = {"type": row.type, "event_id": str(row.event_id), "trace_id": trace_of(row.traceparent)}
    log.info("event published", **told, stream=stored.stream, stream_sequence=stored.seq)
    return Acknowledged(row.position, stored.stream, stored.seq)


def _not_published(row: Row[Any], error: BaseException) -> None:
    told = {"type": row.type, "trace_id": trace_of(row.traceparent)}
    log.warning("publish failed", **told, error=type(error).__name__)


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
    """The envelope of an outbox row, to be written."""
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
        # Canonical JSON since it was announced: it is written as it is, and never parsed.
        data=cast(dict[str, Any], orjson.Fragment(row.data)),
    )
