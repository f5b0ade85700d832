"""The notification was served on the institution."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.clock import legal_day
from common.database import Transaction
from registry.domain import revocation as decide
from registry.domain.access import require_visible
from registry.domain.revocation import RevocationCase
from registry.store import revocations
from registry.terms.reading import procedure
from registry.usecases.ask_ground import ask_ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """When and how the notification was served (送达)."""

    served_on: date
    manner: str


async def serve_notification(
    tx: Transaction, ref: str, content: Callable[[], Service], *, if_match: str | None
) -> RevocationCase:
    """Record the service: the period to answer runs from the day after it."""
    case = require_visible(tx.actor, await revocations.load(tx, ref))
    today = legal_day(tx.at)
    decide.admit("serve", case, actor=tx.actor, if_match=if_match, day=today)
    service, terms = content(), procedure()
    day, manner, by = service.served_on, service.manner, tx.actor.subject
    served = decide.served(case, terms, on=day, manner=manner, today=today, by=by)
    await revocations.save(tx, served)
    kept = {"served_on": str(day), "manner": manner, "answer_due_on": str(served.answer_due_on)}
    asked = {"ground_check": await ask_ground(tx, served)}
    await revocations.record(tx, served, "serve", kept | asked)
    return served
