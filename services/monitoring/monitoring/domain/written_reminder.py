"""The written reminder (催报): 17(3) is relied on only after it and its period."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.errors import BeyondCalendar
from monitoring.domain.supervision_refusals import ReminderTooShort
from programme import workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderTerms:
    """How long a reminder gives, and whether a rest day moves its end."""

    clause: str
    days: int
    roll_forward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReminder:
    """A served reminder: document, day and manner of service; days where it gives more."""

    document_number: str
    served_on: date
    manner: str
    days: int | None = None


def comply_by(reminder: WrittenReminder, terms: ReminderTerms) -> date:
    """The last day to comply; the day of service does not count, and nothing is guessed."""
    days = terms.days if reminder.days is None else reminder.days
    if days < terms.days:  # lateness is a ground for revocation: doubt favours the party
        raise ReminderTooShort(days=terms.days)
    last = reminder.served_on + timedelta(days=days)
    if not terms.roll_forward:
        return last
    try:
        return workdays.roll_forward(last)
    except workdays.BeyondCalendar as error:
        raise BeyondCalendar(year=error.year, clause=terms.clause) from error
