"""The streams the toy needs, made as the deploy step makes the real ones."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, StreamConfig
from nats.js.errors import NotFoundError, ServerError

STREAM = "MONITORING"
GOOD = {
    "subjects": ["report.>", "supervision.>", "incident.>", "assessment.>"],
    "storage": "file",
    "retention": "limits",
    "discard": "new",
    "duplicate_window": 24 * 3600,
    "deny_delete": True,
    "deny_purge": True,
}


@asynccontextmanager
async def broker(url: str, **changes: object) -> AsyncIterator[tuple[Client, JetStreamContext]]:
    """A connection with a fresh stream and the toy's durable consumer on it."""
    client = await nats.connect(url, inbox_prefix=b"_INBOX_toy")
    js = client.jetstream()
    try:
        with suppress(NotFoundError):
            await js.delete_stream(STREAM)
        await _add_stream(js, StreamConfig(name=STREAM, **(GOOD | changes)))
        durable = ConsumerConfig(durable_name="toy", ack_policy="explicit", ack_wait=1.0)
        await js.add_consumer(STREAM, durable)
        yield client, js
    finally:
        await client.close()


async def _add_stream(js: JetStreamContext, config: StreamConfig) -> None:
    for _ in range(20):  # the server clears a deleted stream's folder a moment later
        with suppress(ServerError):
            await js.add_stream(config)
            return
        await asyncio.sleep(0.1)
    await js.add_stream(config)
