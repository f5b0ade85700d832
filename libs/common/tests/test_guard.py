"""A worker refuses a broker that could lose what it acknowledged."""

import nats
import pytest
from toy.streams import broker

from common.messaging import guard


async def _faults(url, **changes):
    async with broker(url, **changes) as (client, js):
        try:
            await guard.check_broker(
                client, js, service="toy", own="MONITORING", consumed=["MONITORING"]
            )
        except guard.BrokerUnfit as unfit:
            return str(unfit)
    return ""


async def test_a_broker_as_designed_is_accepted(nats_url):
    assert await _faults(nats_url) == ""


async def test_a_server_that_does_not_sync_always_is_refused(lax_nats_url):
    assert "sync_interval: always" in await _faults(lax_nats_url)


@pytest.mark.parametrize(
    "change",
    [
        {"discard": "old"},
        {"storage": "memory"},
        {"retention": "interest"},
        {"max_age": 2 * 86_400},
        {"deny_delete": False},
        {"deny_purge": False},
        {"duplicate_window": 120},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_stream_that_may_lose_events_is_refused(nats_url, change):
    assert "stream MONITORING" in await _faults(nats_url, **change)


async def test_a_broker_on_which_nobody_tells_its_configuration_is_refused(nats_url):
    # The system's own account does not see the service that the applications' account imports.
    client = await nats.connect(nats_url, user="sys", password="sys")
    try:
        [fault] = await guard.server_faults(client)
    finally:
        await client.close()
    assert fault == "no server tells its JetStream configuration on guard.jsz"
