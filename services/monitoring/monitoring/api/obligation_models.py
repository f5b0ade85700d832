"""What clients send and see of an obligation: who owes what by when, and why then."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row

from common.actor import Actor
from common.http.field_types import Day, Words
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from monitoring.api.district import District
from monitoring.api.supervision_models import Number, Short, SupervisionActShown, acts_shown
from monitoring.domain.due_days import DueOrigin, roll_explained
from monitoring.domain.obligation import OBLIGATION, Obligation, State, overdue_days, state_of
from monitoring.domain.written_reminder import WrittenReminder
from monitoring.store.counted import Counted
from monitoring.usecases.extend_obligation import Extension
from programme.workdays import WindowDay


class ObligationQuery(PageQuery):
    """The filters of the list; `counted` is the name of a figure of a scorecard or dashboard."""

    district: District | None = None
    period: str | None = Field(default=None, max_length=12)
    cluster: str | None = Field(default=None, max_length=40)
    state: State | None = None
    institution: Number | None = None
    due_before: Day | None = None
    counted: Counted | None = None


class ObligationListed(StrictModel):
    """An obligation; `state` is computed on the legal day of the request.

    A due day is null while the working days of its year are not loaded. `closed_on` may lie ahead:
    a revocation is decided, and the report is owed until it takes effect. `deadline` is the day to
    which it was extended, or the due day.
    """

    id: UUID
    cluster_id: UUID
    cluster_number: str
    cluster_name: str
    district: str
    institution_code: str
    period: str
    state: State
    overdue_days: int | None
    opens_on: date
    district_due_on: date | None
    due_on: date | None
    extended_to: date | None
    deadline: date | None
    reminder_served_on: date | None
    comply_by: date | None
    requested_at: datetime | None
    submitted_at: datetime | None
    late_days: int | None
    confirmed_at: datetime | None
    closed_on: date | None
    closed_because: str | None


class DayExplained(StrictModel):
    """One day on the way from the ordered day to the due day; the counted one is the due day."""

    day: date
    counted: bool
    zh: str
    en: str


class DueExplained(StrictModel):
    """How the due day came about: ordered by whom, for which day, and moved over which days."""

    ordered_by: Literal["round", "cycle"]
    notice_number: str | None
    ordered_on: date
    roll_forward: bool
    days: list[DayExplained]


class ObligationShown(ObligationListed):
    """An obligation with its explanation, every act of an official on it, and what is allowed."""

    explanation: DueExplained
    acts: list[SupervisionActShown]
    allowed_actions: list[str]


class ExtensionGiven(StrictModel):
    """More time: until when, why, by which document."""

    to: Day
    reason: Words
    document_number: Short

    def as_extension(self) -> Extension:
        """The extension as the use case takes it."""
        return Extension(to=self.to, reason=self.reason, document_number=self.document_number)


class WrittenReminderGiven(StrictModel):
    """A served reminder (催报); `days` to comply where it gives more than the terms."""

    document_number: Short
    served_on: Day
    manner: Literal["direct", "left_in_place", "entrusted", "postal", "electronic", "announcement"]
    days: Annotated[int, Field(strict=True, ge=1, le=180)] | None = None

    def as_reminder(self) -> WrittenReminder:
        """The reminder as the domain takes it."""
        return WrittenReminder(
            document_number=self.document_number,
            served_on=self.served_on,
            manner=self.manner,
            days=self.days,
        )


def obligation_listed(owed: Obligation, today: date) -> ObligationListed:
    """The representation of an obligation in a list, on a legal day."""
    return ObligationListed(**_fields(owed, today))


def obligation_shown(
    owed: Obligation,
    today: date,
    *,
    origin: DueOrigin,
    acts: Sequence[Row[Any]],
    actor: Actor,
) -> ObligationShown:
    """The representation of an obligation for an actor on a legal day."""
    return ObligationShown(
        **_fields(owed, today),
        explanation=_explained(origin),
        acts=acts_shown(acts, actor),
        allowed_actions=list(OBLIGATION.allowed(state_of(owed, today), actor)),
    )


def _fields(owed: Obligation, today: date) -> dict[str, Any]:
    names = ObligationListed.model_fields.keys() - {"state", "overdue_days"}
    fields = {name: getattr(owed, name) for name in names}
    return {**fields, "state": state_of(owed, today), "overdue_days": overdue_days(owed, today)}


def _explained(origin: DueOrigin) -> DueExplained:
    days = roll_explained(origin.municipal, roll_forward=origin.roll_forward)
    return DueExplained(
        ordered_by=origin.kind,
        notice_number=origin.notice_number,
        ordered_on=origin.municipal,
        roll_forward=origin.roll_forward,
        days=[_day(each) for each in days],
    )


def _day(of: WindowDay) -> DayExplained:
    return DayExplained(day=of.day, counted=of.counted, zh=of.reason.zh, en=of.reason.en)
