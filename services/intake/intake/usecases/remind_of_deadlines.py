"""The sweep's act: whoever has a day coming near is reminded of it."""

from common.database import Transaction
from common.outbound import store
from intake.domain.telling import reminder
from intake.store.deadlines import ASKED
from intake.terms.message_rules import message_rules


async def remind_of_deadlines(tx: Transaction) -> None:
    """Make the reminders that are due; what was made before is made no second time."""
    rules = message_rules()
    for rule in rules.rules.values():
        if rule.asks is None:
            continue
        for deadline in await ASKED[rule.asks](tx, max(rule.days_before)):
            message = reminder(rule, deadline, language=rules.language, at=tx.at)
            if message is not None:
                await store.make(tx, message)
