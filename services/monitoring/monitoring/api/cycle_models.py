"""What clients send and see of a reporting cycle."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from common.actor import Actor
from common.http.field_types import Day, rule
from common.http.pagination import PageQuery
from common.http.validation import StrictModel
from monitoring.api.supervision_models import Short
from monitoring.domain.assessment import Measure
from monitoring.domain.cycle import (
    CYCLE,
    PERIOD,
    Band,
    CycleOrder,
    ReportingCycle,
    Status,
    opening_day,
)
from monitoring.terms.reading import reporting

Period = Annotated[str, Field(pattern=f"^{PERIOD}$")]
Grade = Annotated[str, Field(pattern=r"^[A-Z][0-9A-Z]{0,3}$")]
# A decimal string: exact numbers are never floats.
Least = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,9})(\.[0-9]{1,6})?$")]


class BandGiven(StrictModel):
    """One grade of the yearly assessment: reached when the measure `of` is at least so much.

    A measure that nobody computes would grade nobody, and a period's cycle is opened once.
    """

    grade: Grade
    of: Measure
    at_least: Least


class CycleGiven(StrictModel):
    """A period with its due days; `roll_forward` moves one on a rest day to the next working day.

    `period` is a year (`2026`) or half a year (`2026-H1`); bands stand from the best grade down.
    """

    period: Period
    district_due_on: Day
    municipal_due_on: Day
    roll_forward: bool
    form_version: Short
    notice_number: Short
    bands: Annotated[list[BandGiven], Field(default_factory=list, max_length=40)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        first = opening_day(self.period, reporting())
        if not first <= self.district_due_on <= self.municipal_due_on:
            raise rule(
                "due_days_order",
                zh="区级期限不早于报告期结束后的首日，且不晚于市级期限。",
                en="The districts' day lies after the period and not after the bureau's.",
            )
        return self

    def as_order(self) -> CycleOrder:
        """The cycle as the domain takes it."""
        bands = (Band(grade=b.grade, of=b.of, at_least=Decimal(b.at_least)) for b in self.bands)
        plain = {name: getattr(self, name) for name in CycleGiven.model_fields if name != "bands"}
        return CycleOrder(**plain, bands=tuple(bands))


class CycleQuery(PageQuery):
    """Filters of the list of cycles."""

    period: Period | None = None
    status: Status | None = None


class CycleShown(StrictModel):
    """A cycle; `district_last_on` and `municipal_last_on` are its due days moved on from rest days.

    They are null while the working days of that year are not loaded.
    """

    id: UUID
    period: str
    status: Status
    first_day: date
    last_day: date
    opens_on: date
    district_due_on: date
    municipal_due_on: date
    roll_forward: bool
    district_last_on: date | None
    municipal_last_on: date | None
    form_version: str
    notice_number: str
    bands: list[BandGiven]
    drafted_at: datetime
    opened_at: datetime | None
    moves_next: str | None
    allowed_actions: list[str]


def cycle_shown(cycle: ReportingCycle, actor: Actor) -> CycleShown:
    """The representation of a cycle for an actor."""
    computed = {"bands", "moves_next", "allowed_actions", "district_last_on", "municipal_last_on"}
    plain = {n: getattr(cycle, n) for n in CycleShown.model_fields if n not in computed}
    due = cycle.origin.due
    return CycleShown(
        **plain,
        district_last_on=due.district_due_on,
        municipal_last_on=due.due_on,
        bands=[BandGiven(grade=b.grade, of=b.of, at_least=str(b.at_least)) for b in cycle.bands],
        moves_next=CYCLE.moves_next[cycle.status],
        allowed_actions=list(CYCLE.allowed(cycle.status, actor)),
    )
