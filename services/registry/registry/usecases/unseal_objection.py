"""An official opens the sealed fields of an objection."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from common.database import Transaction
from common.errors import Forbidden
from registry.domain import objection as decide
from registry.domain.objection_refusals import OrderMissing
from registry.domain.proposal import BUREAU
from registry.store import objections
from registry.store.sealing import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealing:
    """Why something sealed is opened, and by which order: an auditor needs one."""

    reason: str
    order: str | None


async def unseal_objection(
    tx: Transaction, receipt: str, content: Callable[[], Unsealing], *, sealer: Sealer
) -> Mapping[str, Any]:
    """Open who objected, in which words and with what; each reading is on record first."""
    if not tx.actor.has(*BUREAU, "auditor"):
        raise Forbidden()
    of = decide.require_visible(tx.actor, await objections.load(tx, receipt))
    said = content()
    if said.order is None and not tx.actor.has(*BUREAU):
        raise OrderMissing()
    await objections.record(tx, of, "unseal", {"reason": said.reason, "order": said.order})
    return await objections.unsealed(tx, of, sealer)
