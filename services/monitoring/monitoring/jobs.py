"""What becomes due: a question by the legal clock, then an ordinary use case for each answer."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from common.actor import service_actor
from common.clock import LegalClock
from common.database import Database, Transaction
from common.messaging.worker import Job, in_transaction
from common.outbound.delivery import deliveries
from common.outbound.settings import OutboundSettings, channel_from
from common.outbound.store import Patience
from monitoring.store import obligations
from monitoring.usecases.announce_overdue import announce_overdue
from monitoring.usecases.remind_of_reports import remind_of_reports
from monitoring.usecases.request_report import request_report
from monitoring.usecases.settle_due_day import settle_due_day
from monitoring.usecases.write_letter import write_letter

SERVICE: Final = "monitoring"
Act = Callable[[Transaction, UUID], Awaitable[None]]


async def sweep_requests(database: Database, clock: LegalClock) -> None:
    """Ask for the reports of the periods that have ended."""
    due = await _asked(database, obligations.to_request(clock.today()))
    await _each(database, clock, (row.id for row in due), request_report)


async def sweep_overdue(database: Database, clock: LegalClock) -> None:
    """Announce the reports that are overdue."""
    due = await _asked(database, obligations.to_announce_overdue(clock.today()))
    await _each(database, clock, (row.id for row in due), announce_overdue)


async def sweep_due_days(database: Database, clock: LegalClock) -> None:
    """Compute the due days whose calendar has been loaded meanwhile."""
    unknown = await _asked(database, obligations.without_due_day(clock.today()))
    now_known = [row.id for row in unknown if obligations.origin_in(row).due.due_on is not None]
    await _each(database, clock, now_known, settle_due_day)


async def sweep_reminders(database: Database, clock: LegalClock) -> None:
    """Make the messages about reports that are due soon or overdue."""
    await in_transaction(database, clock, SERVICE, remind_of_reports)


def deliver_messages(settings: OutboundSettings) -> Sequence[Job]:
    """The sweep that sends messages, where the settings choose a channel."""
    channel = channel_from(settings)
    if channel is None:
        return ()
    wording = partial(write_letter, offices=settings.mail_to)
    patience = Patience(attempts=settings.outbound_attempts)
    return (deliveries(SERVICE, channel, wording, patience=patience),)


async def _asked(database: Database, question: Any) -> Any:
    return await database.rows(service_actor(SERVICE), question)


async def _each(database: Database, clock: LegalClock, ids: Iterable[UUID], act: Act) -> None:
    for obligation_id in ids:
        await in_transaction(database, clock, SERVICE, partial(_do, act, obligation_id))


async def _do(act: Act, obligation_id: UUID, tx: Transaction) -> None:
    await act(tx, obligation_id)
