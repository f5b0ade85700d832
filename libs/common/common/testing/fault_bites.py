"""Bites of the fault tests: each breaks one rule in the processes of a stack, or in the test's own.

`make fault BITE=NAME` applies one and runs its test, which must fail; `BITE=all` runs them all.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import nats

from common.contracts.catalogue import stream_of
from common.messaging import relay, worker
from common.testing.bite import Bite, put


def _stamped_first() -> None:
    async def publish_waiting(self: relay.Relay) -> int:
        batch = relay.first_of_each_aggregate(await relay.waiting(self.connection))
        await _stamp_unsent(self, batch)
        await self.send(batch)
        return len(batch)

    put(relay.Relay, "publish_waiting", publish_waiting)
    # What is sent while the broker is away the client would keep, and so hide most of it.
    _connect_with(pending_size=0)


def _leader_skips_what_waits() -> None:
    publish, begun = relay.Relay.publish_waiting, set()

    async def publish_waiting(self: relay.Relay) -> int:
        if id(self.connection) not in begun:
            begun.add(id(self.connection))
            await _stamp_unsent(self, await relay.waiting(self.connection))
        return await publish(self)

    put(relay.Relay, "publish_waiting", publish_waiting)


async def _stamp_unsent(of: relay.Relay, rows: Sequence[Any]) -> None:
    stream = stream_of(of.service)
    unsent = [relay.Acknowledged(row.position, stream, row.position) for row in rows]
    await relay.stamp(of.connection, unsent)


def _connect_with(**otherwise: int) -> None:
    connect = nats.connect

    async def connect_so(*addresses: Any, **options: Any) -> Any:
        return await connect(*addresses, **(options | otherwise))

    put(nats, "connect", connect_so)


def _seldom_tries_to_lead() -> None:
    put(worker, "TRY_TO_LEAD_EVERY_S", 60.0)


def _nothing_reconciled() -> None:
    async def reconcile(_admin_url: str) -> dict[str, int]:
        return {}

    # By its name: what is deployed knows `common`, and never the other way round.
    put(import_module("deploy.backup.reconciling"), "reconcile", reconcile)


_FAULT: Final = "tests/fault"
FAULT_BITES: Final[dict[str, Bite]] = {
    "stamped_first": Bite(
        "the relay stamps what the broker acknowledged, and nothing before",
        f"{_FAULT}/test_hundred_kills.py",
        _stamped_first,
        in_the_stack=True,
    ),
    "leader_skips_what_waits": Bite(
        "a new leader publishes what the killed one left",
        f"{_FAULT}/test_kills.py",
        _leader_skips_what_waits,
        in_the_stack=True,
    ),
    "seldom_tries_to_lead": Bite(
        "the other worker leads soon after the leader was killed",
        f"{_FAULT}/test_leaders.py",
        _seldom_tries_to_lead,
        in_the_stack=True,
    ),
    "gives_the_broker_up": Bite(
        "a broker that was away is found again, however long it took",
        f"{_FAULT}/test_broker.py::"
        "test_submissions_go_on_while_the_broker_is_away_and_nothing_is_missing",
        lambda: _connect_with(max_reconnect_attempts=2),
        in_the_stack=True,
    ),
    "nothing_reconciled": Bite(
        "a lost store is rebuilt from the outboxes",
        f"{_FAULT}/test_broker.py::test_a_lost_store_is_rebuilt_from_the_outboxes",
        _nothing_reconciled,
    ),
    "seldom_pings": Bite(
        "a half-open link is noticed",
        f"{_FAULT}/test_broker.py::test_a_half_open_link_is_noticed",
        lambda: _connect_with(ping_interval=120, max_outstanding_pings=2),
    ),
}
