"""A message: which rule made it, about what, for whom; and as a letter, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

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
