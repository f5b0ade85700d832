"""An act on an application: whoever the rules name is told of it."""

from common.database import Transaction
from common.ids import new_id
from common.outbound import store
from common.outbound.message import Message, Recipient
from intake.domain.act import Act
from intake.domain.application import Application
from intake.terms.message_rules import message_rules


async def tell_parties(tx: Transaction, case: Application, act: Act) -> None:
    """Make the messages of an act in its transaction; the worker delivers them."""
    rules = message_rules()
    called_for = [rule for rule in rules.rules.values() if rule.act == act.act]
    if not called_for or not case.filed_before:  # a draft is told to nobody
        return
    about = {"number": case.number, "due_on": act.content.get("due_on") or ""}
    for rule in called_for:
        message = Message(
            id=new_id(),
            rule=rule.name,
            subject=f"application/{case.id}",
            step=str(act.id),
            recipient=Recipient(
                role=rule.recipient, district=case.district, institution=case.institution_code
            ),
            language=rules.language,
            about=about,
            due_on=None,
            made_at=tx.at,
        )
        await store.make(tx, message)
