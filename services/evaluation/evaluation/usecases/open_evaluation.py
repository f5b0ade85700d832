"""A recommended case, or a forwarded renewal, reaches the bureau."""

from common import audit
from common.contracts.application import ApplicationForwarded, ApplicationRecommended
from common.database import Transaction
from common.messaging.outbox import announce
from evaluation.domain.check import Check
from evaluation.domain.checking import first_check
from evaluation.domain.evaluation import (
    is_open,
    opened,
    opened_event,
    require_not_designated,
    superseded,
)
from evaluation.store import checks, evaluations, standards
from evaluation.usecases.order_rechecks import follow_standing_order


async def open_evaluation(
    tx: Transaction, event: ApplicationRecommended | ApplicationForwarded
) -> None:
    """Open the evaluation of a version that the district sent, and check its frozen facts.

    A standard that differs from the one pinned, or facts that cannot be taken, is a refusal
    that parks the event for a person.
    """
    earlier = await evaluations.latest_of(tx, event.case.application_id)
    if earlier is not None:
        require_not_designated(earlier)
    new = opened(event, at=tx.at, earlier=earlier)
    standard = await standards.pinned(tx, event.case.round.standard)
    check = first_check(new.id, event.case, event.facts, standard=standard, at=tx.at)
    if earlier is not None and is_open(earlier):
        await evaluations.save(tx, superseded(earlier))
        await audit.record(tx, "evaluation", earlier.id, act="supersede")
    await evaluations.add(tx, new)
    await checks.add(tx, check)
    await announce(tx, opened_event(new), about=new.id)
    await audit.record(tx, "evaluation", new.id, act="open", detail=_detail(check))
    await follow_standing_order(tx, new)


def _detail(check: Check) -> dict[str, str]:
    return {"outcome": check.outcome, "receipt": check.receipt_sha256}
