"""What becomes due in the registry: a question, then an ordinary use case for each row."""

from collections.abc import Sequence
from functools import partial

from common.actor import service_actor
from common.clock import LegalClock
from common.database import Database, Reader
from common.messaging.worker import Job, in_transaction
from common.outbound.delivery import deliveries
from common.outbound.settings import OutboundSettings, channel_from
from common.outbound.store import Patience
from registry.store import notices, renewals
from registry.usecases.close_notice import close_due_notice
from registry.usecases.propose_not_applied import propose_not_applied
from registry.usecases.write_letter import write_letter

SERVICE = "registry"


async def sweep_notices(database: Database, clock: LegalClock) -> None:
    """Close every notice whose window has passed on the legal day."""
    reader = Reader(database, service_actor(SERVICE), clock.now())
    for notice_id in await notices.run_out(reader, day=clock.today()):
        work = partial(close_due_notice, notice_id=notice_id)
        await in_transaction(database, clock, SERVICE, work)


async def sweep_renewals(database: Database, clock: LegalClock) -> None:
    """Propose 17(1) for whoever was called to renew and did not apply."""
    now = clock.now()
    reader = Reader(database, service_actor(SERVICE), now)
    for call in await renewals.past(reader, now=now, day=clock.today()):
        work = partial(propose_not_applied, call=call)
        await in_transaction(database, clock, SERVICE, work)


def deliver_messages(settings: OutboundSettings) -> Sequence[Job]:
    """The sweep that sends messages, where the settings choose a channel."""
    channel = channel_from(settings)
    if channel is None:
        return ()
    wording = partial(write_letter, offices=settings.mail_to)
    patience = Patience(attempts=settings.outbound_attempts)
    return (deliveries(SERVICE, channel, wording, patience=patience),)
