"""Delivery: the worker claims a message, sends it outside any transaction, and marks it.

A process may die between the sending and the mark; then the message goes once more, under the
same id. On the wire it is at least once, and the id lets the receiver make it once.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

import structlog

from common import metrics
from common.actor import service_actor
from common.clock import LegalClock, legal_day
from common.database import Database, Reader, Transaction
from common.messaging.worker import Job
from common.outbound import store
from common.outbound.message import Letter, Message, NotSent
from common.outbound.store import PATIENT, Patience

# One sweep does not keep the others waiting; what is left comes next time.
AT_MOST_S: Final = 20.0
TOO_OLD: Final = timedelta(days=7)

log = structlog.get_logger()


class Channel(Protocol):
    """A way to people."""

    async def send(self, letter: Letter) -> None:
        """Hand a letter over; raises `NotSent`."""
        ...


# A service's own words for a message, and its recipient's address.
Wording = Callable[[Reader, Message], Awaitable[Letter]]


def deliveries(
    service: str, channel: Channel, wording: Wording, *, patience: Patience = PATIENT
) -> Job:
    """The sweep that delivers a service's messages."""
    delivery = _Delivery(service, channel, wording, patience)
    return delivery.run


class _Delivery:
    def __init__(
        self, service: str, channel: Channel, wording: Wording, patience: Patience
    ) -> None:
        self.__name__ = "deliver_messages"
        self._actor = service_actor(service)
        self._channel = channel
        self._wording = wording
        self._patience = patience

    async def run(self, database: Database, clock: LegalClock) -> None:
        """Send what is due, one after the other."""
        now, began = clock.now(), time.monotonic()
        lapse = partial(store.lapse, today=legal_day(now), made_before=now - TOO_OLD)
        async with database.transaction(self._actor, at=now) as tx:
            await lapse(tx)
        while time.monotonic() - began < AT_MOST_S:
            async with database.transaction(self._actor, at=clock.now()) as tx:
                claimed = await store.claim(tx, self._patience)
            if claimed is None:
                return
            await self._deliver(database, clock, *claimed)

    async def _deliver(
        self, database: Database, clock: LegalClock, message: Message, attempt: int
    ) -> None:
        mark: Callable[[Transaction], Awaitable[None]]
        try:
            letter = await self._wording(Reader(database, self._actor, clock.now()), message)
            await self._channel.send(letter)
        except Exception as error:  # a message that cannot be written holds up no other
            failure = error if isinstance(error, NotSent) else NotSent(type(error).__name__)
            dead = failure.final or attempt >= self._patience.attempts
            reason = failure.reason
            mark = partial(
                store.mark_failed, message_id=message.id, attempt=attempt, reason=reason, dead=dead
            )
            outcome = "dead" if dead else "failed"
            log.warning("message not sent", id=str(message.id), outcome=outcome, reason=reason)
        else:
            mark, outcome = partial(store.mark_sent, message_id=message.id), "sent"
        async with database.transaction(self._actor, at=clock.now()) as tx:
            await mark(tx)
        metrics.MESSAGES.labels(outcome).inc()
