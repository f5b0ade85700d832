"""A message becomes a letter: its words by its rule, and where mail for its recipient goes."""

from collections.abc import Mapping

from common.database import Reader
from common.outbound.message import Letter, Message, NotSent, in_words
from monitoring.terms.message_rules import message_rules


async def write_letter(_source: Reader, message: Message, *, offices: Mapping[str, str]) -> Letter:
    """The letter of a message; `offices` are the settings' addresses.

    Monitoring keeps no address of an institution: `operating_institution/` and its credit code
    may stand among the offices, else a channel by mail tells that there is none.
    """
    rule = message_rules().rules.get(message.rule)
    if rule is None:
        raise NotSent("its rule is no more", final=True)
    title, text = in_words(message, rule)
    to = message.recipient
    address = offices.get(f"{to.role}/{to.institution or to.district}") or offices.get(to.role)
    return Letter(message=message, title=title, text=text, address=address)
