"""What becomes due in the registry: a question, then an ordinary use case for each row."""

from functools import partial

from common.actor import service_actor
from common.clock import LegalClock
from common.database import Database, Reader
from common.messaging.worker import in_transaction
from registry.store import notices
from registry.usecases.close_notice import close_due_notice

SERVICE = "registry"


async def sweep_notices(database: Database, clock: LegalClock) -> None:
    """Close every notice whose window has passed on the legal day."""
    reader = Reader(database, service_actor(SERVICE), clock.now())
    for notice_id in await notices.run_out(reader, day=clock.today()):
        work = partial(close_due_notice, notice_id=notice_id)
        await in_transaction(database, clock, SERVICE, work)
