"""What clients see of a case's deadlines, each explained day by day."""

from datetime import date, datetime

from common.clock import legal_day
from common.http.validation import StrictModel
from intake.domain.deadline import NAMES, Deadline
from intake.domain.extension import Extension


class DayShown(StrictModel):
    """One day of a window, whether it counts, and why."""

    day: date
    counted: bool
    zh: str
    en: str


class DeadlineShown(StrictModel):
    """One deadline: the last day and instant, whom it binds, each day counted, what moved it."""

    name: str
    zh: str
    en: str
    who: str
    clause: str
    due_on: date
    due_at: datetime
    days: list[DayShown]
    extensions: list[Extension]


class Deadlines(StrictModel):
    """Every deadline of a case, and until when whoever moves next has time."""

    moves_next: str | None
    until: datetime | None
    items: list[DeadlineShown]


def deadline_shown(of: Deadline) -> DeadlineShown:
    """The representation of a deadline."""
    return DeadlineShown(
        name=of.name,
        zh=NAMES[of.name].zh,
        en=NAMES[of.name].en,
        who=of.who,
        clause=of.clause,
        due_on=legal_day(of.due_at),
        due_at=of.due_at,
        days=[
            DayShown(day=each.day, counted=each.counted, zh=each.reason.zh, en=each.reason.en)
            for each in of.days
        ],
        extensions=list(of.extensions),
    )
