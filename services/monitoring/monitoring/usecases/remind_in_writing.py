"""An official serves a written reminder (催报) of an overdue report."""

from collections.abc import Callable

from common.clock import legal_day
from common.database import Transaction
from common.messaging.outbox import announce
from monitoring.domain import obligation_acts as decide
from monitoring.domain.obligation import Obligation
from monitoring.domain.written_reminder import WrittenReminder
from monitoring.store import obligations, supervision
from monitoring.terms.supervising import supervision as terms_of_supervision
from monitoring.usecases.holding import held_for


async def remind_in_writing(
    tx: Transaction, ref: str, content: Callable[[], WrittenReminder], *, if_match: str | None
) -> Obligation:
    """Record document, service and period of a reminder; 17(3) is relied on only after it."""
    owed = await held_for(tx, ref, "remind", if_match=if_match)
    today, terms = legal_day(tx.at), terms_of_supervision().reminder
    given = content()
    reminded = decide.reminded(owed, given, terms, today=today)
    await obligations.save_act(tx, reminded)
    await announce(tx, decide.reminded_event(reminded, given), about=owed.id)
    detail = {
        "document_number": given.document_number,
        "served_on": given.served_on.isoformat(),
        "manner": given.manner,
        "comply_by": str(reminded.comply_by),
    }
    await supervision.record(
        tx, "obligation", owed.id, act="remind", clause=terms.clause, content=detail
    )
    return reminded
