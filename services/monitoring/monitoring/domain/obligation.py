"""An obligation: one cluster owes the report of one period; its state is computed, not stored."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from common.clock import legal_day
from common.lifecycle import Arc, Lifecycle
from monitoring.domain.due_days import DueDays
from monitoring.domain.refusals import ObligationClosed, ReportNotOpenYet

State = Literal[
    "not_yet_due",  # nobody: the period has not ended
    "requested",  # the institution
    "overdue",  # the institution: a fact, and no more than that
    "submitted",  # the district, then the bureau
    "confirmed",  # nobody
    "closed",  # nobody
]
REVOKED: Final = "designation_revoked"
WAIVED: Final = "waived"
NOT_RENEWING: Final = "renewal_withdrawn"
OFFICIALS: Final = ("district_authority", "municipal_bureau")
BUREAU: Final = ("municipal_bureau",)
OPEN: Final = ("not_yet_due", "requested", "overdue")

# The state is computed; the acts of officials on it are a table like any other.
OBLIGATION: Final = Lifecycle(
    name="obligation",
    arcs=(
        Arc("extend", who=BUREAU, start=OPEN),
        Arc("waive", who=BUREAU, start=OPEN, end=("closed",)),
        Arc("remind", who=OFFICIALS, start=("overdue",)),
        Arc("propose_breach", who=OFFICIALS, start=("overdue", "submitted", "confirmed")),
    ),
    moves_next={
        "not_yet_due": None,
        "requested": "operating_institution",
        "overdue": "operating_institution",
        "submitted": "district_authority",
        "confirmed": None,
        "closed": None,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Who owes which report by when, and what has come of it."""

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    period: str
    opens_on: date
    district_due_on: date | None
    due_on: date | None
    requested_at: datetime | None = None
    overdue_announced_at: datetime | None = None
    submitted_at: datetime | None = None
    late_days: int | None = None
    confirmed_at: datetime | None = None
    closed_on: date | None = None
    closed_because: str | None = None
    cycle_id: UUID | None = None
    extended_to: date | None = None
    reminder_served_on: date | None = None
    comply_by: date | None = None
    version: int = 1

    @property
    def deadline(self) -> date | None:
        """The last day to file: the due day, or the later day to which it was extended."""
        return max((day for day in (self.due_on, self.extended_to) if day), default=None)

    @property
    def reminded(self) -> bool:
        """Whether a written reminder was served after the last day to file, as it is now."""
        served, deadline = self.reminder_served_on, self.deadline
        return served is not None and deadline is not None and served > deadline

    def closed_by(self, day: date) -> bool:
        """Whether it is closed on a day; the end of a designation may be decided ahead of it."""
        return self.closed_on is not None and self.closed_on <= day


def state_of(owed: Obligation, today: date) -> State:
    """Where an obligation stands on a legal day."""
    if owed.closed_by(today):
        return "closed"
    if owed.confirmed_at is not None:
        return "confirmed"
    if owed.submitted_at is not None:
        return "submitted"
    if owed.deadline is not None and today > owed.deadline:
        return "overdue"
    return "requested" if today >= owed.opens_on else "not_yet_due"


def to_request(owed: Obligation, today: date) -> bool:
    """Whether the report is to be asked for: once, when its period has ended."""
    return owed.requested_at is None and state_of(owed, today) in {"requested", "overdue"}


def to_announce_overdue(owed: Obligation, today: date) -> bool:
    """Whether it is to be announced that the report is overdue: once."""
    return owed.overdue_announced_at is None and state_of(owed, today) == "overdue"


def require_open(owed: Obligation, today: date) -> None:
    """Refuse a report before its period has ended, and one that is no longer owed."""
    if owed.closed_by(today):
        raise ObligationClosed()
    if today < owed.opens_on:
        raise ReportNotOpenYet(opens_on=owed.opens_on.isoformat())


def received(owed: Obligation, at: datetime) -> Obligation:
    """After a complete submission: the first one decides whether it was on time (art. 16).

    What came in is dealt with, even if the designation ends on a day that was decided already.
    """
    if owed.submitted_at is not None:
        return owed
    late_days = days_late(owed.deadline, at)
    return replace(owed, submitted_at=at, late_days=late_days, closed_on=None, closed_because=None)


def overdue_days(owed: Obligation, today: date) -> int | None:
    """Legal days since the last day to file, while nothing has come in; None if not overdue."""
    if state_of(owed, today) != "overdue" or owed.deadline is None:
        return None
    return (today - owed.deadline).days


def days_late(due_on: date | None, received_at: datetime) -> int | None:
    """Legal days after the due day; 0 when on time, None while the due day is unknown."""
    if due_on is None:
        return None
    return max(0, (legal_day(received_at) - due_on).days)


def with_due_days(owed: Obligation, due: DueDays) -> Obligation:
    """The obligation once its due days can be computed; what came in before is judged then."""
    known = replace(owed, district_due_on=due.district_due_on, due_on=due.due_on)
    if known.submitted_at is None:
        return known
    return replace(known, late_days=days_late(known.deadline, known.submitted_at))


def waived_by_revocation(owed: Obligation, effective_on: date) -> Obligation:
    """Closed from the day on which the designation ends, unless a report came in; the row stays."""
    if owed.submitted_at is not None or owed.closed_by(effective_on):
        return owed
    return replace(owed, closed_on=effective_on, closed_because=REVOKED)


def owed_no_more(owed: Obligation, day: date) -> Obligation:
    """Closed because the renewal was withdrawn for which the last period was owed."""
    if owed.submitted_at is not None or owed.closed_on is not None:
        return owed
    return replace(owed, closed_on=day, closed_because=NOT_RENEWING)


def reopened(owed: Obligation, because: str, *, due_from: date | None = None) -> Obligation:
    """Owed again, where it was closed for that reason and its last day is not before a day."""
    missed = due_from is not None and owed.deadline is not None and owed.deadline < due_from
    if owed.closed_because != because or missed:
        return owed
    return replace(owed, closed_on=None, closed_because=None)
