"""A fresh stack publishes a standard by itself, marked "to be confirmed"."""

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.effective_days import EffectiveDays
from evaluation.domain.standard import STANDARD, aggregate_id, next_act, published_event
from evaluation.domain.standard_draft import require_law
from evaluation.domain.terms import FirstPublication
from evaluation.store import standards


async def publish_first(tx: Transaction, *, first: FirstPublication) -> None:
    """Publish a standard from the day in the terms, unless somebody has begun to (art. 19)."""
    record = await standards.load(tx, first.standard_id)
    if record.acts or not STANDARD.possible("publish_first", record.status):
        return
    newest = record.newest
    require_law(newest)
    days = EffectiveDays(revision=newest.number, first=first.effective_from, last=None)
    act = next_act(record, "first_published", days=days, actor=tx.actor, at=tx.at)
    await standards.keep(tx, newest)
    await standards.append(tx, act)
    await standards.set_days(tx, record.id, days)
    about = aggregate_id(newest.pin)
    await announce(tx, published_event(act, revision=newest), about=about)
    detail = {"standard": first.standard_id, "clause": first.clause, "note": first.note}
    await audit.record(tx, "standard", about, act="publish_first", detail=detail)
