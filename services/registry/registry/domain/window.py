"""Windows and periods counted in working days, by the loaded calendar; beyond it is refused."""

from dataclasses import dataclass
from datetime import date

from common.contracts.round import NoticeTerms
from common.errors import BeyondCalendar
from programme import workdays
from registry.domain.grounds import Procedure
from registry.domain.refusals import NOTICE_RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedDay:
    """One day of a window: whether it counts, and why."""

    day: date
    counted: bool
    zh: str
    en: str


def last_day_of(first_day: date, terms: NoticeTerms) -> date:
    """The printed last day of a notice posted on `first_day` (READING 10: that day is day one)."""
    return _counted(first_day, terms.working_days, first_counts=terms.first_day_counts)


def answer_due_on(served_on: date, procedure: Procedure) -> date:
    """The last day to answer, counted from the day after service."""
    days = procedure.answer_working_days
    return _counted(served_on, days, first_counts=procedure.first_day_counts)


def answer_day(told_on: date, terms: NoticeTerms) -> date:
    """The last day to answer an objection, counted from the day after being told of it."""
    return _counted(told_on, terms.answer_working_days, first_counts=False)


def recorded_by(posted_on: date, procedure: Procedure) -> date:
    """The last day on which a posting may be recorded, counted from the day after it."""
    return _counted(posted_on, procedure.recorded_within_working_days, first_counts=False)


def explained(first_day: date, last_day: date, terms: NoticeTerms) -> tuple[ExplainedDay, ...]:
    """Each day from the first to the last, with the reason why it counts or does not."""
    window = workdays.window(first_day, terms.working_days, first_counts=terms.first_day_counts)
    assert window.last == last_day, "the printed last day binds, and the calendar must agree"
    return tuple(
        ExplainedDay(day=each.day, counted=each.counted, zh=each.reason.zh, en=each.reason.en)
        for each in window.days
    )


def _counted(first_day: date, days: int, *, first_counts: bool) -> date:
    try:
        return workdays.add_working_days(first_day, days, first_counts=first_counts)
    except workdays.BeyondCalendar as error:
        raise BeyondCalendar(year=error.year, clause=NOTICE_RULE) from error
