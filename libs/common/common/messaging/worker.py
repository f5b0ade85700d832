"""The worker process: the leader relays, seals and sweeps; every worker consumes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from nats.aio.client import Client
from sqlalchemy import text

from common import audit, metrics
from common.actor import service_actor
from common.clock import LegalClock
from common.contracts.catalogue import stream_of
from common.database import Database, Transaction
from common.messaging.broker import connect_when_possible
from common.messaging.consumer import Consumer, Handler
from common.messaging.guard import check_broker
from common.messaging.relay import Relay
from common.observability import span
from common.sql import Connection

LEADER_LOCK: Final = 0x6A69_7175_6E01  # "jiqun" and a number: one lock a database
SEAL_EVERY_S: Final = 1.0
TRY_TO_LEAD_EVERY_S: Final = 0.5

Job = Callable[[Database, LegalClock], Awaitable[object]]

log = structlog.get_logger()


@dataclass(slots=True)
class Worker:
    """What runs in a service's worker process."""

    settings: Any
    database: Database
    clock: LegalClock
    consumes: Sequence[str]
    handlers: Mapping[str, Handler]
    jobs: Sequence[Job]
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    leading: bool = False
    ready: bool = False

    async def run(self) -> None:
        """Run until `stopping` is set; raises `BrokerUnfit` before anything is published."""
        service = self.settings.service
        connecting = asyncio.create_task(
            connect_when_possible(self.settings, name=f"{service}-worker")
        )
        stopping = asyncio.create_task(self.stopping.wait())
        await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not connecting.done():  # told to stop while the broker is away
            connecting.cancel()
            return
        client = await connecting
        try:
            await self._run_with(client)
        finally:
            await client.close()

    async def _run_with(self, client: Client) -> None:
        service, js = self.settings.service, client.jetstream()
        streams = [stream_of(source) for source in self.consumes]
        await check_broker(client, js, service=service, own=stream_of(service), consumed=streams)
        poked = asyncio.Event()
        await client.subscribe(f"poke.{service}", cb=_setter(poked))
        self.database.on_announced = poked.set
        self.ready = True
        consumers = [
            Consumer(
                service=service,
                stream=stream,
                handlers=self.handlers,
                database=self.database,
                clock=self.clock,
                stopping=self.stopping,
            )
            for stream in streams
        ]
        leader = asyncio.create_task(self._lead(client, poked))
        try:
            async with asyncio.TaskGroup() as group:
                for consumer in consumers:
                    group.create_task(consumer.run(js))
                group.create_task(self.stopping.wait())
        finally:
            leader.cancel()
            await asyncio.gather(leader, return_exceptions=True)

    async def _lead(self, client: Client, poked: asyncio.Event) -> None:
        while True:
            try:
                async with leadership(self.database) as connection:
                    if connection is not None:
                        self._lead_is(True)
                        log.info("leading")
                        await self._leaders_work(connection, client, poked)
            except Exception as error:  # the lock's connection broke: another worker may lead
                log.warning("no longer leading", error=repr(error))
            self._lead_is(False)
            await asyncio.sleep(TRY_TO_LEAD_EVERY_S)

    def _lead_is(self, leading: bool) -> None:
        self.leading = leading
        metrics.LEADER.set(leading)

    async def _leaders_work(
        self, connection: Connection, client: Client, poked: asyncio.Event
    ) -> None:
        relay = Relay(self.settings.service, connection, client.jetstream(), poked)
        async with asyncio.TaskGroup() as group:
            group.create_task(relay.run())
            group.create_task(self._seal())
            group.create_task(self._sweep())

    async def _seal(self) -> None:
        while True:
            async with self._transaction() as tx:
                head = await audit.seal(tx)
            if head is not None:
                log.info("audit sealed", number=head[0], chain=head[1].hex())
            await asyncio.sleep(SEAL_EVERY_S)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self.settings.sweep_seconds)
            for job in self.jobs:
                name = getattr(job, "__name__", "job")
                try:
                    with span(f"sweep {name}"):
                        await job(self.database, self.clock)
                except Exception:  # the next sweep asks the same question again
                    log.exception("sweep failed", job=name)

    def _transaction(self) -> Any:
        actor = service_actor(self.settings.service)
        return self.database.transaction(actor, at=self.clock.now())


@asynccontextmanager
async def leadership(database: Database) -> AsyncIterator[Connection | None]:
    """The leader's connection, or None while another worker leads.

    The lock is the session's: it falls when the process or the connection dies.
    """
    async with database.connection() as connection:
        trial = text("SELECT pg_try_advisory_lock(:key)")
        if not (await connection.execute(trial, {"key": LEADER_LOCK})).scalar_one():
            yield None
            return
        try:
            yield connection
        finally:
            # Never back to the pool with the lock on it.
            connection.driver.terminate()


def _setter(event: asyncio.Event) -> Callable[[Any], Awaitable[None]]:
    async def set_event(_message: Any) -> None:
        event.set()

    return set_event


async def in_transaction(
    database: Database,
    clock: LegalClock,
    service: str,
    work: Callable[[Transaction], Awaitable[Any]],
) -> Any:
    """Run one ordinary use case of a sweep in a transaction of its own."""
    async with database.transaction(service_actor(service), at=clock.now()) as tx:
        return await work(tx)
