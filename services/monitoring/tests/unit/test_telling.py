"""Who is told of a report's day, and when."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from common.clock import SHANGHAI
from common.ids import new_id
from common.outbound.message import in_words
from monitoring.domain.obligation import Obligation
from monitoring.domain.telling import reminder
from monitoring.terms.message_rules import message_rules

RULES = message_rules().rules
OWED = Obligation(
    id=new_id(),
    cluster_id=new_id(),
    cluster_number="BJ-2024-0001",
    cluster_name="示例",
    district="110108",
    institution_code="91110000101623741K",
    period="2024",
    opens_on=date(2025, 1, 1),
    district_due_on=date(2025, 3, 17),
    due_on=date(2025, 3, 31),
)


def told(rule: str, day: date, owed: Obligation = OWED) -> Any:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    return reminder(RULES[rule], owed, language="zh-CN", at=at)


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_step_is_told_once_whenever_the_sweep_runs(name: Any) -> None:
    rule = RULES[name]
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(180)]
    steps = {message.step for day in days if (message := told(name, day)) is not None}
    assert steps == {f"2025-03-31/{step}" for step in rule.days}
    daily = [day for day in days if (message := told(name, day)) and message.due_on is None]
    assert all(day > date(2025, 3, 31) for day in daily)  # told late, it lapses with no day


def test_nobody_is_told_what_came_in_was_closed_or_has_no_day() -> None:
    day = date(2025, 4, 1)
    assert told("report_overdue", day) is not None
    came = replace(OWED, submitted_at=datetime(2025, 3, 1, tzinfo=SHANGHAI))
    closed = replace(OWED, closed_on=date(2025, 3, 1), closed_because="waived")
    unknown = replace(OWED, due_on=None)
    assert [told("report_overdue", day, each) for each in (came, closed, unknown)] == [None] * 3


def test_an_extension_moves_the_reminders_with_the_day() -> None:
    later = replace(OWED, extended_to=date(2025, 4, 30))
    assert replace(later, due_on=date(2025, 5, 6)).deadline == date(2025, 5, 6)
    assert told("report_overdue", date(2025, 4, 1), later) is None
    message = told("report_due", date(2025, 4, 16), later)
    assert message.step == "2025-04-30/-14"
    title, text = in_words(message, RULES["report_due"])
    assert "BJ-2024-0001" in title
    assert "2025-04-30" in text
    assert "14 天" in text
