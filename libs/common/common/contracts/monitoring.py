"""Events of annual reports, supervision, incidents and assessments (monitoring)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequested:
    """A cluster owes a report for a period by a day (None while its calendar is not loaded)."""

    TYPE: ClassVar[str] = "report.requested"

    obligation_id: UUID
    cluster_number: str
    period: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubmitted:
    """A report was received; timeliness is judged by the first complete signed one.

    `late_days` is None while the due day is not known. `corrects` is the version that this one
    takes the place of, where the institution corrected what was received.
    """

    TYPE: ClassVar[str] = "report.submitted"

    obligation_id: UUID
    cluster_number: str
    period: str
    version: int
    sha256: str
    received_at: datetime
    late_days: int | None
    corrects: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReturned:
    """A report goes back to the institution item by item."""

    TYPE: ClassVar[str] = "report.returned"

    obligation_id: UUID
    cluster_number: str
    period: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConfirmed:
    """The bureau confirmed a report; its figures travel with the event."""

    TYPE: ClassVar[str] = "report.confirmed"

    obligation_id: UUID
    cluster_number: str
    period: str
    version: int
    sha256: str
    figures: dict[str, Any]
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOverdue:
    """A due day passed without a report: a fact, and no more than that."""

    TYPE: ClassVar[str] = "report.overdue"

    obligation_id: UUID
    cluster_number: str
    period: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReminded:
    """A written reminder (催报) of an overdue report was served: 17(3) needs one first."""

    TYPE: ClassVar[str] = "report.reminded"

    obligation_id: UUID
    cluster_number: str
    period: str
    document_number: str
    served_on: date
    comply_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachEvidence:
    """A piece of evidence: what it shows, and its document in the object store, if any."""

    description: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionBreachFound:
    """A breach is proposed to the registry: ground (`17(3)`), the limb relied on, clause.

    One of `obligation_id`, `task_id` and `incident_id` says what it is about.
    """

    TYPE: ClassVar[str] = "supervision.breach_found"

    breach_id: UUID
    cluster_number: str
    ground: str
    limb: str | None = None
    clause: str
    facts: str
    evidence: tuple[BreachEvidence, ...] = ()
    obligation_id: UUID | None = None
    task_id: UUID | None = None
    incident_id: UUID | None = None
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionBreachWithdrawn:
    """A breach was unfounded: the proposal is taken back, with the reason."""

    TYPE: ClassVar[str] = "supervision.breach_withdrawn"

    breach_id: UUID
    cluster_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRefused:
    """A cluster refused supervision, with the evidence on record."""

    TYPE: ClassVar[str] = "supervision.refused"

    task_id: UUID
    cluster_number: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetermined:
    """The competent authority determined an incident (art. 17(5)).

    `supports_17_5` is None while the ungraded kind awaits its finding (`incident.found`).
    """

    TYPE: ClassVar[str] = "incident.determined"

    incident_id: UUID
    cluster_number: str
    kind: Literal["accident", "cyber", "serious_misconduct"]
    grade: str | None = None
    happened_on: date
    authority: str | None = None
    document_number: str | None = None
    determined_on: date | None = None
    sha256: str | None = None
    supports_17_5: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFound:
    """A named official found whether a determined ungraded matter has the clause's weight."""

    TYPE: ClassVar[str] = "incident.found"

    incident_id: UUID
    cluster_number: str
    of_weight: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAnnulled:
    """The determination of an incident was set aside: it supports nothing any more."""

    TYPE: ClassVar[str] = "incident.annulled"

    incident_id: UUID
    cluster_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentCompleted:
    """A cluster's yearly grade by the bands of its cycle."""

    TYPE: ClassVar[str] = "assessment.completed"

    cluster_number: str
    period: str
    grade: str
    assessment_id: UUID | None = None
    supersedes: UUID | None = None


EVENTS = (
    ReportRequested,
    ReportSubmitted,
    ReportReturned,
    ReportConfirmed,
    ReportOverdue,
    ReportReminded,
    SupervisionBreachFound,
    SupervisionBreachWithdrawn,
    SupervisionRefused,
    IncidentDetermined,
    IncidentFound,
    IncidentAnnulled,
    AssessmentCompleted,
)
