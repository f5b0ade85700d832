"""One event, one effect, in order; what cannot be applied waits for a person."""

import asyncio
import sys

import pytest
from sqlalchemy import select
from toy.events import envelope
from toy.notes import TOY, note_effect
from toy.streams import STREAM, broker
from toy.tables import effects

from common.errors import Stale
from common.ids import new_id
from common.messaging.consumer import Consumer
from common.messaging.envelope import written
from common.tables import inbox
from common.testing.tokens import bearer


@pytest.fixture
async def running(run_service):
    """The toy."""
    return await run_service(TOY)


def consumer_of(running, handler=note_effect):
    return Consumer(
        service="toy",
        stream=STREAM,
        handlers={"report.overdue": handler},
        database=running.worker,
        clock=running.clock,
        first_pause_s=0.001,
    )


async def words(running):
    async with running.worker.connection() as connection:
        return [row.words for row in (await connection.execute(select(effects))).all()]


async def states(running):
    async with running.worker.connection() as connection:
        rows = (await connection.execute(select(inbox.c.sequence, inbox.c.state))).all()
    return {row.sequence: row.state for row in rows}


async def until(condition, seconds=10):
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.05)


async def consume_while(running, js, condition, handler=note_effect):
    consumer = consumer_of(running, handler)
    consuming = asyncio.create_task(consumer.run(js))
    try:
        await until(condition)
    finally:
        consumer.stopping.set()
        await consuming


async def test_five_deliveries_have_one_effect(running, nats_url):
    event = envelope(new_id(), 1, "once")
    last = envelope(new_id(), 1, "last")
    async with broker(nats_url) as (_, js):
        for sent in (event, event, event, event, event, last):
            await js.publish(sent.type, written(sent))  # no message id: the broker keeps all five

        async def all_taken():
            return "last" in await words(running)

        await consume_while(running, js, all_taken)
    assert (await words(running)).count("once") == 1


async def test_an_early_event_waits_for_the_one_before_it(running):
    consumer, aggregate = consumer_of(running), new_id()
    third, second, first = (envelope(aggregate, n, str(n)) for n in (3, 2, 1))
    assert await consumer.receive(third) == "waiting"
    assert await consumer.receive(second) == "waiting"
    assert await words(running) == []
    assert await consumer.receive(first) == "applied"
    await consumer.settle()
    assert await words(running) == ["1", "2", "3"]


async def test_poison_is_parked_and_holds_its_aggregate_alone(running):
    consumer, sick, well = consumer_of(running), new_id(), new_id()
    poison = envelope(sick, 1, "poison")
    await consumer.receive(poison)
    await consumer.receive(envelope(sick, 2, "after poison"))
    await consumer.receive(envelope(well, 1, "well"))

    async def parked():
        await consumer.settle()
        return "parked" in (await states(running)).values()

    await until(parked)
    assert await words(running) == ["well"]
    listed = await running.client.get("/v1/toy/parked-events", headers=bearer("operator"))
    assert [item["event_id"] for item in listed.json()["items"]] == [str(poison.id)]

    async def mended(tx, event):
        if event.cluster_number != "poison":
            await note_effect(tx, event)

    path = f"/v1/toy/parked-events/{poison.id}/redrive"
    assert (await running.client.post(path, headers=bearer("district"))).status_code == 403
    assert (await running.client.post(path, headers=bearer("operator"))).status_code == 201
    consumer.handlers = {"report.overdue": mended}
    await consumer.settle()
    assert await words(running) == ["well", "after poison"]
    assert set((await states(running)).values()) == {"applied"}


async def test_a_writer_who_was_first_is_no_reason_to_park(running):
    tries = []

    async def stale_twice(tx, event):
        tries.append(event)
        if len(tries) < 3:
            raise Stale()
        await note_effect(tx, event)

    consumer = consumer_of(running, stale_twice)
    await consumer.receive(envelope(new_id(), 1, "in the end"))

    async def applied():
        await consumer.settle()
        return await words(running) == ["in the end"]

    await until(applied)
    assert len(tries) == 3


async def test_what_is_no_event_is_parked_too(running, nats_url):
    async with broker(nats_url) as (_, js):
        await js.publish("report.overdue", b"not an event")

        async def parked():
            return "parked" in (await states(running)).values()

        await consume_while(running, js, parked)


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
async def test_a_kill_between_effect_and_acknowledgement_loses_and_doubles_nothing(
    running, nats_url, moment, request
):
    event = envelope(new_id(), 1, "effect")
    async with broker(nats_url) as (_, js):
        await js.publish(event.type, written(event))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "toy.dying_consumer", nats_url, running.urls.url("worker"), moment),
            str(request.config.getoption("--bite", default=None) or ""),
            cwd=request.path.parent,
        )
        assert await process.wait() == 9

        async def settled():
            info = await js.consumer_info(STREAM, "toy")
            return info.num_pending == 0 and info.num_ack_pending == 0

        await consume_while(running, js, settled)
    assert await words(running) == ["effect"]
