"""Who is told of which day, by rule: before a report is due and after it, each step once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from common.clock import legal_day
from common.errors import Text
from common.ids import new_id
from common.outbound.message import Language, Message, Recipient
from monitoring.domain.obligation import Obligation, state_of

Role = Literal["operating_institution", "district_authority", "municipal_bureau"]
# A sweep that did not run for so long tells the last step late; after that it says nothing.
LATEST_DAYS: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: on which days, counted from the day due, a role is told, in which words."""

    name: str
    recipient: Role
    days: tuple[int, ...]
    title: Text
    text: Text

    @property
    def last_day(self) -> int:
        """The last day, counted from the day due, on which this would still say something."""
        return max(self.days) + LATEST_DAYS if max(self.days) > 0 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, and the language that messages are in."""

    language: Language
    rules: Mapping[str, Rule]


def reminder(rule: Rule, owed: Obligation, *, language: Language, at: datetime) -> Message | None:
    """The message of the latest step that has begun; None before the first, and once it came in."""
    today, deadline = legal_day(at), owed.deadline
    if deadline is None or state_of(owed, today) not in {"requested", "overdue"}:
        return None
    since = (today - deadline).days
    begun = [step for step in rule.days if step <= since]
    if not begun or since > rule.last_day:
        return None
    return Message(
        id=new_id(),
        rule=rule.name,
        subject=f"obligation/{owed.id}",
        step=f"{deadline.isoformat()}/{max(begun)}",
        recipient=_recipient(rule, owed),
        language=language,
        about={
            "number": owed.cluster_number,
            "period": owed.period,
            "due_on": deadline.isoformat(),
            "days": str(abs(since)),
        },
        # Before the day it lapses with it; after it there is no such day.
        due_on=deadline if since <= 0 else None,
        made_at=at,
    )


def _recipient(rule: Rule, owed: Obligation) -> Recipient:
    institution = owed.institution_code if rule.recipient == "operating_institution" else None
    return Recipient(role=rule.recipient, district=owed.district, institution=institution)
