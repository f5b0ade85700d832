"""The relay loses nothing and reorders nothing, whatever the writers do."""

import asyncio
import random

import pytest
from sqlalchemy import func, select
from toy.notes import TOY, overdue
from toy.streams import STREAM, broker

from common.database import Database
from common.ids import new_id
from common.messaging import relay as relays
from common.messaging.envelope import read
from common.messaging.outbox import announce
from common.messaging.worker import leadership
from common.tables import outbox
from common.testing.tokens import actor

WRITERS, ROUNDS, AGGREGATES = 12, 25, 40


class RolledBack(Exception):
    pass


async def _write(running, aggregates, seed):
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        try:
            async with running.api.transaction(actor("bureau"), at=running.clock.now()) as tx:
                await announce(tx, overdue("x"), about=chance.choice(aggregates))
                if chance.random() < 0.1:
                    await asyncio.sleep(chance.random() * 0.03)
                if chance.random() < 0.03:
                    raise RolledBack
        except RolledBack:
            continue


async def _stored(js, count):
    subscription = await js.pull_subscribe("report.>", stream=STREAM)
    found = []
    while len(found) < count:
        for message in await subscription.fetch(200, timeout=5):
            await message.ack()
            found.append(read(message.data))
    await subscription.unsubscribe()
    return found


@pytest.fixture
async def running(run_service):
    """The toy, whose pool is large enough for twelve writers."""
    toy = await run_service(TOY)
    toy.api = Database(toy.urls.url("api"), name="writers", pool_size=WRITERS)
    yield toy
    await toy.api.close()


async def test_every_committed_event_is_published_once_and_in_order(running, nats_url):
    aggregates = [new_id() for _ in range(AGGREGATES)]
    async with broker(nats_url) as (_, js), leadership(running.worker) as connection:
        relay = relays.Relay("monitoring", connection, js, asyncio.Event())
        relaying = asyncio.create_task(relay.run())
        await asyncio.gather(*(_write(running, aggregates, seed) for seed in range(WRITERS)))
        async with running.worker.connection() as other:
            committed = (await other.execute(select(func.count()).select_from(outbox))).scalar_one()
            unpublished = select(func.count()).where(outbox.c.published_at.is_(None))
            async with asyncio.timeout(10):
                while (await other.execute(unpublished)).scalar_one():
                    await asyncio.sleep(0.05)
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
        events = await _stored(js, committed)
    assert committed > WRITERS * ROUNDS * 0.9
    assert len({event.id for event in events}) == len(events) == committed
    by_aggregate: dict = {}
    for event in events:
        by_aggregate.setdefault(event.subject, []).append(event.number)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_aggregate.values())


async def test_an_unacknowledged_event_goes_again_under_the_same_id(running, nats_url):
    async with running.api.transaction(actor("bureau"), at=running.clock.now()) as tx:
        await announce(tx, overdue("x"), about=new_id())
    async with broker(nats_url) as (_, js), leadership(running.worker) as connection:
        relay = relays.Relay("monitoring", connection, js, asyncio.Event())
        rows = await relays.waiting(connection)
        ((_, acknowledged),) = await relay.send(rows)
        await acknowledged  # but the worker died before the stamp
        assert await relay.publish_waiting() == 1
        assert (await js.stream_info(STREAM)).state.messages == 1
        assert await relays.waiting(connection) == []


async def test_only_one_leads_and_the_other_takes_over(running):
    async with leadership(running.worker) as first:
        assert first is not None
        async with leadership(running.worker) as second:
            assert second is None
    async with asyncio.timeout(5):
        while True:
            async with leadership(running.worker) as later:
                if later is not None:
                    break
            await asyncio.sleep(0.05)
