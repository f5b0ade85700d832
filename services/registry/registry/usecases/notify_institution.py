"""The bureau notifies the institution of the intended revocation."""

from collections.abc import Callable
from datetime import date

from common.clock import legal_day
from common.contracts.revocation import RevocationNotified
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import revocation as decide
from registry.domain.access import require_visible
from registry.domain.revocation import RevocationCase
from registry.store import revocations
from registry.usecases.ask_ground import ask_ground


async def notify_institution(
    tx: Transaction, ref: str, content: Callable[[], str], *, if_match: str | None
) -> RevocationCase:
    """Record the notification by its document: facts, ground, and the right to answer."""
    case = require_visible(tx.actor, await revocations.load(tx, ref))
    day = legal_day(tx.at)
    decide.admit("notify", case, actor=tx.actor, if_match=if_match, day=day)
    document = content()
    notified = decide.notified(case, on=day, by=tx.actor.subject)
    await revocations.save(tx, notified)
    await announce(tx, _event(notified, day), about=notified.id)
    kept = {"document_number": document, "notified_on": day.isoformat()}
    asked = {"ground_check": await ask_ground(tx, notified)}
    await revocations.record(tx, notified, "notify", kept | asked)
    return notified


def _event(case: RevocationCase, day: date) -> RevocationNotified:
    return RevocationNotified(case_id=case.id, cluster_number=case.cluster_number, notified_on=day)
