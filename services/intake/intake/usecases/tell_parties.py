"""An act on an application: whoever the rules name is told of it."""

from uuid import UUID

from common.database import Transaction
from common.ids import new_id
from common.outbound import store
from common.outbound.message import Message, Recipient
from intake.domain.act import Act
from intake.domain.application import Application
from intake.terms.message_rules import message_rules


async def tell_parties(tx: Transaction, case: Application, act: Act) -> None:
    """Make the messages of an act in its transaction; the worker delivers them."""
    if case.filed_before:  # a draft is told to nobody
        due_on = act.content.get("due_on") or ""
        await tell_of(tx, case, act.act, step=act.id, due_on=due_on)


async def tell_of(
    tx: Transaction, case: Application, what: str, *, step: UUID, due_on: str
) -> None:
    """Make the messages of what was done about an application, by the rules for it."""
    rules = message_rules()
    about = {"number": case.number, "due_on": due_on}
    for rule in (rule for rule in rules.rules.values() if rule.act == what):
        message = Message(
            id=new_id(),
            rule=rule.name,
            subject=f"application/{case.id}",
            step=str(step),
            recipient=Recipient(
                role=rule.recipient, district=case.district, institution=case.institution_code
            ),
            language=rules.language,
            about=about,
            due_on=None,
            made_at=tx.at,
        )
        await store.make(tx, message)
