"""Events of a designated cluster and of a change filing (registry); public facts only."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from common.contracts.case import Institution, PlanTarget
from common.contracts.round import ReportTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A validity period; first and last day are both inclusive, as printed."""

    first_day: date
    last_day: date
    style: Literal["calendar_years", "date_to_date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFacts:
    """What the register publishes of a cluster."""

    cluster_id: UUID
    number: str
    name: str
    district: str
    leading_industry: str
    institution: Institution
    periods: tuple[Period, ...]
    plan_targets: tuple[PlanTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterDesignated:
    """A cluster is designated: its list was released without an open objection."""

    TYPE: ClassVar[str] = "cluster.designated"

    cluster: ClusterFacts
    application_id: UUID
    notice_number: str
    published_on: date
    report: ReportTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRenewed:
    """A cluster passed its renewal; the new period joins on without a gap."""

    TYPE: ClassVar[str] = "cluster.renewed"

    cluster: ClusterFacts
    application_id: UUID
    published_on: date
    report: ReportTerms
    notice_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterChanged:
    """A recorded change or a clerical correction altered what the register shows."""

    TYPE: ClassVar[str] = "cluster.changed"

    cluster: ClusterFacts
    ground: Literal["change_filing", "clerical_correction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRevoked:
    """A designation ends by decision of the bureau, from its effective day."""

    TYPE: ClassVar[str] = "cluster.revoked"

    cluster: ClusterFacts
    revocation_case_id: UUID
    ground: str
    clause: str
    effective_on: date
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterReinstated:
    """A later decision set a revocation aside."""

    TYPE: ClassVar[str] = "cluster.reinstated"

    cluster: ClusterFacts
    reason: str
    revocation_case_id: UUID | None = None
    effective_on: date | None = None
    reach: Literal["from_beginning", "from_decision"] | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFigure:
    """A figure of the criteria after a change; the year where it is filed by the year."""

    name: str
    year: int | None = None
    value: str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFiled:
    """An institution filed a change of its cluster (art. 17(4)).

    `filing` counts: a filing that was returned comes again. `application_id` is of the designation
    or of the last renewal, whose criteria are computed again with the changed figures.
    """

    TYPE: ClassVar[str] = "change.filed"

    change_filing_id: UUID
    cluster_number: str
    kind: Literal["leading_industry", "territory", "operating_institution", "other"]
    happened_on: date
    filed_on: date
    number: str | None = None
    filing: int = 1
    application_id: UUID | None = None
    figures: tuple[ChangedFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecorded:
    """A change filing is on record."""

    TYPE: ClassVar[str] = "change.recorded"

    change_filing_id: UUID
    cluster_number: str
    kind: Literal["leading_industry", "territory", "operating_institution", "other"] | None = None
    happened_on: date | None = None


EVENTS = (
    ClusterDesignated,
    ClusterRenewed,
    ClusterChanged,
    ClusterRevoked,
    ClusterReinstated,
    ChangeFiled,
    ChangeRecorded,
)
