"""The sweep's act: who owes a report is reminded before it is due and after, each step once."""

from common.clock import legal_day
from common.database import Transaction
from common.outbound import store
from monitoring.domain.telling import reminder
from monitoring.store import obligations
from monitoring.terms.message_rules import message_rules


async def remind_of_reports(tx: Transaction) -> None:
    """Make the reminders that are due; what was made before is made no second time (art. 16)."""
    rules, today = message_rules(), legal_day(tx.at)
    for rule in rules.rules.values():
        near = obligations.to_remind(today, first=min(rule.days), last=rule.last_day)
        for row in await tx.rows(near):
            owed = obligations.obligation_of(row)
            message = reminder(rule, owed, language=rules.language, at=tx.at)
            if message is not None:
                await store.make(tx, message)
