"""The bureau finds on an objection."""

from collections.abc import Callable
from dataclasses import dataclass

from common.clock import legal_day
from common.contracts.notice import ObjectionDecided
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import objection as decide
from registry.domain.objection import OBJECTION, FoundAs, Objection
from registry.store import notices, objections
from registry.store.sealing import Sealer
from registry.usecases.take_out_proposal import take_out_upheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding as the bureau gives it."""

    finding: FoundAs
    reason: str


async def find_on_objection(
    tx: Transaction,
    receipt: str,
    content: Callable[[], Found],
    *,
    sealer: Sealer,
    if_match: str | None,
) -> Objection:
    """Uphold or dismiss: upheld takes the entry out of the list and its case is opened again."""
    taken = decide.require_visible(tx.actor, await objections.load(tx, receipt))
    OBJECTION.admit_on("find", taken, actor=tx.actor, if_match=if_match)
    await notices.hold(tx, taken.notice_id)
    said = content()
    decide.require_untold(said.reason, (await objections.unsealed(tx, taken, sealer))["objector"])
    found = decide.found(
        taken, said.finding, said.reason, by=tx.actor.subject, at=tx.at, day=legal_day(tx.at)
    )
    await objections.save(tx, found)
    await _effect(tx, found, said)
    await objections.record(tx, found, "find", {"finding": said.finding, "reason": said.reason})
    return found


async def _effect(tx: Transaction, found: Objection, said: Found) -> None:
    # An objection to the whole list has no case of its own: upheld, the list is not released.
    if found.application_id is None:
        return
    if said.finding == "upheld":
        await take_out_upheld(tx, found.application_id)
    event = ObjectionDecided(
        notice_id=found.notice_id,
        application_id=found.application_id,
        finding=said.finding,
        reason=said.reason,
    )
    await announce(tx, event, about=found.id)
