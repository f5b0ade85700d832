"""The applicant answers the substance of an objection."""

from collections.abc import Callable

from common.clock import legal_day
from common.database import Transaction
from registry.domain import objection as decide
from registry.domain.objection import OBJECTION, Objection
from registry.store import objections


async def answer_objection(
    tx: Transaction, receipt: str, text: Callable[[], str], *, if_match: str | None
) -> Objection:
    """Take the applicant's answer, once and on time by its receipt (READING 11)."""
    taken = decide.require_visible(tx.actor, await objections.load(tx, receipt))
    OBJECTION.admit_on("answer", taken, actor=tx.actor, if_match=if_match)
    answered = decide.answered(taken, text(), at=tx.at, day=legal_day(tx.at))
    await objections.save(tx, answered)
    await objections.record(tx, answered, "answer", {})
    return answered
