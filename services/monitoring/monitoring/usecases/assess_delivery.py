"""A delivery of a service institution is assessed (art. 13)."""

from collections.abc import Callable, Mapping
from typing import Any

from common import audit
from common.database import Transaction
from common.errors import NotFound
from monitoring.domain.entry import ENTRY, Entry, require_own
from monitoring.domain.entry_access import require_visible
from monitoring.store import entries


async def assess_delivery(
    tx: Transaction,
    institution: str,
    ref: str,
    content: Callable[[], Mapping[str, Any]],
    *,
    if_match: str | None,
) -> Entry:
    """Say how much a delivery helped, with a comment."""
    delivery = require_visible(tx.actor, await entries.load(tx, "service_delivery", ref))
    if str(delivery.content["service_institution_id"]) != institution:
        raise NotFound()
    require_own(tx.actor, delivery.district)
    ENTRY["service_delivery"].admit_on("assess", delivery, actor=tx.actor, if_match=if_match)
    words = dict(content())
    by: dict[str, Any] = {"assessed_by": tx.actor.subject, "assessed_at": tx.at}
    assessed = delivery.after("assess", **words, **by)
    await entries.save(tx, assessed)
    await audit.record(tx, "service_delivery", delivery.id, act="assess", detail=words)
    return assessed
