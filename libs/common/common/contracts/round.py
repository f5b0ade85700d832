"""Events of a round (intake)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.case import ApplicationKind, StandardPin


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many applications one district may recommend; hard refuses, soft needs a reason."""

    per_district: int
    force: Literal["soft", "hard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """How a proposed list is put on public notice: working days, and whether day one counts."""

    working_days: int
    first_day_counts: bool
    answer_working_days: int
    list_waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityTerms:
    """How long a designation holds and how its first and last day are printed."""

    years: int
    style: Literal["calendar_years", "date_to_date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTerms:
    """When an annual report is due: month and day of the year after the period."""

    municipal_due_month: int
    municipal_due_day: int
    district_due_month: int
    district_due_day: int
    roll_forward: bool
    form_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalTerms:
    """What a renewal round settles: which clusters it concerns, and how targets count (art. 15).

    It concerns the clusters whose last day of validity lies from `ends_from` to `ends_to`. Missed
    targets are considered by whoever decides, or a share of them (%, a decimal string) must be
    reached.
    """

    ends_from: date
    ends_to: date
    targets: Literal["considered", "required"] = "considered"
    required_share_pct: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened:
    """A round is open: all its terms, so that no reader has to ask; a renewal's own beside them."""

    TYPE: ClassVar[str] = "round.opened"

    round_id: UUID
    number: str
    kind: ApplicationKind
    level: Literal["municipal", "national"]
    year: int
    base_year: int
    notice_number: str
    standard: StandardPin
    opens_at: datetime
    closes_at: datetime
    district_due_on: date
    quota: Quota
    notice: NoticeTerms
    validity: ValidityTerms
    report: ReportTerms
    renewal: RenewalTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundExtended:
    """The closing time of a round moved later, by a notice with its reason."""

    TYPE: ClassVar[str] = "round.extended"

    round_id: UUID
    closes_at: datetime
    district_due_on: date
    notice_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed:
    """A round is closed; nothing can be filed in it any more."""

    TYPE: ClassVar[str] = "round.closed"

    round_id: UUID
    closed_at: datetime


EVENTS = (RoundOpened, RoundExtended, RoundClosed)
