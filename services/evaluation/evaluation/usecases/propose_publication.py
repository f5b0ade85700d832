"""One person of the bureau proposes from which day a standard is in force."""

from collections.abc import Callable
from datetime import date

from common import audit
from common.database import Transaction
from evaluation.domain.standard import STANDARD, StandardRecord, aggregate_id, next_act
from evaluation.store import standards


async def propose_publication(
    tx: Transaction, standard_id: str, *, effective_from: Callable[[], date], if_match: str | None
) -> StandardRecord:
    """Propose the publication of a standard; a second person confirms it (art. 4)."""
    record = await standards.load(tx, standard_id)
    STANDARD.admit_on("propose_publication", record, actor=tx.actor, if_match=if_match)
    act = next_act(record, "proposed", effective_from=effective_from(), actor=tx.actor, at=tx.at)
    await standards.append(tx, act)
    detail = {"standard": standard_id, "effective_from": act.effective_from.isoformat()}
    await audit.record(tx, "standard", aggregate_id(record.pin), act="propose", detail=detail)
    return await standards.load(tx, standard_id)
