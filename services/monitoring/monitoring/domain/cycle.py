"""A reporting cycle: by when the reports of a period are due, in which form, with which bands."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, cast
from uuid import UUID

from common.lifecycle import Arc, Lifecycle
from monitoring.domain.due_days import DueOrigin, ReportingTerms, opens_on
from monitoring.domain.supervision_refusals import CycleTooLate

BUREAU: Final = ("municipal_bureau",)
PERIOD: Final = r"20[0-9]{2}(-H[12])?"
_HALVES: Final = {"H1": ((1, 1), (6, 30)), "H2": ((7, 1), (12, 31))}
_YEAR: Final = ((1, 1), (12, 31))

Status = Literal[
    "drafted",  # the bureau
    "opened",  # the institutions
]

CYCLE: Final = Lifecycle(
    name="reporting_cycle",
    arcs=(Arc("open", who=BUREAU, start=("drafted",), end=("opened",)),),
    moves_next={"drafted": "municipal_bureau", "opened": None},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One grade of the yearly assessment: reached when `of` is at least `at_least`."""

    grade: str
    of: str
    at_least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleOrder:
    """What the notice orders for a period."""

    period: str
    district_due_on: date
    municipal_due_on: date
    roll_forward: bool
    form_version: str
    notice_number: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingCycle:
    """One cycle; once opened it binds the due days of the obligations of its period."""

    id: UUID
    period: str
    status: Status
    version: int
    first_day: date
    last_day: date
    opens_on: date
    district_due_on: date
    municipal_due_on: date
    roll_forward: bool
    form_version: str
    notice_number: str
    bands: tuple[Band, ...]
    drafted_by: str
    drafted_at: datetime
    opened_by: str | None = None
    opened_at: datetime | None = None

    @property
    def origin(self) -> DueOrigin:
        """The due days as the notice orders them; on rest days they move on where it says so."""
        return DueOrigin(
            kind="cycle",
            district=self.district_due_on,
            municipal=self.municipal_due_on,
            roll_forward=self.roll_forward,
            notice_number=self.notice_number,
        )


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a year (`2026`) or of half a year (`2026-H1`)."""
    assert re.fullmatch(PERIOD, period), period
    year, _, half = period.partition("-")
    first, last = _HALVES[half] if half else _YEAR
    return date(int(year), *first), date(int(year), *last)


def opening_day(period: str, terms: ReportingTerms) -> date:
    """The first day on which the report of a period can be filed: after it has ended."""
    if "-" not in period:
        return opens_on(int(period), terms)
    return days_of(period)[1] + timedelta(days=1)


def drafted(
    order: CycleOrder, terms: ReportingTerms, *, id: UUID, by: str, at: datetime
) -> ReportingCycle:
    """The cycle of a notice before it is opened."""
    first_day, last_day = days_of(order.period)
    return ReportingCycle(
        id=id,
        status="drafted",
        version=1,
        first_day=first_day,
        last_day=last_day,
        opens_on=opening_day(order.period, terms),
        drafted_by=by,
        drafted_at=at,
        period=order.period,
        district_due_on=order.district_due_on,
        municipal_due_on=order.municipal_due_on,
        roll_forward=order.roll_forward,
        form_version=order.form_version,
        notice_number=order.notice_number,
        bands=order.bands,
    )


def opened(cycle: ReportingCycle, *, by: str, at: datetime, today: date) -> ReportingCycle:
    """The cycle in force; one whose days have passed already would make everybody late."""
    if today > cycle.district_due_on:
        raise CycleTooLate(district_due_on=cycle.district_due_on.isoformat())
    status = cast(Status, CYCLE.end_of("open", cycle.status))
    return replace(cycle, status=status, version=cycle.version + 1, opened_by=by, opened_at=at)
