"""An obligation's computed state, and its lateness."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from common.ids import new_id
from monitoring.domain.due_days import DueDays
from monitoring.domain.obligation import (
    Obligation,
    days_late,
    received,
    state_of,
    waived_by_revocation,
    with_due_days,
)

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


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 12, 31), "not_yet_due"),
        (date(2025, 1, 1), "requested"),
        (date(2025, 3, 31), "requested"),
        (date(2025, 4, 1), "overdue"),
    ],
)
def test_the_state_follows_the_legal_day(day: Any, state: Any) -> None:
    assert state_of(OWED, day) == state


def test_what_came_in_stands_and_a_revocation_closes() -> None:
    came = received(OWED, datetime(2025, 4, 1, tzinfo=UTC))
    assert state_of(came, date(2025, 5, 1)) == "submitted"
    done = replace(came, confirmed_at=datetime(2025, 4, 2, tzinfo=UTC))
    assert state_of(done, date(2025, 5, 1)) == "confirmed"
    closed = waived_by_revocation(OWED, date(2025, 2, 1))
    assert state_of(closed, date(2025, 5, 1)) == "closed"


def test_lateness_is_counted_in_legal_days_of_shanghai() -> None:
    in_shanghai_still_the_31st = datetime(2025, 3, 31, 15, 59, tzinfo=UTC)
    already_april = datetime(2025, 3, 31, 16, 0, tzinfo=UTC)
    assert days_late(OWED.due_on, in_shanghai_still_the_31st) == 0
    assert days_late(OWED.due_on, already_april) == 1
    assert days_late(None, already_april) is None


def test_a_second_submission_changes_nothing_about_the_first() -> None:
    first = received(OWED, datetime(2025, 3, 1, tzinfo=UTC))
    assert received(first, datetime(2025, 6, 1, tzinfo=UTC)) == first


def test_what_came_in_before_the_due_day_was_known_is_judged_when_it_is() -> None:
    unknown = replace(OWED, due_on=None, district_due_on=None)
    came = received(unknown, datetime(2025, 4, 3, tzinfo=UTC))
    assert came.late_days is None
    assert state_of(unknown, date(2030, 1, 1)) == "requested"
    due = DueDays(district_due_on=OWED.district_due_on, due_on=OWED.due_on)
    assert with_due_days(came, due).late_days == 3
