"""The start-up guard: a worker refuses a broker that could lose what it acknowledged."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any, Final

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, StreamConfig
from nats.js.errors import NotFoundError

ANSWERS_WITHIN_S: Final = 2.0
DUPLICATE_WINDOW_S: Final = 24 * 3600


class BrokerUnfit(RuntimeError):
    """The broker is not configured so that acknowledged events are safe; says what is wrong."""


async def check_broker(
    client: Client, js: JetStreamContext, *, service: str, own: str, consumed: Iterable[str]
) -> None:
    """Raise `BrokerUnfit` unless server, streams and consumers are as the design demands."""
    faults = await server_faults(client)
    for stream in {own, *consumed}:
        faults += await _stream_faults(js, stream)
    for stream in consumed:
        faults += await _consumer_faults(js, stream, service)
    if faults:
        raise BrokerUnfit("; ".join(faults))


async def server_faults(client: Client) -> list[str]:
    """What is wrong with the servers: each must sync every write before it acknowledges."""
    answers: list[dict[str, Any]] = []
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    await client.publish("guard.jsz", json.dumps({"config": True}).encode(), reply=inbox)
    deadline = asyncio.get_running_loop().time() + ANSWERS_WITHIN_S
    while True:
        wait_s = deadline - asyncio.get_running_loop().time()
        # One answer a server; after the first, a short wait gathers a cluster's others.
        wait_s = min(wait_s, 0.3) if answers else wait_s
        try:
            answer = await subscription.next_msg(timeout=wait_s)
        except TimeoutError:
            break
        if not answer.data:  # the broker's word that nobody listens there
            break
        answers.append(json.loads(answer.data))
    await subscription.unsubscribe()
    if not answers:
        return ["no server tells its JetStream configuration on guard.jsz"]
    return [
        f"server {a.get('server', {}).get('name')} does not run with sync_interval: always"
        for a in answers
        if not a.get("data", {}).get("config", {}).get("sync_always")
    ]


async def _stream_faults(js: JetStreamContext, stream: str) -> list[str]:
    try:
        config = (await js.stream_info(stream)).config
    except (NotFoundError, TimeoutError):
        return [f"stream {stream} is missing"]
    return [f"stream {stream}: {fault}" for fault in stream_faults(config)]


def stream_faults(config: StreamConfig) -> list[str]:
    """What a stream's configuration may not be, or must be and is not."""
    checks = {
        "storage is not file": config.storage != "file",
        "retention is not limits": config.retention != "limits",
        "discard is not new": config.discard != "new",
        "max_age is set": bool(config.max_age),
        "messages may be deleted": not config.deny_delete,
        "messages may be purged": not config.deny_purge,
        "duplicate window is under 24 h": (config.duplicate_window or 0) < DUPLICATE_WINDOW_S,
        "persist_mode is async": getattr(config, "persist_mode", None) == "async",
    }
    return [fault for fault, found in checks.items() if found]


async def _consumer_faults(js: JetStreamContext, stream: str, durable: str) -> list[str]:
    try:
        config = (await js.consumer_info(stream, durable)).config
    except (NotFoundError, TimeoutError):
        return [f"consumer {durable} on {stream} is missing"]
    return [f"consumer {durable} on {stream}: {fault}" for fault in consumer_faults(config)]


def consumer_faults(config: ConsumerConfig) -> list[str]:
    """What a durable consumer's configuration must be and is not."""
    checks = {
        "acknowledgement is not explicit": config.ack_policy != "explicit",
        "deliveries are limited": (config.max_deliver or -1) > 0,
        "it filters subjects": bool(config.filter_subject or config.filter_subjects),
    }
    return [fault for fault, found in checks.items() if found]
