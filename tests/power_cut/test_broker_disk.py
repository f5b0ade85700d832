"""Twenty power cuts under the broker lose nothing that it acknowledged (and its bite does)."""

import asyncio
import subprocess
import time

import nats
import pytest
from nats.js.api import StreamConfig

from deploy.local.binaries import script
from deploy.local.ports import free_port

CUTS = 20
LOAD_S = 1.0
SYNC = {"always": ", sync_interval: always", "as shipped": ""}


class Broker:
    """A bare server on the disk."""

    def __init__(self, disk, sync):
        self.disk, self.port = disk, free_port()
        self.config = disk.folder / "nats.conf"
        store = disk.mount / "store"
        self.config.write_text(f'jetstream {{ store_dir: "{store}"{SYNC[sync]} }}\n')

    def spawn(self):
        command = [script("nats-server"), "-c", str(self.config), "-a", "127.0.0.1"]
        return subprocess.Popen(
            [*command, "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    async def start(self):
        self.process = self.spawn()
        for _ in range(100):
            try:
                return await nats.connect(f"nats://127.0.0.1:{self.port}", connect_timeout=1)
            except (OSError, TimeoutError, nats.errors.Error):
                await asyncio.sleep(0.1)
        raise TimeoutError("the broker did not start")


async def publish(js, start):
    """Publish for a while; returns the numbers that were acknowledged."""
    acknowledged, number, until = [], start, time.monotonic() + LOAD_S
    while time.monotonic() < until:
        await js.publish("events.x", str(number).encode())
        acknowledged.append(number)
        number += 1
    return acknowledged


async def stored(js):
    """The numbers in the stream."""
    count = (await js.stream_info("EVENTS")).state.messages
    found, subscription = set(), await js.pull_subscribe("events.>", stream="EVENTS")
    while len(found) < count:
        for message in await subscription.fetch(500, timeout=5):
            found.add(int(message.data))
            await message.ack()
    await subscription.unsubscribe()
    return found


async def cuts(disk, sync, times):
    """Cut the power again and again under load; returns (acknowledged, lost)."""
    broker, acknowledged = Broker(disk, sync), []
    client = await broker.start()
    await client.jetstream().add_stream(StreamConfig(name="EVENTS", subjects=["events.>"]))
    disk.sync()
    for _ in range(times):
        acknowledged += await publish(client.jetstream(), len(acknowledged))
        disk.cut(broker.process)
        await client.close()
        client = await broker.start()
    kept = await stored(client.jetstream())
    await client.close()
    broker.process.terminate()
    broker.process.wait()
    return len(acknowledged), len(set(acknowledged) - kept)


@pytest.mark.timeout(600)
async def test_what_was_acknowledged_survives_twenty_power_cuts(disk):
    acknowledged, lost = await cuts(disk, "always", CUTS)
    print(f"{CUTS} cuts, {acknowledged} acknowledged, {lost} lost")
    assert acknowledged > CUTS * 50
    assert lost == 0


@pytest.mark.timeout(120)
async def test_bite_a_broker_as_shipped_loses_what_it_acknowledged(disk):
    acknowledged, lost = await cuts(disk, "as shipped", 1)
    print(f"bite: {acknowledged} acknowledged, {lost} lost")
    assert lost > 0
