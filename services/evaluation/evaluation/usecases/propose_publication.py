"""One person of the bureau proposes from which day a standard is in force."""

from collections.abc import Callable
from dataclasses import replace

from common import audit
from common.database import Transaction
from evaluation.domain.effective_days import EffectiveDays, shortened
from evaluation.domain.revision_effect import effects_of
from evaluation.domain.standard import (
    STANDARD,
    StandardAct,
    StandardRecord,
    aggregate_id,
    next_act,
)
from evaluation.domain.standard_draft import require_cases_pass, require_law
from evaluation.store import revision_effects, standards


async def propose_publication(
    tx: Transaction,
    standard_id: str,
    *,
    content: Callable[[], EffectiveDays],
    if_match: str | None,
) -> StandardRecord:
    """Propose to publish the newest revision; its cases run first, a second person confirms.

    The proposal tells which past decisions the revision would have changed; it changes none.
    """
    record = await standards.load(tx, standard_id)
    STANDARD.admit_on("propose_publication", record, actor=tx.actor, if_match=if_match)
    require_law(record.newest)
    days = replace(content(), revision=record.newest.number)
    shortened([each.days for each in record.revisions if each.days], days)
    require_cases_pass(record.newest)
    act = next_act(record, "proposed", days=days, actor=tx.actor, at=tx.at)
    await standards.append(tx, act)
    told = await _tell_effects(tx, record, act)
    detail = {"standard": standard_id, "effective_from": days.first.isoformat(), "decisions": told}
    about = aggregate_id(record.newest.pin)
    await audit.record(tx, "standard", about, act="propose", detail=detail)
    return await standards.load(tx, standard_id)


async def _tell_effects(tx: Transaction, record: StandardRecord, act: StandardAct) -> int:
    decided = await revision_effects.decided_under(tx, record.id)
    effects = effects_of(record.newest.standard, decided)
    await revision_effects.add_all(tx, act.id, effects)
    return len(effects)
