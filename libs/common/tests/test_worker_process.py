"""A worker told to stop ends its work, unsubscribes and goes, at once and with 0."""

import asyncio
import os
import signal
import sys
from contextlib import suppress

import pytest
from nats.js.api import StreamConfig
from nats.js.errors import BadRequestError
from toy.notes import TOY
from toy.streams import GOOD, broker

from common.client import HTTPError, http_client


@pytest.fixture
async def running(run_service):
    """The toy."""
    return await run_service(TOY)


async def start(running, nats_url, port, tests):
    environment = os.environ | {
        "PYTHONPATH": str(tests),
        "TOY_ENVIRONMENT": "development",
        "TOY_DATABASE_URL": running.urls.url("worker"),
        "TOY_NATS_URL": nats_url,
        "TOY_PORT": str(port),
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from toy.worker import main; main()"), env=environment
    )


async def ready(port):
    async with http_client() as client, asyncio.timeout(20):
        while True:
            try:
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            except HTTPError:
                pass
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_worker_told_to_stop_ends_its_work_and_goes(
    running, nats_url, number, unused_tcp_port, request
):
    async with broker(nats_url) as (_, js):
        own = StreamConfig(name="TOY", **(GOOD | {"subjects": ["toy.>"]}))
        with suppress(BadRequestError):  # another case has made it
            await js.add_stream(own)
        worker = await start(running, nats_url, unused_tcp_port, request.path.parent)
        await ready(unused_tcp_port)
        worker.send_signal(number)
        async with asyncio.timeout(8):
            assert await worker.wait() == 0


async def test_a_worker_stops_while_the_broker_is_away(running, unused_tcp_port, request):
    worker = await start(running, "nats://127.0.0.1:9", unused_tcp_port, request.path.parent)
    async with http_client() as client, asyncio.timeout(20):
        while True:
            try:
                if (await client.get(f"http://127.0.0.1:{unused_tcp_port}/livez")).is_success:
                    break
            except HTTPError:
                pass
            await asyncio.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    async with asyncio.timeout(8):
        assert await worker.wait() == 0
