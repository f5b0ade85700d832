"""What the broker lets each user do, tried on a real server with the committed configuration."""

import asyncio
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.js.errors import APIError, NotFoundError

from common.messaging.guard import consumer_faults, server_faults, stream_faults
from deploy.local.nats import Broker
from deploy.nats import topology

REFUSED_WITHIN_S = 0.5


class Connected:
    """A user's connection, and what the server complained about on it."""

    def __init__(self) -> None:
        self.client: Client
        self.complaints: list[str] = []

    async def complaint(self, error: Exception) -> None:
        self.complaints.append(str(error).lower())

    async def refused(self, subject: str, payload: bytes = b"") -> bool:
        """Whether a request is refused by permission, and not merely unanswered."""
        with pytest.raises((TimeoutError, nats.errors.Error)):
            await self.client.request(subject, payload, timeout=REFUSED_WITHIN_S)
        return any(
            "permissions violation" in text and subject.lower() in text for text in self.complaints
        )


async def connect(broker: Broker, user: str, *, inbox: str | None = None) -> Connected:
    connected = Connected()
    connected.client = await nats.connect(
        broker.url,
        **broker.users[user],
        inbox_prefix=f"_INBOX_{inbox or user}".encode(),
        error_cb=connected.complaint,
    )
    return connected


async def test_a_service_publishes_its_own_events_and_asks_its_guard(nats_server: Broker) -> None:
    intake = await connect(nats_server, "intake")
    stored = await intake.client.jetstream().publish("round.tried", b"{}")
    assert stored.stream == "INTAKE"
    assert await server_faults(intake.client) == []
    await intake.client.close()


async def test_a_durable_reads_and_acknowledges_what_its_source_published(
    nats_server: Broker,
) -> None:
    evaluation = await connect(nats_server, "evaluation")
    await evaluation.client.jetstream().publish(
        "standard.tried", b"{}", headers={"Nats-Msg-Id": "s"}
    )
    registry = await connect(nats_server, "registry")
    reading = await registry.client.jetstream().pull_subscribe_bind(
        durable="registry", stream="EVALUATION"
    )
    [message] = await reading.fetch(1, timeout=2)
    await message.ack_sync(timeout=2)
    assert message.subject == "standard.tried"
    await reading.unsubscribe()
    await evaluation.client.close()
    await registry.client.close()


@pytest.mark.parametrize(
    "subject",
    [
        "notice.published",
        "poke.registry",
        "$JS.API.STREAM.DELETE.INTAKE",
        "$JS.API.STREAM.PURGE.INTAKE",
        "$JS.API.STREAM.MSG.GET.INTAKE",
        "$JS.API.STREAM.UPDATE.INTAKE",
        "$JS.API.STREAM.CREATE.OTHER",
        "$JS.API.CONSUMER.CREATE.INTAKE.intake",
        "$JS.API.CONSUMER.MSG.NEXT.INTAKE.registry",
        "$JS.API.CONSUMER.DELETE.EVALUATION.intake",
        "$JS.ACK.INTAKE.registry.1.1.1.1.0",
        "$SYS.REQ.SERVER.PING.JSZ",
    ],
)
async def test_a_service_is_refused(nats_server: Broker, subject: str) -> None:
    intake = await connect(nats_server, "intake")
    assert await intake.refused(subject)
    await intake.client.close()


@pytest.mark.parametrize("subject", ["_INBOX_registry.>", "poke.registry", "round.>", ">"])
async def test_a_service_does_not_listen_to_others(nats_server: Broker, subject: str) -> None:
    intake = await connect(nats_server, "intake")
    await intake.client.subscribe(subject)
    await intake.client.flush()
    await asyncio.sleep(0.05)
    assert any("permissions violation for subscription" in text for text in intake.complaints)
    await intake.client.close()


async def test_even_the_deploy_user_cannot_delete_or_purge_messages(nats_server: Broker) -> None:
    deploy = await connect(nats_server, "deploy")
    js = deploy.client.jetstream()
    with pytest.raises(APIError):
        await js.purge_stream("INTAKE")
    with pytest.raises(APIError):
        await js.delete_msg("INTAKE", 1)
    await deploy.client.close()


async def test_provisioning_again_changes_nothing(nats_server: Broker) -> None:
    before = await _made(nats_server)
    await nats_server.provide()
    assert await _made(nats_server) == before


async def test_what_is_made_is_what_the_guard_of_a_worker_demands(nats_server: Broker) -> None:
    deploy = await connect(nats_server, "deploy")
    js = deploy.client.jetstream()
    for stream in topology.streams(replicas=1):
        assert stream_faults((await js.stream_info(str(stream.name))).config) == []
    for source, consumer in topology.consumers():
        info = await js.consumer_info(source, str(consumer.durable_name))
        assert consumer_faults(info.config) == []
    with pytest.raises(NotFoundError):
        await js.consumer_info("EVALUATION", "monitoring")
    await deploy.client.close()


async def _made(broker: Broker) -> list[Any]:
    deploy = await connect(broker, "deploy")
    js = deploy.client.jetstream()
    streams = [(await js.stream_info(str(s.name))).config for s in topology.streams(replicas=1)]
    readers = [
        (await js.consumer_info(source, str(c.durable_name))).config
        for source, c in topology.consumers()
    ]
    await deploy.client.close()
    return [*streams, *readers]
