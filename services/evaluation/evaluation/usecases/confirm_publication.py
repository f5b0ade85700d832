"""Another person of the bureau confirms the publication of a standard."""

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.standard import (
    CONFIRM,
    STANDARD,
    StandardRecord,
    aggregate_id,
    confirmation,
    published_event,
)
from evaluation.store import standards


async def confirm_publication(
    tx: Transaction, standard_id: str, *, if_match: str | None
) -> StandardRecord:
    """Confirm the open proposal: the standard is published by two persons (art. 4)."""
    record = await standards.load(tx, standard_id)
    STANDARD.admit_on(CONFIRM, record, actor=tx.actor, if_match=if_match)
    act = confirmation(record, actor=tx.actor, at=tx.at)
    await standards.append(tx, act)
    about = aggregate_id(record.pin)
    await announce(tx, published_event(act, title=record.standard.title), about=about)
    await audit.record(tx, "standard", about, act="confirm", detail={"standard": standard_id})
    return await standards.load(tx, standard_id)
