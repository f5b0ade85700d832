"""Announces again what a consumer lacks, and names what no producer knows of."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg

from common.contracts.catalogue import stream_of
from deploy.local.databases import SERVICES
from deploy.nats import topology

# What could not even be read stands under an id of our own making; its event counts as lacking.
_TAKEN: Final = """
    SELECT event_id, type, sequence, kind, aggregate_id FROM inbox
    WHERE stream = $1 AND kind <> 'unreadable'
    """
_SENT: Final = "SELECT event_id FROM outbox"
# Under the same id, so whoever has the event already ignores it.
_UNPUBLISH: Final = """
    UPDATE outbox SET published_at = NULL, stream = NULL, stream_sequence = NULL
    WHERE event_id = ANY($1::uuid[]) AND published_at IS NOT NULL
    """


class Unmatched(RuntimeError):
    """A service took events that their producer's database does not hold; names them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one consumer has of one producer's events: applied, waiting or parked."""

    consumer: str
    producer: str
    events: dict[UUID, str]


async def reconcile(admin_url: str) -> dict[str, int]:
    """How many events each service will announce again; raises `Unmatched` and changes nothing.

    For databases of different moments and for a broker that lost its store: an event that some
    consumer lacks becomes unpublished again, and the relay sends it.
    """
    # The inboxes first: outboxes only grow, so on a running stack nothing looks unmatched.
    taken = [one for service in SERVICES for one in await _taken(admin_url, service)]
    sent = {service: await _sent(admin_url, service) for service in SERVICES}
    _require_matched(taken, sent)
    return {
        service: await _unpublish(admin_url, service, _lacking(sent[service], taken, service))
        for service in SERVICES
    }


def _require_matched(taken: list[Taken], sent: dict[str, set[UUID]]) -> None:
    unknown = [
        f"{one.consumer} took {name} ({event_id}), which {one.producer} does not have"
        for one in taken
        for event_id, name in one.events.items()
        if event_id not in sent[one.producer]
    ]
    if unknown:
        raise Unmatched("\n".join(unknown))


def _lacking(sent: set[UUID], taken: list[Taken], producer: str) -> set[UUID]:
    inboxes = [one.events.keys() for one in taken if one.producer == producer]
    return {event_id for event_id in sent if not all(event_id in inbox for inbox in inboxes)}


async def _taken(admin_url: str, consumer: str) -> list[Taken]:
    producers = [
        producer
        for producer in SERVICES
        for stream, durable in topology.consumers()
        if (stream, durable.durable_name) == (stream_of(producer), consumer)
    ]
    found = []
    for producer in producers:
        rows = await _asked(admin_url, consumer, _TAKEN, stream_of(producer))
        found.append(Taken(consumer, producer, {row["event_id"]: _named(row) for row in rows}))
    return found


async def _sent(admin_url: str, producer: str) -> set[UUID]:
    return {row["event_id"] for row in await _asked(admin_url, producer, _SENT)}


async def _unpublish(admin_url: str, producer: str, events: set[UUID]) -> int:
    connection = await asyncpg.connect(admin_url, database=producer)
    try:
        done = await connection.execute(_UNPUBLISH, list(events))
    finally:
        await connection.close()
    return int(done.split()[-1])


async def _asked(admin_url: str, database: str, query: str, *values: str) -> list[Any]:
    connection = await asyncpg.connect(admin_url, database=database)
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()


def _named(row: Any) -> str:
    return f"{row['type']} no. {row['sequence']} of {row['kind']}/{row['aggregate_id']}"
