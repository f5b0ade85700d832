"""The bureau interprets a word of a standard."""

from collections.abc import Callable

from common import audit
from common.database import Transaction
from evaluation.domain.interpretation import Interpretation, require_word
from evaluation.domain.standard import STANDARD, StandardRecord, aggregate_id, next_act
from evaluation.store import standards


async def interpret_standard(
    tx: Transaction,
    standard_id: str,
    *,
    content: Callable[[], Interpretation],
    if_match: str | None,
) -> StandardRecord:
    """Record an interpretation (art. 18); it takes effect by a revision, never by itself."""
    record = await standards.load(tx, standard_id)
    STANDARD.admit_on("interpret", record, actor=tx.actor, if_match=if_match)
    said = content()
    require_word(record.newest.standard, said.word)
    act = next_act(record, "interpreted", content=said.as_content(), actor=tx.actor, at=tx.at)
    await standards.append(tx, act)
    detail = {"standard": standard_id, **act.content}
    about = aggregate_id(record.newest.pin)
    await audit.record(tx, "standard", about, act="interpret", detail=detail)
    return await standards.load(tx, standard_id)
