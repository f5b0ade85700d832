"""17(3) against a model in days: last day, reminder after it, its period, nothing within it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from common.clock import SHANGHAI
from common.ids import new_id
from monitoring.domain.obligation import Obligation, received, state_of
from monitoring.domain.obligation_acts import extended, reminded, require_breach
from monitoring.domain.supervision_refusals import (
    ReminderComplied,
    ReminderMissing,
    ReminderRunning,
    ReportWasOnTime,
)
from monitoring.domain.written_reminder import ReminderTerms, WrittenReminder

DUE = date(2025, 3, 31)
TERMS = ReminderTerms(clause="管理办法 第十七条（三）", days=15, roll_forward=False)
DAYS = st.integers(-20, 90)


def on(offset: int) -> date:
    return DUE + timedelta(days=offset)


def owed() -> Obligation:
    return Obligation(
        id=new_id(),
        cluster_id=new_id(),
        cluster_number="BJ-2024-0001",
        cluster_name="示例",
        district="110108",
        institution_code="91110000101623741K",
        period="2024",
        opens_on=date(2025, 1, 1),
        district_due_on=None,
        due_on=DUE,
    )


def breached(of: Obligation, today: date) -> bool:
    if state_of(of, today) not in {"overdue", "submitted"}:
        return False
    try:
        require_breach(of, today=today)
    except (ReportWasOnTime, ReminderMissing, ReminderRunning, ReminderComplied):
        return False
    return True


@given(
    reminder=st.none() | DAYS,
    extension=st.none() | st.integers(1, 60),
    extends_first=st.booleans(),
    report=st.none() | DAYS,
    today=DAYS,
)
def test_a_breach_is_proposed_only_after_all_that_must_come_before_it(
    reminder: Any, extension: Any, extends_first: Any, report: Any, today: Any
) -> None:
    of, last, served = owed(), 0, None

    def extend() -> None:
        nonlocal of, last
        if extension is not None:
            of, last = extended(of, to=on(extension), today=DUE), extension

    def remind() -> None:
        nonlocal of, served
        letter = None if reminder is None else on(reminder)
        if letter is not None and reminder > last:
            act = WrittenReminder(document_number="1", served_on=letter, manner="direct")
            of, served = reminded(of, act, TERMS, today=on(90)), reminder

    for act in (extend, remind) if extends_first else (remind, extend):
        act()
    if report is not None:
        of = received(of, datetime.combine(on(report), time(12), SHANGHAI))
    late = today > last if report is None else report > last
    ran_out = served is not None and served > last and today > served + TERMS.days
    complied = report is not None and served is not None and report <= served + TERMS.days
    assert breached(of, on(today)) == (late and ran_out and not complied)
