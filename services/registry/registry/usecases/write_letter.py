"""A message becomes a letter: its words by its rule, and where mail for its recipient goes."""

from collections.abc import Mapping

from common.database import Reader
from common.outbound.message import Letter, Message, office_letter
from registry.terms.message_rules import message_rules


async def write_letter(_source: Reader, message: Message, *, offices: Mapping[str, str]) -> Letter:
    """The letter of a message; `offices` are the settings' addresses, by role and whose it is."""
    return office_letter(message, message_rules().rules.get(message.rule), offices)
