"""The broker is transport, not the record: away, half-open, or with its store lost."""

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from common.client import http_client
from common.config import ServiceSettings
from common.messaging import broker as brokers
from common.messaging.consumer import FETCH_TIMEOUT_S
from deploy.backup.reconciling import reconcile
from deploy.demo import filing
from deploy.demo.cast import part
from deploy.demo.stack import fresh_stack
from deploy.demo.world import World
from deploy.local.verify import verify
from deploy.local.wiring import read

AWAY_S = 60
NOTICED_WITHIN_S = 25
PUBLISHED_WITHIN_S = 30
UNPUBLISHED = "SELECT count(*) FROM outbox WHERE published_at IS NULL"


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """A stack of its own, whose broker is made to suffer."""
    directory = tmp_path_factory.mktemp("broker") / "state"
    directory.mkdir()
    with fresh_stack(directory) as run:
        yield run, directory


@pytest.fixture
async def world(stack):
    """The persons of the demonstration, who hear nothing of the broker."""
    run, _ = stack
    addresses = {name: run[name] for name in ("base_url", "issuer_url", "tokens")}
    async with http_client() as client:
        yield World(**addresses, client=client, tell=lambda line: None)


def broker_pid(directory: Path) -> int:
    """The broker's process now."""
    return int(json.loads((directory / "run.json").read_text())["pids"]["nats"])


@pytest.mark.timeout(300)
async def test_submissions_go_on_while_the_broker_is_away_and_nothing_is_missing(stack, world):
    _, directory = stack
    in_round = await filing.open_round(world)
    await world.move_to("2024-03-04T09:00")
    pid = broker_pid(directory)
    os.kill(pid, signal.SIGSTOP)
    away_until = time.monotonic() + AWAY_S
    filed = 0
    try:
        while time.monotonic() < away_until:
            await filing.file_application(world, part("software"), in_round)
            filed += 1
            await asyncio.sleep(2)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert filed > 5
    back = time.monotonic()
    verdict = await verify(read(directory / "run.json"))
    while verdict.faults and time.monotonic() - back < 60:
        verdict = await verify(read(directory / "run.json"))
    assert verdict.faults == []


@asynccontextmanager
async def readers_asleep(directory):
    """Stops the workers that read intake's events, and lets their open requests run out."""
    pids = json.loads((directory / "run.json").read_text())["pids"]
    workers = [
        pid for name, pid in pids.items() if name.endswith("worker") and "intake" not in name
    ]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(FETCH_TIMEOUT_S + 1)
        yield
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)


async def all_published(run):
    """Wait until the broker has acknowledged everything that intake announced."""
    connection = await asyncpg.connect(run["postgres"]["admin"], database="intake")
    try:
        async with asyncio.timeout(PUBLISHED_WITHIN_S):
            while await connection.fetchval(UNPUBLISHED):
                await asyncio.sleep(0.1)
    finally:
        await connection.close()


async def lose_the_store(run, directory):
    """Kill the broker, remove what it keeps, and provide the streams of the one started anew."""
    lost = broker_pid(directory)
    (store,) = [path for path in directory.rglob("jetstream") if path.is_dir()]
    os.kill(lost, signal.SIGSTOP)
    shutil.rmtree(store)
    os.kill(lost, signal.SIGKILL)
    async with asyncio.timeout(30):
        while broker_pid(directory) == lost:
            await asyncio.sleep(0.2)
    user = run["nats"]["users"]["deploy"]
    environment = os.environ | {
        "NATS_URL": run["nats"]["url"],
        "NATS_PASSWORD_DEPLOY": user["password"],
    }
    provisioning = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "deploy.nats", env=environment
    )
    assert await provisioning.wait() == 0


@pytest.mark.timeout(300)
async def test_a_lost_store_is_rebuilt_from_the_outboxes(stack, world):
    run, directory = stack
    rounds = (await world.get("/rounds"))["items"]
    if not rounds:
        rounds = [await filing.open_round(world)]
        await world.move_to("2024-03-04T09:00")
    async with readers_asleep(directory):
        await filing.file_application(world, part("software"), rounds[0])
        await all_published(run)  # the broker has it, no consumer has, and then nobody has
        await lose_the_store(run, directory)
    await reconcile(run["postgres"]["admin"])
    verdict = await verify(read(directory / "run.json"))
    assert verdict.faults == []


class FrozenLink:
    """A proxy to a port that passes bytes until it is frozen, and from then on neither way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.frozen = asyncio.Event()
        self.carrying: list[asyncio.Task[None]] = []
        self.writers: list[asyncio.StreamWriter] = []

    async def open(self) -> int:
        """The port the proxy listens on."""
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self.server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """End everything it carries."""
        self.server.close()
        for task in self.carrying:
            task.cancel()
        await asyncio.gather(*self.carrying, return_exceptions=True)
        for writer in self.writers:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers += [writer, there_writer]
        for source, sink in ((reader, there_writer), (there_reader, writer)):
            self.carrying.append(asyncio.create_task(self._carry(source, sink)))

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while not self.frozen.is_set() and (data := await source.read(65_536)):
            sink.write(data)
            await sink.drain()
        await asyncio.Event().wait()


class ToySettings(ServiceSettings):
    """Settings of nobody in particular."""

    service = "intake"


@pytest.mark.timeout(120)
async def test_a_half_open_link_is_noticed(stack):
    run, _ = stack
    port = int(run["nats"]["url"].rsplit(":", 1)[1])
    link = FrozenLink(port)
    user = run["nats"]["users"]["intake"]
    settings = ToySettings(
        database_url="postgresql://nobody",
        nats_url=f"nats://127.0.0.1:{await link.open()}",
        nats_user=user["user"],
        nats_password=user["password"],
    )
    client = await brokers.connect(settings, name="half-open")
    link.frozen.set()
    frozen_at = time.monotonic()
    while client.is_connected:
        assert time.monotonic() - frozen_at < NOTICED_WITHIN_S
        await asyncio.sleep(0.1)
    print(f"noticed after {time.monotonic() - frozen_at:.1f} s")
    await client.close()
    await link.close()
