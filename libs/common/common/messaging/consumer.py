"""The consumer: an event, its effect and its follow-ups in one transaction, then the ack."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from opentelemetry.trace import SpanKind

from common import metrics
from common.actor import service_actor
from common.clock import LegalClock
from common.contracts.catalogue import BY_TYPE
from common.database import Database, Transaction
from common.errors import Kind, Refusal
from common.messaging import inbox
from common.messaging.envelope import Envelope, UnreadableEvent, event_of, read
from common.observability import span

FETCH: Final = 100
SIDE_BY_SIDE: Final = 6  # of a pool of ten: the relay, the sealer and the sweeps use it too
FETCH_TIMEOUT_S: Final = 2.0  # never None: such a fetch does not survive a broker restart
MAX_ATTEMPTS: Final = 5
FIRST_PAUSE_S: Final = 0.2
_AGGREGATE: Final = re.compile(rb'"subject":"([^"]*)"')
CURED_BY_TIME: Final = frozenset({Kind.STALE, Kind.UNAVAILABLE})

Handler = Callable[[Transaction, Any], Awaitable[object]]

log = structlog.get_logger()


@dataclass(slots=True)
class Consumer:
    """One durable pull consumer of a service on one stream; any number may run side by side."""

    service: str
    stream: str
    handlers: Mapping[str, Handler]
    database: Database
    clock: LegalClock
    max_attempts: int = MAX_ATTEMPTS
    first_pause_s: float = FIRST_PAUSE_S
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, js: JetStreamContext) -> None:
        """Fetch and apply until `stopping` is set; then unsubscribe at once."""
        subscription = await js.pull_subscribe_bind(durable=self.service, stream=self.stream)
        try:
            while not self.stopping.is_set():
                try:
                    messages = await subscription.fetch(FETCH, timeout=FETCH_TIMEOUT_S)
                except (TimeoutError, nats.errors.Error):
                    messages = []
                await self._take_all(messages)
                await self._settle_quietly()
        finally:
            # drain() alone would wait thirty seconds after a fetch that timed out.
            await subscription.unsubscribe()

    async def _take_all(self, messages: Sequence[Msg]) -> None:
        """Take messages side by side, those of one aggregate one after the other."""
        lines: dict[tuple[str, bytes], list[Msg]] = {}
        for message in messages:
            lines.setdefault(line_of(message), []).append(message)
        wide = asyncio.Semaphore(SIDE_BY_SIDE)

        async def take_line(line: Sequence[Msg]) -> None:
            async with wide:
                for message in line:
                    await self.take(message)

        await asyncio.gather(*(take_line(line) for line in lines.values()))

    async def take(self, message: Msg) -> None:
        """Apply or keep the event of one message, and acknowledge it after the commit."""
        try:
            await self._take(message)
        except Exception as error:  # the database is away: the broker brings the event again
            log.warning("event not kept", type=message.subject, error=type(error).__name__)
            await message.nak(delay=1)
            return
        await message.ack()

    async def _take(self, message: Msg) -> None:
        try:
            envelope = read(message.data)
        except UnreadableEvent as error:
            await self._park(_unreadable(message), reason=str(error))
            return
        await self.receive(envelope, deliveries=message.metadata.num_delivered)

    async def receive(self, envelope: Envelope, *, deliveries: int = 1) -> str:
        """Take one delivery of an event; returns the state it is in afterwards.

        The next event of its aggregate is applied, one received before is ignored, an early
        one waits in the inbox.
        """
        if deliveries > 1:
            return await self._delivered_again(envelope)
        return await self._attempt(envelope)

    async def _attempt(self, envelope: Envelope) -> str:
        named = f"apply {metered(envelope)}"
        with span(named, kind=SpanKind.CONSUMER, parent=envelope.traceparent):
            return await self._attempt_in_trace(envelope)

    async def _attempt_in_trace(self, envelope: Envelope) -> str:
        try:
            return await self._apply(envelope)
        except UnreadableEvent as error:
            return await self._park(envelope, reason=str(error))
        except Refusal as refusal:
            if refusal.kind in CURED_BY_TIME:  # another writer was first: try again
                return await self._failed(envelope, refusal)
            return await self._park(envelope, reason=f"{refusal.code}: {refusal.explained().en}")
        except Exception as error:
            log.exception("event failed", type=envelope.type, event_id=str(envelope.id))
            return await self._failed(envelope, error)

    async def settle(self) -> int:
        """Apply kept events whose turn has come; returns how many were tried."""
        tried = 0
        while True:
            async with self._transaction() as tx:
                due = await inbox.ready(tx, self.stream)
            for row in due:
                envelope = read(row.envelope.encode())
                await self._try_again(envelope)
            tried += len(due)
            if not due:
                return tried

    async def _apply(self, envelope: Envelope) -> str:
        began = time.perf_counter()
        async with self._transaction(cause=envelope) as tx:
            progress = await inbox.take_up(tx, self.stream, envelope)
            if progress.state in {inbox.APPLIED, inbox.PARKED}:
                return progress.state
            if progress.held_by or envelope.number > progress.last_sequence + 1:
                await inbox.keep(tx, self.stream, envelope, state=inbox.WAITING)
                return inbox.WAITING
            if envelope.number <= progress.last_sequence:
                raise UnreadableEvent("another event with this sequence was applied before")
            await self._effect(tx, envelope)
            inbox.apply(tx, self.stream, envelope)
        metrics.APPLIED.labels(metered(envelope)).inc()
        ms = round((time.perf_counter() - began) * 1000, 1)
        log.info("event applied", type=envelope.type, event_id=str(envelope.id), ms=ms)
        return inbox.APPLIED

    async def _effect(self, tx: Transaction, envelope: Envelope) -> None:
        handler = self.handlers.get(envelope.type)
        if handler is not None:
            await handler(tx, event_of(envelope))

    async def _delivered_again(self, envelope: Envelope) -> str:
        # Perhaps its effect ended the process before a failure could be counted: from the second
        # delivery on, an attempt is counted before it is made.
        async with self._transaction() as tx:
            progress = await inbox.take_up(tx, self.stream, envelope)
            if progress.state in {inbox.APPLIED, inbox.PARKED}:
                return progress.state
            await inbox.keep(tx, self.stream, envelope, state=inbox.WAITING)
        return await self._try_again(envelope)

    async def _try_again(self, envelope: Envelope) -> str:
        async with self._transaction() as tx:
            pause = self.first_pause_s
            attempts = await inbox.count_attempt(tx, self.stream, envelope.id, pause_s=pause)
        if attempts > self.max_attempts:
            return await self._park(envelope, reason="it failed again and again")
        return await self._attempt(envelope)

    async def _failed(self, envelope: Envelope, error: Exception) -> str:
        async with self._transaction() as tx:
            reason = type(error).__name__
            await inbox.take_up(tx, self.stream, envelope)
            await inbox.keep(tx, self.stream, envelope, state=inbox.WAITING, reason=reason)
        return inbox.WAITING

    async def _park(self, envelope: Envelope, *, reason: str) -> str:
        with span(f"park {metered(envelope)}", parent=envelope.traceparent):
            await self._park_in_trace(envelope, reason)
        return inbox.PARKED

    async def _park_in_trace(self, envelope: Envelope, reason: str) -> None:
        async with self._transaction() as tx:
            await inbox.take_up(tx, self.stream, envelope)
            await inbox.keep(tx, self.stream, envelope, state=inbox.PARKED, reason=reason)
            await inbox.hold(tx, self.stream, envelope)
        metrics.PARKED.labels(metered(envelope)).inc()
        # The reason's details stay in the inbox: they may quote the event.
        told = {"type": envelope.type, "event_id": str(envelope.id)}
        log.error("event parked", **told, reason=reason.partition(":")[0])

    async def _settle_quietly(self) -> None:
        try:
            await self.settle()
        except Exception as error:  # the database is away: look again with the next fetch
            log.warning("inbox not settled", error=type(error).__name__)
            await asyncio.sleep(1)

    def _transaction(self, cause: Envelope | None = None) -> Any:
        return self.database.transaction(
            service_actor(self.service),
            at=self.clock.now(),
            cause=cause.id if cause else None,
            cause_at=cause.time if cause else None,
        )


def line_of(message: Msg) -> tuple[str, bytes]:
    """Kind and aggregate of an event before it is read, to put its aggregate's in one line.

    Whatever a message may say there, the lock on its aggregate's progress keeps the order.
    """
    found = _AGGREGATE.search(message.data)
    return message.subject.partition(".")[0], found[1] if found else b""


def metered(envelope: Envelope) -> str:
    """The type of an event as metrics name it: one of the catalogue's, whatever came."""
    return envelope.type if envelope.type in BY_TYPE else "unknown"


def _unreadable(message: Msg) -> Envelope:
    # Even what cannot be read is kept for a person, under an id made of its bytes.
    event_id = uuid5(NAMESPACE_OID, message.data.hex())
    return Envelope(
        id=event_id,
        source="",
        type=f"unreadable.{message.subject}",
        subject=event_id,
        time=message.metadata.timestamp,
        dataschema="",
        sequence="1",
        actor="",
        traceparent="",
        data={"raw": message.data.decode(errors="replace")},
    )
