"""A message: which rule made it, about what, for whom; and as a letter, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

from common.errors import Text

Language = Literal["zh-CN", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is told: a role, of one district or of one institution where it has such."""

    role: str
    district: str | None = None
    institution: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; there is one of a rule about a subject at a step, and its id never changes."""

    id: UUID
    rule: str
    subject: str
    step: str
    recipient: Recipient
    language: Language
    about: Mapping[str, str]
    due_on: date | None
    made_at: datetime


class Worded(Protocol):
    """A rule of messages, whatever else it says: it has their words."""

    @property
    def title(self) -> Text:
        """The title, with names in braces."""
        ...

    @property
    def text(self) -> Text:
        """The text, with names in braces."""
        ...


def in_words(message: Message, rule: Worded) -> tuple[str, str]:
    """A message's title and text in its language, filled with what it is about."""
    about = dict(message.about)
    title, text = rule.title.filled(about), rule.text.filled(about)
    return (title.en, text.en) if message.language == "en" else (title.zh, text.zh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message in words; `address` is where mail for the recipient goes, if that is known."""

    message: Message
    title: str
    text: str
    address: str | None = None


class NotSent(Exception):
    """A letter that did not arrive; a `final` one never will, so it is not tried again.

    The reason is kept and shown to operators: no address, no text and no secret stands in it.
    """

    def __init__(self, reason: str, *, final: bool = False) -> None:
        self.reason = reason
        self.final = final
        super().__init__(reason)


def office_letter(message: Message, rule: Worded | None, offices: Mapping[str, str]) -> Letter:
    """The letter of a message to an office; `offices` are addresses, by role and whose it is.

    Raises `NotSent` for good when the rule is no more.
    """
    if rule is None:
        raise NotSent("its rule is no more", final=True)
    title, text = in_words(message, rule)
    to = message.recipient
    address = offices.get(f"{to.role}/{to.institution or to.district}") or offices.get(to.role)
    return Letter(message=message, title=title, text=text, address=address)
