"""A message becomes a letter: its words by its rule, and where mail for its recipient goes."""

from collections.abc import Mapping
from uuid import UUID

from common.database import Reader
from common.outbound.message import Letter, Message, NotSent, in_words
from intake.store import applications, versions
from intake.terms.message_rules import message_rules


async def write_letter(source: Reader, message: Message, *, offices: Mapping[str, str]) -> Letter:
    """The letter of a message; `offices` are the settings' addresses of authorities."""
    rule = message_rules().rules.get(message.rule)
    if rule is None:
        raise NotSent("its rule is no more", final=True)
    title, text = in_words(message, rule)
    address = await _address(source, message, offices)
    return Letter(message=message, title=title, text=text, address=address)


async def _address(source: Reader, message: Message, offices: Mapping[str, str]) -> str | None:
    to = message.recipient
    if to.role != "operating_institution":
        return offices.get(f"{to.role}/{to.district}") or offices.get(to.role)
    case = await applications.known(source, UUID(message.subject.partition("/")[2]))
    # What was filed last counts; before that, what the draft says.
    if case.filed_before:
        sections = await versions.filed_sections(source, case.id, case.submissions)
    else:
        sections = await applications.draft_sections(source, case.id) or {}
    found: str | None = sections.get("applicant", {}).get("contact_email")
    return found
