"""Events of an application (intake)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from common.contracts.case import ApplicationKind, Case
from common.contracts.round import RenewalTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted:
    """Version n of an application is frozen and received."""

    TYPE: ClassVar[str] = "application.submitted"

    application_id: UUID
    application_number: str
    kind: ApplicationKind
    round_id: UUID
    cluster_name: str
    district: str
    institution_code: str
    version: int
    sha256: str
    received_at: datetime
    cluster_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReturned:
    """An application goes back for correction; `by` tells who asked."""

    TYPE: ClassVar[str] = "application.returned"

    application_id: UUID
    version: int
    by: Literal["district_authority", "municipal_bureau"]
    due_on: date
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAccepted:
    """The district has accepted an application for preliminary review."""

    TYPE: ClassVar[str] = "application.accepted"

    application_id: UUID
    version: int
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRejected:
    """Not accepted (不予受理), with its clause."""

    TYPE: ClassVar[str] = "application.rejected"

    application_id: UUID
    version: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationNotRecommended:
    """The preliminary review ended without a recommendation: not passed, or passed over by rank."""

    TYPE: ClassVar[str] = "application.not_recommended"

    application_id: UUID
    version: int
    ground: Literal["review_not_passed", "passed_over_by_rank"]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn:
    """The institution has withdrawn its application."""

    TYPE: ClassVar[str] = "application.withdrawn"

    application_id: UUID
    version: int | None = None
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRecommended:
    """The district recommends: the whole case and the facts the standard is checked against."""

    TYPE: ClassVar[str] = "application.recommended"

    case: Case
    facts: dict[str, Any]
    opinion: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCompletion:
    """How far a target of the development plan was reached; numbers are decimal strings.

    `rate_pct` is actual by target, rounded half up to two places, None where that means nothing.
    """

    metric: str
    unit: str
    base_value: str
    target: str
    actual: str
    reached: bool
    rate_pct: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationForwarded:
    """A renewal goes to the bureau with the district's opinion for or against."""

    TYPE: ClassVar[str] = "application.forwarded"

    case: Case
    facts: dict[str, Any]
    opinion: str
    in_favour: bool
    targets: tuple[TargetCompletion, ...] = ()
    terms: RenewalTerms | None = None


EVENTS = (
    ApplicationSubmitted,
    ApplicationReturned,
    ApplicationAccepted,
    ApplicationRejected,
    ApplicationNotRecommended,
    ApplicationWithdrawn,
    ApplicationRecommended,
    ApplicationForwarded,
)
