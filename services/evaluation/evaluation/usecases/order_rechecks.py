"""The bureau orders that the undecided cases of a round follow another revision."""

from collections.abc import Callable

from common import audit
from common.database import Transaction
from common.errors import Refusal
from evaluation.domain.check import Check
from evaluation.domain.checking import repeated_check, words_in
from evaluation.domain.evaluation import Evaluation, rechecked
from evaluation.domain.interpretation import RecheckOrder
from evaluation.domain.judgment import in_force
from evaluation.domain.refusals import CaseCannotFollow
from evaluation.domain.standard import STANDARD, StandardRecord, aggregate_id, next_act
from evaluation.store import checks, evaluations, judgments, standards
from programme.standards.standard import Standard


async def order_rechecks(
    tx: Transaction,
    standard_id: str,
    *,
    content: Callable[[], RecheckOrder],
    if_match: str | None,
) -> StandardRecord:
    """Check undecided cases of a round again under a published revision (art. 18, READING 20).

    Decided cases stay, and so does each case's earlier verdict. A case that comes later follows
    too.
    """
    record = await standards.load(tx, standard_id)
    STANDARD.admit_on("order_rechecks", record, actor=tx.actor, if_match=if_match)
    order = content()
    act = next_act(record, "ordered", content=order.as_content(), actor=tx.actor, at=tx.at)
    await standards.append(tx, act)
    open_ones = await evaluations.open_of_round(tx, order.round_id)
    for each in open_ones:
        await follow(tx, each, record.newest.standard)
    detail = {"standard": standard_id, "cases": len(open_ones), **act.content}
    about = aggregate_id(record.newest.pin)
    await audit.record(tx, "standard", about, act="order_rechecks", detail=detail)
    return await standards.load(tx, standard_id)


async def follow_standing_order(tx: Transaction, of: Evaluation) -> None:
    """Let a case that comes, or is open again, after an order of its round follow it too."""
    if ordered := await standards.ordered(tx, of.case.round.id):
        await follow(tx, of, await standards.pinned(tx, ordered))


async def follow(tx: Transaction, of: Evaluation, standard: Standard) -> None:
    """Check one undecided case under the revision it was ordered to follow.

    Its judgments stand on every criterion whose words did not change.
    """
    made = await checks.of_evaluation(tx, of.id)
    last = made[-1]
    if last.standard.sha256 == standard.sha256:
        return
    recorded = await judgments.of_evaluation(tx, of.id)
    standing = in_force(recorded, made, words_in(standard))
    try:
        check = repeated_check(
            last, purpose="order", standard=standard, judgments=standing.values(), at=tx.at
        )
    except Refusal as refused:
        number = of.case.application_number
        raise CaseCannotFollow(number=number, errors=refused.errors) from refused
    await checks.add(tx, check)
    await evaluations.save(tx, rechecked(of))
    await audit.record(tx, "evaluation", of.id, act="recheck", detail=_detail(check))


def _detail(check: Check) -> dict[str, str]:
    return {"outcome": check.outcome, "receipt": check.receipt_sha256}
