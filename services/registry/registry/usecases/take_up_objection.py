"""The bureau takes an objection up, or keeps it as a lead."""

from collections.abc import Callable
from dataclasses import dataclass

from common.clock import legal_day
from common.contracts.notice import ObjectionTakenUp
from common.database import Transaction
from common.messaging.outbox import announce
from registry.domain import objection as decide
from registry.domain.objection import OBJECTION, BureausGround, Objection
from registry.store import notices, objections, rounds
from registry.store.sealing import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Why an objection is kept as a lead for 17(2)."""

    because: BureausGround
    reason: str


async def take_up_objection(
    tx: Transaction,
    receipt: str,
    substance: Callable[[], str],
    *,
    sealer: Sealer,
    if_match: str | None,
) -> Objection:
    """Hand the substance to the applicant, without anything that shows who objected (art. 10)."""
    filed = decide.require_visible(tx.actor, await objections.load(tx, receipt))
    OBJECTION.admit_on("take_up", filed, actor=tx.actor, if_match=if_match)
    words = substance()
    decide.require_untold(words, (await objections.unsealed(tx, filed, sealer))["objector"])
    notice = await notices.load(tx, filed.notice_id)
    terms = (await rounds.get(tx, notice.round_id)).notice
    taken = decide.taken_up(filed, words, terms, day=legal_day(tx.at))
    await objections.save(tx, taken)
    if taken.application_id is not None and taken.answer_due_on is not None:
        event = ObjectionTakenUp(
            notice_id=taken.notice_id,
            number=taken.notice_number,
            application_id=taken.application_id,
            answer_due_on=taken.answer_due_on,
        )
        await announce(tx, event, about=taken.id)
    await objections.record(tx, taken, "take_up", {"answer_due_on": _day(taken)})
    return taken


async def keep_objection_as_lead(
    tx: Transaction, receipt: str, content: Callable[[], Lead], *, if_match: str | None
) -> Objection:
    """Keep an objection with a defect as a lead: it blocks nothing any more (READING 11)."""
    filed = decide.require_visible(tx.actor, await objections.load(tx, receipt))
    OBJECTION.admit_on("keep_as_lead", filed, actor=tx.actor, if_match=if_match)
    given = content()
    kept = decide.kept_as_lead(filed, given.because, given.reason)
    await objections.save(tx, kept)
    await objections.record(tx, kept, "keep_as_lead", {"because": given.because})
    return kept


def _day(of: Objection) -> str | None:
    return of.answer_due_on.isoformat() if of.answer_due_on else None
