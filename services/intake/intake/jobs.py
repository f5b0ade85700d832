"""What falls due by itself: no act of the law, but documents are tended and people reminded.

A window or a correction that has passed is judged by the receipt time of what comes after it, and
ending a case is a person's decision (art. 9).
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from common.actor import service_actor
from common.clock import LegalClock
from common.database import Database, Reader
from common.documents.store import DocumentStore
from common.documents.tending import look_again
from common.messaging.worker import Job, in_transaction
from common.outbound.delivery import deliveries
from common.outbound.settings import OutboundSettings, channel_from
from common.outbound.store import Patience
from intake.store import documents
from intake.usecases.remind_of_deadlines import remind_of_deadlines
from intake.usecases.tend_document import record_look
from intake.usecases.write_letter import write_letter

# One sweep does not keep the others waiting; what is left comes next time.
AT_MOST_S: Final = 20.0
AGAIN_AFTER: Final = timedelta(minutes=10)

log = structlog.get_logger()


async def remind(database: Database, clock: LegalClock) -> None:
    """Make the reminders of days that come near."""
    await in_transaction(database, clock, "intake", remind_of_deadlines)


JOBS: Final[tuple[Job, ...]] = (remind,)


def deliver_messages(settings: OutboundSettings) -> Sequence[Job]:
    """The sweep that sends messages, where the settings choose a channel."""
    channel = channel_from(settings)
    if channel is None:
        return ()
    wording = partial(write_letter, offices=settings.mail_to)
    patience = Patience(attempts=settings.outbound_attempts)
    return (deliveries("intake", channel, wording, patience=patience),)


def tend_documents(store: DocumentStore) -> Job:
    """The sweep that adds what the store finds out later: SM3, and what the scanner says."""
    return partial(_tend, store)


async def _tend(store: DocumentStore, database: Database, clock: LegalClock) -> None:
    await asyncio.to_thread(store.quarantine.sweep)
    began = time.monotonic()
    for sha256 in await _due(store, database, clock.now()):
        try:
            look = await look_again(store, sha256)
        except FileNotFoundError:
            log.error("a document that a row names is not there", sha256=sha256)
            continue
        await in_transaction(database, clock, "intake", partial(record_look, look=look))
        if time.monotonic() - began > AT_MOST_S:
            return


async def _due(store: DocumentStore, database: Database, now: datetime) -> list[str]:
    reader = Reader(database, service_actor("intake"), now)
    scanning = store.scanner is not None
    return await documents.to_look_at(reader, scanning=scanning, tried_before=now - AGAIN_AFTER)
