"""Who is told what, by rule: a message about an act, or about a day that comes near."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from common.clock import legal_day
from common.errors import Text
from common.ids import new_id
from common.outbound.message import Language, Message, Recipient

Role = Literal["operating_institution", "district_authority"]
Question = Literal["correction_due", "round_closes", "recommendation_due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: for an act, or for a day that a question of the sweep finds."""

    name: str
    recipient: Role
    title: Text
    text: Text
    act: str | None = None
    asks: Question | None = None
    days_before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, and the language that messages are in."""

    language: Language
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that concerns somebody: of what, when, and whom."""

    subject: str
    due_on: date
    about: Mapping[str, str]
    district: str | None
    institution: str | None = None

    @property
    def concerned(self) -> Mapping[str, str | None]:
        """Whose message it would be."""
        return {"district": self.district, "institution": self.institution}


def reminder(rule: Rule, deadline: Deadline, *, language: Language, at: datetime) -> Message | None:
    """The reminder that is due now: the latest step that has begun; None before the first."""
    days = (deadline.due_on - legal_day(at)).days
    begun = [step for step in rule.days_before if days <= step]
    if not begun or days < 0:
        return None
    return Message(
        id=new_id(),
        rule=rule.name,
        subject=deadline.subject,
        step=f"{deadline.due_on.isoformat()}/{min(begun)}",
        recipient=Recipient(role=rule.recipient, **deadline.concerned),
        language=language,
        about={**deadline.about, "due_on": deadline.due_on.isoformat(), "days": str(days)},
        due_on=deadline.due_on,
        made_at=at,
    )
