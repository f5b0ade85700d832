"""A message becomes a letter: its words by its rule, and where mail for its recipient goes."""

from collections.abc import Mapping

from common.database import Reader
from common.outbound.message import Letter, Message, office_letter
from monitoring.terms.message_rules import message_rules


async def write_letter(_source: Reader, message: Message, *, offices: Mapping[str, str]) -> Letter:
    """The letter of a message; `offices` are the settings' addresses.

    Monitoring keeps no address of an institution: `operating_institution/` and its credit code
    may stand among the offices, else a channel by mail tells that there is none.
    """
    return office_letter(message, message_rules().rules.get(message.rule), offices)
