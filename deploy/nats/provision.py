"""The deploy step: makes the streams and durable consumers, as often as one likes."""

from typing import Final

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StreamConfig
from nats.js.errors import NotFoundError

from common.messaging.guard import server_faults
from deploy.nats import topology

DEPLOY: Final = "deploy"


class BrokerRefused(RuntimeError):
    """The server is not configured so that acknowledged events are safe."""


async def provision(url: str, *, user: str | None, password: str | None, replicas: int = 1) -> None:
    """Make or mend every stream and consumer; raises `BrokerRefused` before touching any."""
    client = await nats.connect(
        url,
        user=user,
        password=password,
        name="deploy",
        inbox_prefix=f"_INBOX_{DEPLOY}".encode(),
        connect_timeout=5,
    )
    try:
        await _provision(client, replicas=replicas)
    finally:
        await client.close()


async def _provision(client: Client, *, replicas: int) -> None:
    if faults := await server_faults(client):
        raise BrokerRefused("; ".join(faults))
    js = client.jetstream()
    for stream in topology.streams(replicas=replicas):
        await _stream(js, stream)
    for source, consumer in topology.consumers():
        await js.add_consumer(source, consumer)


async def _stream(js: JetStreamContext, wanted: StreamConfig) -> None:
    assert wanted.name is not None
    try:
        await js.stream_info(wanted.name)
    except NotFoundError:
        await js.add_stream(wanted)
        return
    await js.update_stream(wanted)
