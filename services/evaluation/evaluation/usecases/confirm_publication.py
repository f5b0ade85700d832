"""Another person of the bureau confirms the publication of a standard."""

from common import audit
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.effective_days import shortened
from evaluation.domain.refusals import EffectsChanged
from evaluation.domain.revision_effect import effects_of
from evaluation.domain.standard import (
    CONFIRM,
    STANDARD,
    StandardRecord,
    aggregate_id,
    allowed_actions,
    confirmation,
    days_of,
    published_event,
)
from evaluation.domain.standard_draft import require_cases_pass, require_law
from evaluation.store import revision_effects, standards


async def confirm_publication(
    tx: Transaction, standard_id: str, *, if_match: str | None
) -> StandardRecord:
    """Confirm the open proposal: the standard is published by two persons (art. 4)."""
    record = await standards.load(tx, standard_id)
    STANDARD.admit_on(CONFIRM, record, actor=tx.actor, if_match=if_match)
    act = confirmation(record, actor=tx.actor, at=tx.at)
    require_law(record.newest)
    require_cases_pass(record.newest)
    await _require_told(tx, record)
    if record.newest.drafted_by is None:
        await standards.keep(tx, record.newest)
    await standards.append(tx, act)
    present = [each.days for each in record.revisions if each.days]
    for days in (*shortened(present, days_of(act)), days_of(act)):
        await standards.set_days(tx, standard_id, days)
    about = aggregate_id(act.standard)
    await announce(tx, published_event(act, revision=record.newest), about=about)
    await audit.record(tx, "standard", about, act="confirm", detail={"standard": standard_id})
    return await standards.load(tx, standard_id)


async def _require_told(tx: Transaction, record: StandardRecord) -> None:
    """Whoever confirms has seen every decision that the revision would have changed."""
    assert record.proposal is not None
    told = await revision_effects.of_act(tx, record.proposal.id)
    decided = await revision_effects.decided_under(tx, record.id)
    if set(told) != set(effects_of(record.newest.standard, decided)):
        raise EffectsChanged(allowed_actions=allowed_actions(record, tx.actor))
