"""The relay beside nats-py's own `publish_async`, the consumer, and an event's way end to end."""

import asyncio
import statistics
import subprocess
import sysconfig
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg
import nats
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig
from sqlalchemy import text

from common.actor import service_actor
from common.canonical import canonical_bytes
from common.clock import LegalClock
from common.contracts.catalogue import stream_of
from common.database import Database, Transaction
from common.ids import new_id
from common.messaging.consumer import Consumer
from common.messaging.envelope import CONTENT_TYPE, data_of, written
from common.messaging.outbox import announce
from common.messaging.relay import BATCH, Relay, envelope_of, waiting
from deploy.local.ports import free_port
from tests.bench.place import until_listening
from tests.bench.sheets.submitting import handed_in

OWNER: Final = "monitoring"  # whose events they are
STREAM: Final = stream_of(OWNER)
EVENTS: Final = 3_000
AGGREGATES: Final = 1_000
PROBES: Final = 200
_CONFIGURATION: Final = 'jetstream {{ store_dir: "{store}", sync_interval: always }}\n'
_FILL: Final = """
INSERT INTO outbox
  (event_id, type, kind, aggregate_id, sequence, actor, at, data, sha256, traceparent)
SELECT uuidv7(), 'report.overdue', 'report',
       ('00000000-0000-7000-8000-' || lpad((n % $1)::text, 12, '0'))::uuid,
       1 + n / $1, 'bench', now(), $2, sha256('x'), ''
FROM generate_series(0, $3 - 1) n
"""
_EMPTY: Final = "TRUNCATE outbox, inbox, inbox_progress, resource_head"


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A broker of its own that stores before it acknowledges."""
    folder.mkdir()
    configuration = folder / "nats.conf"
    configuration.write_text(_CONFIGURATION.format(store=folder / "store"))
    port = free_port()
    binary = Path(sysconfig.get_path("scripts")) / "nats-server"
    command = [str(binary), "-c", str(configuration), "-a", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        until_listening(port)
        try:
            yield f"nats://127.0.0.1:{port}"
        finally:
            server.terminate()


@asynccontextmanager
async def stream(url: str) -> AsyncIterator[JetStreamContext]:
    """An empty stream with one durable consumer on it."""
    client = await nats.connect(url)
    js = client.jetstream()
    await js.add_stream(StreamConfig(name=STREAM, subjects=["report.>"]))
    await js.add_stream(StreamConfig(name="FLOOR", subjects=["floor"]))
    await js.add_consumer(
        STREAM, ConsumerConfig(durable_name="sheets", ack_policy=AckPolicy.EXPLICIT)
    )
    try:
        yield js
    finally:
        await js.delete_stream(STREAM)
        await js.delete_stream("FLOOR")
        await client.close()


async def fill(admin: asyncpg.Connection) -> None:
    """An outbox of events, ten of each aggregate."""
    await admin.execute(_EMPTY)
    data = canonical_bytes(data_of(handed_in())).decode()
    await admin.execute(_FILL, AGGREGATES, data, EVENTS)


async def relayed_per_s(database: Database, js: JetStreamContext) -> float:
    """Events a second from the outbox to the broker, each stamped."""
    began = time.perf_counter()
    async with database.connection() as connection:
        relay = Relay(OWNER, connection, js, asyncio.Event())
        while await relay.publish_waiting():
            pass
    return EVENTS / (time.perf_counter() - began)


async def published_per_s(database: Database, js: JetStreamContext) -> float:
    """The same messages by `publish_async` alone, in batches of the relay's size."""
    async with database.connection() as connection:
        rows = await waiting(connection)
    messages = [(row.type, written(envelope_of(row, service=OWNER))) for row in rows]
    began = time.perf_counter()
    for _ in range(0, EVENTS, BATCH):
        headers = {"Content-Type": CONTENT_TYPE}
        futures = [
            await js.publish_async(
                subject, payload, headers={**headers, "Nats-Msg-Id": str(new_id())}
            )
            for subject, payload in messages
        ]
        await asyncio.wait_for(asyncio.gather(*futures), timeout=30)
    return -(-EVENTS // BATCH) * len(messages) / (time.perf_counter() - began)


async def consumed_per_s(database: Database, js: JetStreamContext) -> float:
    """Events a second from the broker, each with an effect; raises if one came out of order."""
    seen: dict[Any, list[int]] = {}

    async def effect(tx: Transaction, event: Any) -> None:
        seen.setdefault(event.cluster_number, []).append(len(seen))
        await tx.connection.execute(text("SELECT 1"))

    consumer = Consumer(
        service="sheets",
        stream=STREAM,
        handlers={"report.overdue": effect},
        database=database,
        clock=LegalClock(),
    )
    began = time.perf_counter()
    running = asyncio.create_task(consumer.run(js))
    count = text("SELECT count(*) AS n FROM inbox WHERE state = 'applied'")
    async with database.connection() as connection:
        while (await connection.execute(count)).scalar_one() < EVENTS:
            await asyncio.sleep(0.05)
    took = time.perf_counter() - began
    consumer.stopping.set()
    await running
    return EVENTS / took


async def latencies_s(database: Database, js: JetStreamContext) -> tuple[list[float], list[float]]:
    """From before the transaction to within the effect's; and a commit with an awaited publish."""
    done: asyncio.Queue[float] = asyncio.Queue()

    async def effect(_tx: Transaction, _event: Any) -> None:
        done.put_nowait(time.perf_counter())

    poked = asyncio.Event()
    database.on_announced = poked.set
    consumer = Consumer(
        service="sheets",
        stream=STREAM,
        handlers={"report.overdue": effect},
        database=database,
        clock=LegalClock(),
    )
    consuming = asyncio.create_task(consumer.run(js))
    ways, floors = [], []
    async with database.connection() as connection:
        relaying = asyncio.create_task(Relay(OWNER, connection, js, poked).run())
        await asyncio.sleep(0.5)
        for _ in range(PROBES):
            began = time.perf_counter()
            await _announce(database)
            ways.append(await asyncio.wait_for(done.get(), timeout=10) - began)
            floors.append(await _commit_and_publish(database, js))
            await asyncio.sleep(0.01)
        relaying.cancel()
    consumer.stopping.set()
    await consuming
    return ways, floors


async def _announce(database: Database) -> None:
    at = LegalClock().now()
    async with database.transaction(service_actor(OWNER), at=at) as tx:
        await announce(tx, handed_in(), about=new_id())


async def _commit_and_publish(database: Database, js: JetStreamContext) -> float:
    began = time.perf_counter()
    async with database.connection() as connection:
        await connection.execute(text("INSERT INTO number_series VALUES (uuidv7()::text, 1, 1)"))
    await js.publish("floor", b"x" * 300)
    return time.perf_counter() - began


async def one_round(
    admin: asyncpg.Connection, database: Database, url: str, figures: dict[str, list[float]]
) -> None:
    """Measure relay, consumer and latency once, each beside its floor."""

    def note(**values: float) -> None:
        for name, value in values.items():
            figures.setdefault(name.replace("_per_s", " per s"), []).append(value)

    await fill(admin)
    async with stream(url) as js:
        published = await published_per_s(database, js)
    async with stream(url) as js:
        relayed = await relayed_per_s(database, js)
        consumed = await consumed_per_s(database, js)
    await admin.execute(_EMPTY)
    async with stream(url) as js:
        ways, floor = await latencies_s(database, js)
    commit = statistics.median(floor)
    note(relay=relayed / published, relay_per_s=relayed, publish_async_per_s=published)
    note(consumer=consumed, end_to_end=p95(ways) / commit)
    figures.setdefault("commit ms", []).append(commit * 1000)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]
